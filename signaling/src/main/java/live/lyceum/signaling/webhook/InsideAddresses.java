package live.lyceum.signaling.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import live.lyceum.config.Cidr;

/// Addresses that are not on the Internet: what IANA's registries of special-purpose addresses (RFC
/// 6890 section 2.2) do not call globally reachable, multicast, and what nobody was given.
final class InsideAddresses {
    private static final List<Cidr> IPV4 =
            ranges(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private use
                    "100.64.0.0/10", // shared with the provider
                    "127.0.0.0/8", // loopback
                    "169.254.0.0/16", // link-local; a cloud's metadata
                    "172.16.0.0/12", // private use
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // 6to4 relays, deprecated
                    "192.168.0.0/16", // private use
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, and broadcast
                    "168.63.129.16/32"); // global by its number; inside Azure's hosts by its use

    /// The part of IPv6 that unicast addresses of the Internet are given from (RFC 4291 section
    /// 2.4); all else is inside.
    private static final Cidr IPV6_GLOBAL = Cidr.parse("2000::/3");

    private static final List<Cidr> IPV6 =
            ranges(
                    "2001::/23", // protocol assignments; Teredo
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4, with an IPv4 address in it
                    "3fff::/20"); // documentation

    /// An IPv4 address in its last four bytes (RFC 6052 section 2.1).
    private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");

    private static final int NAT64_PREFIX_BYTES = 12;

    private InsideAddresses() {}

    private static List<Cidr> ranges(String... written) {
        return Stream.of(written).map(Cidr::parse).toList();
    }

    /// Whether nobody on the Internet has this address. An IPv4-mapped one is its IPv4 address.
    static boolean contains(InetAddress address) {
        if (address instanceof Inet4Address) {
            return in(IPV4, address);
        }
        if (NAT64.contains(address)) {
            return contains(last4(address));
        }
        return !IPV6_GLOBAL.contains(address) || in(IPV6, address);
    }

    private static boolean in(List<Cidr> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static InetAddress last4(InetAddress address) {
        byte[] bytes = address.getAddress();
        try {
            return InetAddress.getByAddress(
                    Arrays.copyOfRange(bytes, NAT64_PREFIX_BYTES, bytes.length));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
