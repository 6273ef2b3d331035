package live.lyceum.signaling.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/// Counts failed and unauthenticated attempts by address, 20 a minute by default. Somebody who
/// fails no more can go on at the pace at which old failures are forgotten. Safe to call from any
/// thread.
public final class AttemptLimiter {
    public static final int DEFAULT_PER_MINUTE = 20;

    private static final int IPV6_NETWORK_BYTES = 8;

    private final KeyedRate failures;

    /// @param nanoClock monotonic nanoseconds
    public AttemptLimiter(int perMinute, LongSupplier nanoClock) {
        failures = KeyedRate.perMinute(perMinute, nanoClock);
    }

    /// Whether this address may try.
    public boolean allows(InetAddress address) {
        return failures.allows(network(address));
    }

    /// Notes that an attempt from this address failed.
    public void failed(InetAddress address) {
        var _ = failures.charge(network(address));
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
