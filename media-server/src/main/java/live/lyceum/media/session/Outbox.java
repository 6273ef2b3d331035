package live.lyceum.media.session;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/// Where sessions push what goes out, and how they tell the shell which datagrams are theirs. Owned
/// by the media loop.
public interface Outbox {
    /// Takes `datagram` and sends it at the end of the batch.
    void send(ByteBuf datagram, InetSocketAddress remote);

    /// Datagrams from `remote` go to `session` from now on; the newest binding of an address wins.
    void bindRemote(InetSocketAddress remote, PeerSession session);

    void unbindRemote(InetSocketAddress remote, PeerSession session);

    /// Checks that name the local user fragment go to `session` from now on.
    void bindUfrag(String ufrag, PeerSession session);

    void unbindUfrag(String ufrag);
}
