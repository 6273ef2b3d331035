package live.lyceum.signaling.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import live.lyceum.signaling.protocol.Problem;

/// Reads requests as a whole; one whose body is too large or too slow is answered and its
/// connection closed. It is closed some time later (RFC 9112 section 9.6): with the rest of the
/// body unread, the client's kernel would be told of a reset and throw the answer away.
final class BodyLimit extends HttpObjectAggregator {
    private static final long LINGER_MS = 1_000;

    private final Api api;
    private final SecurityHeaders security;
    private boolean closing;
    private boolean reading;

    BodyLimit(Api api, SecurityHeaders security) {
        super(HttpLimits.MAX_BODY);
        this.api = api;
        this.security = security;
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
    protected FullHttpMessage beginAggregation(HttpMessage start, ByteBuf content)
            throws Exception {
        reading = true;
        return super.beginAggregation(start, content);
    }

    @Override
    protected void finishAggregation(FullHttpMessage aggregated) throws Exception {
        reading = false;
        super.finishAggregation(aggregated);
    }

    /// The time for a request is over: who is in the middle of one is told so.
    void timeOut(ChannelHandlerContext ctx) {
        ChunkIntake intake = ctx.pipeline().get(ChunkIntake.class);
        if ((reading || intake.receiving()) && !closing) {
            intake.abandon();
            refuse(ctx, new Problem(Problem.Code.TIMEOUT, "The request took too long to come"));
        } else {
            var _ = ctx.close();
        }
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        refuse(ctx, new Problem(Problem.Code.TOO_LARGE, "A body has at most 64 KiB"));
    }

    /// Answers, and throws away what comes before the connection is closed.
    void refuse(ChannelHandlerContext ctx, Problem problem) {
        String requestId = HttpHandler.requestId();
        HttpReply reply = api.problem(problem, requestId);
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(reply.status()),
                        Unpooled.wrappedBuffer(reply.body()));
        reply.headers().forEach(response.headers()::set);
        security.put(response.headers());
        response.headers().set(HttpHandler.REQUEST_ID, requestId);
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
