package live.lyceum.media.session;

import java.net.InetSocketAddress;

/// Where sessions push what goes out, and how they tell the shell which datagrams are theirs. Owned
/// by the media loop.
public interface Outbox {
    /// Lends the first `length` bytes of `datagram`, which go to `remote` at the end of the batch.
    void send(byte[] datagram, int length, InetSocketAddress remote);

    /// Datagrams from `remote` go to `session` from now on; the newest binding of an address wins.
    void bindRemote(InetSocketAddress remote, PeerSession session);

    void unbindRemote(InetSocketAddress remote, PeerSession session);

    /// Checks that name the local user fragment go to `session` from now on.
    void bindUfrag(String ufrag, PeerSession session);

    void unbindUfrag(String ufrag);
}
