package live.lyceum.signaling.http;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Counts something for each key: so many at once, and after that so many in a time. Remembers a
/// bounded number of keys, the ones that were asked for last. Safe to call from any thread.
final class KeyedRate {
    private static final int MAX_KEYS = 10_000;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Bandwidth limit;
    private final TimeMeter clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Bucket> buckets =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > MAX_KEYS;
                }
            };

    private KeyedRate(Bandwidth limit, LongSupplier nanoClock) {
        this.limit = limit;
        clock =
                new TimeMeter() {
                    @Override
                    public long currentTimeNanos() {
                        return nanoClock.getAsLong();
                    }

                    @Override
                    public boolean isWallClockBased() {
                        return false;
                    }
                };
    }

    /// @param nanoClock monotonic nanoseconds
    static KeyedRate perMinute(int count, LongSupplier nanoClock) {
        return new KeyedRate(limit(count, count, Duration.ofMinutes(1)), nanoClock);
    }

    /// @param burst how many at once
    /// @param nanoClock monotonic nanoseconds
    static KeyedRate perSecond(int count, int burst, LongSupplier nanoClock) {
        return new KeyedRate(limit(burst, count, Duration.ofSeconds(1)), nanoClock);
    }

    private static Bandwidth limit(int burst, int count, Duration time) {
        return Bandwidth.builder().capacity(burst).refillGreedy(count, time).build();
    }

    private Bucket bucket(String key) {
        lock.lock();
        try {
            return buckets.computeIfAbsent(
                    key,
                    fresh ->
                            Bucket.builder()
                                    .addLimit(limit)
                                    .withCustomTimePrecision(clock)
                                    .build());
        } finally {
            lock.unlock();
        }
    }

    /// Whether one more is allowed.
    boolean allows(String key) {
        return bucket(key).getAvailableTokens() > 0;
    }

    /// Counts one, if it is allowed.
    ///
    /// @return 0 if it is, else after how many seconds the next one will be
    int charge(String key) {
        ConsumptionProbe probe = bucket(key).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? 0
                : Math.toIntExact(Math.ceilDiv(probe.getNanosToWaitForRefill(), SECOND_NS));
    }
}
