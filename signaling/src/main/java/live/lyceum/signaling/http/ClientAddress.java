package live.lyceum.signaling.http;

import java.net.InetAddress;
import java.util.List;
import live.lyceum.config.Cidr;
import org.jspecify.annotations.Nullable;

/// Whom a request comes from: the socket's other end, or, when that is a trusted proxy, whom the
/// proxy names.
public final class ClientAddress {
    private final List<Cidr> trustedProxies;

    public ClientAddress(List<Cidr> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /// The last address of `X-Forwarded-For` that is no trusted proxy; those before it are whatever
    /// the client wrote.
    public InetAddress of(InetAddress peer, @Nullable String forwardedFor) {
        InetAddress address = peer;
        String[] hops = forwardedFor == null ? new String[0] : forwardedFor.split(",", -1);
        for (int i = hops.length - 1; i >= 0 && isTrusted(address); i--) {
            try {
                address = InetAddress.ofLiteral(hops[i].strip());
            } catch (IllegalArgumentException notAnAddress) {
                return address;
            }
        }
        return address;
    }

    private boolean isTrusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(each -> each.contains(address));
    }
}
