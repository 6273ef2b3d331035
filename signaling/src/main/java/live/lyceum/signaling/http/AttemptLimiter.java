package live.lyceum.signaling.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Counts failed and unauthenticated attempts by address, 20 a minute by default. Somebody who
/// fails no more can go on at the pace at which old failures are forgotten. Remembers a bounded
/// number of addresses, the ones that failed last. Safe to call from any thread.
public final class AttemptLimiter {
    public static final int DEFAULT_PER_MINUTE = 20;

    private static final int MAX_ADDRESSES = 10_000;
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final int IPV6_NETWORK_BYTES = 8;

    private final int perMinute;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> freeAtNs =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MAX_ADDRESSES;
                }
            };

    /// @param nanoClock monotonic nanoseconds
    public AttemptLimiter(int perMinute, LongSupplier nanoClock) {
        this.perMinute = perMinute;
        this.nanoClock = nanoClock;
    }

    /// Whether this address may try.
    public boolean allows(InetAddress address) {
        lock.lock();
        try {
            long nowNs = nanoClock.getAsLong();
            Long freeAt = freeAtNs.get(network(address));
            return freeAt == null || freeAt - nowNs <= MINUTE_NS - costNs();
        } finally {
            lock.unlock();
        }
    }

    /// Notes that an attempt from this address failed.
    public void failed(InetAddress address) {
        lock.lock();
        try {
            long nowNs = nanoClock.getAsLong();
            freeAtNs.merge(
                    network(address),
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

    /// One customer has a whole /64 of IPv6 addresses.
    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of()
                .formatHex(
                        address instanceof Inet6Address
                                ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES)
                                : bytes);
    }
}
