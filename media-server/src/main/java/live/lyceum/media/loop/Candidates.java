package live.lyceum.media.loop;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import live.lyceum.config.AdvertisedAddress;
import live.lyceum.config.MediaSettings;

/// Our ICE candidates (RFC 8839 section 5.1): what is advertised, else the address that is listened
/// on, else those of all interfaces.
final class Candidates {
    /// RFC 8445 section 5.1.2.2: host candidates.
    private static final long HOST_PREFERENCE = 126L << 24;

    private static final int HIGHEST_LOCAL_PREFERENCE = 65_535;
    private static final int COMPONENT = 1;

    private Candidates() {}

    /// The candidates of one loop, as values of `a=` lines, best first.
    ///
    /// @param index of the loop, whose advertised port is that of loop 0 plus this
    /// @param port that the loop listens on
    /// @param loopback whether loopback addresses are named too: browsers on this machine only
    static List<String> of(MediaSettings settings, int index, int port, boolean loopback)
            throws SocketException {
        List<String> candidates = new ArrayList<>();
        if (!settings.advertise().isEmpty()) {
            for (AdvertisedAddress advertised : settings.advertise()) {
                int mapped = advertised.port() == 0 ? port : advertised.port() + index;
                add(candidates, advertised.address(), mapped);
            }
            return candidates;
        }
        InetAddress host = settings.host();
        boolean everywhere = host == null || host.isAnyLocalAddress();
        List<InetAddress> addresses = everywhere ? ofInterfaces(loopback) : List.of(host);
        for (InetAddress address : addresses) {
            add(candidates, address, port);
        }
        return candidates;
    }

    private static void add(List<String> candidates, InetAddress address, int port) {
        int index = candidates.size() + 1;
        long localPreference = (long) HIGHEST_LOCAL_PREFERENCE - candidates.size();
        long priority = HOST_PREFERENCE + (localPreference << 8) + (256 - COMPONENT);
        // Java writes a zone behind any IPv6 address of an interface, which a candidate cannot
        // carry
        // (RFC 8839 section 5.1).
        String text = NetUtil.toAddressString(address);
        candidates.add(
                "candidate:%d %d udp %d %s %d typ host"
                        .formatted(index, COMPONENT, priority, text, port));
    }

    private static List<InetAddress> ofInterfaces(boolean loopback) throws SocketException {
        List<InetAddress> found = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (!each.isUp() || (each.isLoopback() && !loopback)) {
                continue;
            }
            for (InterfaceAddress assigned : each.getInterfaceAddresses()) {
                InetAddress address = assigned.getAddress();
                // A link-local address is of no use without its zone.
                boolean usable = !address.isLinkLocalAddress() && !address.isMulticastAddress();
                if (usable && !(address instanceof Inet6Address && each.isLoopback())) {
                    found.add(address);
                }
            }
        }
        return found;
    }
}
