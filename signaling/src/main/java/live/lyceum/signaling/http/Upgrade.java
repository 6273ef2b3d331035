package live.lyceum.signaling.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Turns a connection into a WebSocket.
public interface Upgrade {
    /// Whether requests for this path are for a WebSocket.
    boolean isFor(String path);

    /// Takes the connection over: from here on this request and the handler of `ctx`, which is to
    /// be removed, are the upgrade's. Or refuses, and the connection goes on as it is.
    ///
    /// @param request lent
    /// @param address whom it comes from
    /// @return the reply that refuses it, or null
    @Nullable HttpReply upgrade(
            ChannelHandlerContext ctx, FullHttpRequest request, InetAddress address);
}
