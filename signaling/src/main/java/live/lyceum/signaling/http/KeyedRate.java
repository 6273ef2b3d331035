package live.lyceum.signaling.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Counts something for each key, so many a minute. Who is above can go on at the pace at which old
/// ones are forgotten. Remembers a bounded number of keys, the ones that were charged last. Safe to
/// call from any thread.
final class KeyedRate {
    private static final int MAX_KEYS = 10_000;
    private static final long MINUTE_NS = 60_000_000_000L;

    private final int perMinute;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> freeAtNs =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MAX_KEYS;
                }
            };

    /// @param nanoClock monotonic nanoseconds
    KeyedRate(int perMinute, LongSupplier nanoClock) {
        this.perMinute = perMinute;
        this.nanoClock = nanoClock;
    }

    /// Whether one more is allowed.
    boolean allows(String key) {
        lock.lock();
        try {
            long nowNs = nanoClock.getAsLong();
            Long freeAt = freeAtNs.get(key);
            return freeAt == null || freeAt - nowNs <= MINUTE_NS - costNs();
        } finally {
            lock.unlock();
        }
    }

    /// Counts one.
    void charge(String key) {
        lock.lock();
        try {
            long nowNs = nanoClock.getAsLong();
            freeAtNs.merge(
                    key,
                    nowNs + costNs(),
                    (freeAt, fresh) ->
                            freeAt - nowNs <= 0
                                    ? fresh
                                    : Math.min(freeAt + costNs(), nowNs + MINUTE_NS));
        } finally {
            lock.unlock();
        }
    }

    private long costNs() {
        return MINUTE_NS / perMinute;
    }
}
