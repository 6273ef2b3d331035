package live.lyceum.signaling.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import live.lyceum.config.Cidr;
import live.lyceum.signaling.protocol.TenantId;

/// Lets webhooks go to the Internet by TLS, to addresses that the operator allows in any way, and
/// nowhere else. Safe to call from any thread; blocks while names are looked up.
final class AddressGuard {
    /// Looks a name up; an address in digits is itself.
    interface Lookup {
        /// All addresses of a host.
        ///
        /// @param tenant for whom it is looked up
        /// @throws NoPlaceException if too much is looked up, for the tenant or in all
        /// @throws UnknownHostException if there is no such name; caused by a
        ///   [java.util.concurrent.TimeoutException] if there was no answer in time
        List<InetAddress> of(TenantId tenant, String host) throws UnknownHostException;
    }

    private final List<Cidr> allowed;
    private final Lookup lookup;

    AddressGuard(List<Cidr> allowed, Lookup lookup) {
        this.allowed = List.copyOf(allowed);
        this.lookup = lookup;
    }

    /// The addresses of a host, which may be gone to.
    ///
    /// @param tenant for whom
    /// @param tls whether it is spoken to by TLS
    /// @throws RefusedAddressException if any of them may not
    /// @throws UnknownHostException if there are none, or as [Lookup#of] says
    List<InetAddress> addresses(TenantId tenant, String host, boolean tls)
            throws UnknownHostException {
        List<InetAddress> addresses = lookup.of(tenant, host);
        for (InetAddress address : addresses) {
            if (allowed.stream().anyMatch(range -> range.contains(address))) {
                continue;
            }
            // All of them, for who asks next may be given another one first.
            if (InsideAddresses.contains(address)) {
                throw new RefusedAddressException("leads to an address that is not public");
            }
            if (!tls) {
                throw new RefusedAddressException("has to begin with https");
            }
        }
        return addresses;
    }
}
