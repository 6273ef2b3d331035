package live.lyceum.config;

import java.net.InetAddress;

/// A range of IP addresses (RFC 4632), such as `10.0.0.0/8`.
///
/// @param base an address in the range; its bits after the prefix mean nothing
/// @param prefixBits how many leading bits all members share, 0 to 32 or 128
public record Cidr(InetAddress base, int prefixBits) {
    public Cidr {
        if (prefixBits < 0 || prefixBits > base.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("has a prefix longer than the address");
        }
    }

    /// Reads `address/bits`, or an address alone for a range of one; resolves no names.
    ///
    /// @throws IllegalArgumentException if `written` is neither
    public static Cidr parse(String written) {
        int slash = written.indexOf('/');
        try {
            if (slash < 0) {
                var only = InetAddress.ofLiteral(written);
                return new Cidr(only, only.getAddress().length * Byte.SIZE);
            }
            var base = InetAddress.ofLiteral(written.substring(0, slash));
            return new Cidr(base, Integer.parseInt(written.substring(slash + 1)));
        } catch (IllegalArgumentException notOne) {
            throw new IllegalArgumentException("is not an address or address/bits", notOne);
        }
    }

    /// Whether `address` lies in the range; an IPv4 address never lies in an IPv6 range.
    public boolean contains(InetAddress address) {
        byte[] ours = base.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        int whole = prefixBits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (ours[i] != theirs[i]) {
                return false;
            }
        }
        int rest = prefixBits % Byte.SIZE;
        return rest == 0 || (ours[whole] ^ theirs[whole]) >>> (Byte.SIZE - rest) == 0;
    }
}
