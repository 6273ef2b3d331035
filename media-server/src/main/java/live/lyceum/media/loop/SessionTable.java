package live.lyceum.media.loop;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import live.lyceum.media.session.PeerSession;
import live.lyceum.media.wire.stun.StunPeek;
import org.jspecify.annotations.Nullable;

/// Whose a datagram is: a check says it by its user fragment, all else by the address that a check
/// made valid. Owned by its media loop.
final class SessionTable {
    private final Map<InetSocketAddress, PeerSession> byRemote = new HashMap<>();
    private final Map<String, PeerSession> byUfrag = new HashMap<>();

    @Nullable PeerSession byRemote(InetSocketAddress remote) {
        return byRemote.get(remote);
    }

    /// Lends a STUN datagram.
    @Nullable PeerSession byUfrag(ByteBuf datagram) {
        String ufrag = StunPeek.localUfrag(datagram);
        return ufrag == null ? null : byUfrag.get(ufrag);
    }

    void bindRemote(InetSocketAddress remote, PeerSession session) {
        byRemote.put(remote, session);
    }

    void unbindRemote(InetSocketAddress remote, PeerSession session) {
        byRemote.remove(remote, session);
    }

    void bindUfrag(String ufrag, PeerSession session) {
        byUfrag.put(ufrag, session);
    }

    void unbindUfrag(String ufrag) {
        byUfrag.remove(ufrag);
    }

    int remotes() {
        return byRemote.size();
    }
}
