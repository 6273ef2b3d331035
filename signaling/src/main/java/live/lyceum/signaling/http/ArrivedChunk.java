package live.lyceum.signaling.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpRequest;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.upload.ReceivedChunk;
import org.jspecify.annotations.Nullable;

/// A request whose body has been put aside, into a file that goes when the request is released.
final class ArrivedChunk extends DefaultFullHttpRequest {
    private final @Nullable ReceivedChunk chunk;
    private final @Nullable Problem refused;
    private final Runnable discard;

    /// @param chunk the body, or null when it was thrown away
    /// @param refused why it was, or null
    /// @param discard forgets the chunk; blocks not
    ArrivedChunk(
            HttpRequest head,
            @Nullable ReceivedChunk chunk,
            @Nullable Problem refused,
            Runnable discard) {
        super(
                head.protocolVersion(),
                head.method(),
                head.uri(),
                Unpooled.buffer(0),
                head.headers(),
                DefaultHttpHeadersFactory.trailersFactory().newHeaders());
        this.chunk = chunk;
        this.refused = refused;
        this.discard = discard;
    }

    @Nullable ReceivedChunk chunk() {
        return chunk;
    }

    @Nullable Problem refused() {
        return refused;
    }

    @Override
    public boolean release() {
        return release(1);
    }

    @Override
    public boolean release(int decrement) {
        boolean last = super.release(decrement);
        if (last) {
            discard.run();
        }
        return last;
    }
}
