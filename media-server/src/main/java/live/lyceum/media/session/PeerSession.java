package live.lyceum.media.session;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/// One participant's media transport, as the loop sees it. Owned by one media loop, never shared.
public interface PeerSession {
    /// Lends one datagram that arrived from `remote` at `nowNs`; what goes out is pushed into
    /// `out`.
    void onDatagram(ByteBuf datagram, InetSocketAddress remote, long nowNs, Outbox out);
}
