package live.lyceum.signaling.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import live.lyceum.signaling.protocol.Problem;

/// Reads requests as a whole; one whose body is too large is answered and its connection closed. It
/// is closed some time later (RFC 9112 section 9.6): with the rest of the body unread, the client's
/// kernel would be told of a reset and throw the answer away.
final class BodyLimit extends HttpObjectAggregator {
    private static final long LINGER_MS = 1_000;

    private final Api api;
    private final boolean tls;
    private boolean closing;

    BodyLimit(Api api, boolean tls) {
        super(HttpLimits.MAX_BODY);
        this.api = api;
        this.tls = tls;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (closing) {
            ReferenceCountUtil.release(message);
        } else {
            super.channelRead(ctx, message);
        }
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        var problem = new Problem(Problem.Code.TOO_LARGE, "A body has at most 64 KiB");
        HttpReply reply = api.problem(problem, "req_oversized");
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(reply.status()),
                        Unpooled.wrappedBuffer(reply.body()));
        reply.headers().forEach(response.headers()::set);
        SecurityHeaders.put(response.headers(), tls);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
        HttpUtil.setKeepAlive(response, false);
        closing = true;
        var _ = ctx.writeAndFlush(response);
        Runnable close =
                () -> {
                    var _ = ctx.close();
                };
        var _ = ctx.executor().schedule(close, LINGER_MS, TimeUnit.MILLISECONDS);
    }
}
