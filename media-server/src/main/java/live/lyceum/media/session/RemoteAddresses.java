package live.lyceum.media.session;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The addresses that valid checks of one peer came from, oldest first. Owned by its session.
final class RemoteAddresses {
    /// A peer that moves has a few; one that shows more is replaced in them from the oldest on.
    static final int MAX = 8;

    private final Deque<InetSocketAddress> addresses = new ArrayDeque<>();

    boolean contains(InetSocketAddress remote) {
        return addresses.contains(remote);
    }

    List<InetSocketAddress> all() {
        return List.copyOf(addresses);
    }

    /// Takes an address in, if it is new.
    ///
    /// @param selected where media goes, which stays
    /// @return the address that made room for it, if one had to
    @Nullable InetSocketAddress add(
            InetSocketAddress remote, @Nullable InetSocketAddress selected) {
        if (addresses.contains(remote)) {
            return null;
        }
        InetSocketAddress oldest = null;
        if (addresses.size() == MAX) {
            oldest = addresses.removeFirst();
            if (oldest.equals(selected)) {
                addresses.addLast(oldest);
                oldest = addresses.removeFirst();
            }
        }
        addresses.addLast(remote);
        return oldest;
    }
}
