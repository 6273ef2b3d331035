package live.lyceum.signaling.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import live.lyceum.signaling.auth.BadTokenException;
import live.lyceum.signaling.auth.JoinClaims;
import live.lyceum.signaling.auth.JoinTokens;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.upload.ReceivedChunk;
import live.lyceum.signaling.upload.Spool;
import live.lyceum.signaling.upload.Uploads;
import org.jspecify.annotations.Nullable;

/// Takes the bodies of chunks, which are larger than what [BodyLimit] gathers in memory: each goes
/// into a file while it arrives, and the request goes on as one with an empty body. Only for who
/// may send chunks; what others send is thrown away, and whether and why they may not is told by
/// [Api] as of any request. Owned by its event loop.
final class ChunkIntake extends ChannelInboundHandlerAdapter {
    /// How much is gathered before it goes to the disk, and how much more may come meanwhile.
    private static final int PIECE = 256 * 1024;

    private static final Pattern PATH = Pattern.compile("/media/recordings/[^/]+/chunks/[^/]+");
    private static final int RETRY_S = 2;

    private static final Problem BUSY =
            new Problem(
                    Problem.Code.UNAVAILABLE, "Too many chunks come at once", List.of(), RETRY_S);
    private static final Problem NO_DISK =
            new Problem(Problem.Code.INSUFFICIENT_STORAGE, "There is no room", List.of(), 60);

    private final JoinTokens tokens;
    private final Uploads uploads;
    private final Executor disk;
    private final HttpLimits limits;
    private final Slots slots;
    private @Nullable Arrival arrival;

    /// @param slots how many may come at a time, and of one seat
    ChunkIntake(HttpParts parts, Slots slots) {
        tokens = parts.tokens();
        uploads = parts.uploads();
        disk = parts.executor();
        limits = parts.limits();
        this.slots = slots;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof HttpRequest head && isChunk(head)) {
            begin(ctx, head);
        }
        Arrival now = arrival;
        if (now == null) {
            super.channelRead(ctx, message);
        } else if (message instanceof HttpContent content) {
            now.take(content);
        }
    }

    private static boolean isChunk(HttpRequest head) {
        return head.method().equals(HttpMethod.PUT)
                && head.decoderResult().isSuccess()
                && !(head instanceof FullHttpRequest)
                && PATH.matcher(HttpHandler.path(head.uri())).matches();
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        long announced = HttpUtil.getContentLength(head, 0L);
        if (announced > uploads.limits().chunkBytes()) {
            // As of every body that is too large: BodyLimit throws the rest away.
            tooLarge(ctx);
            return;
        }
        JoinClaims seat = seat(head);
        arrival = new Arrival(ctx, head, seat);
        if (HttpUtil.is100ContinueExpected(head)) {
            head.headers().remove(HttpHeaderNames.EXPECT);
            var _ =
                    ctx.writeAndFlush(
                            new DefaultFullHttpResponse(
                                    HttpVersion.HTTP_1_1,
                                    HttpResponseStatus.CONTINUE,
                                    Unpooled.EMPTY_BUFFER));
        }
        if (seat != null) {
            ctx.pipeline()
                    .get(HttpHandler.class)
                    .expectBody(ctx.pipeline().context(HttpHandler.class), limits.chunkMs());
        }
    }

    private static void tooLarge(ChannelHandlerContext ctx) {
        BodyLimit limit = ctx.pipeline().get(BodyLimit.class);
        limit.refuse(
                ctx.pipeline().context(BodyLimit.class),
                new Problem(Problem.Code.TOO_LARGE, "A chunk has at most 8 MiB"));
    }

    /// Who sends it, if they may.
    private @Nullable JoinClaims seat(HttpRequest head) {
        String token = ApiRequest.bearer(head.headers().get(HttpHeaderNames.AUTHORIZATION));
        if (token == null) {
            return null;
        }
        try {
            JoinClaims claims = tokens.verifyLate(token);
            return claims.mayRecord() ? claims : null;
        } catch (BadTokenException bad) {
            return null;
        }
    }

    /// Whether a chunk is in the middle of arriving.
    boolean receiving() {
        return arrival != null;
    }

    /// The rest of a chunk is not wanted.
    void abandon() {
        Arrival now = arrival;
        arrival = null;
        if (now != null) {
            now.abandon();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        abandon();
    }

    /// A chunk on its way.
    private final class Arrival {
        private final ChannelHandlerContext ctx;
        private final HttpRequest head;
        private final @Nullable String who;
        private CompositeByteBuf gathered;
        private @Nullable Spool spool;
        private @Nullable Problem refused;
        private long bytes;
        private boolean writing;
        private boolean ended;
        private boolean abandoned;

        Arrival(ChannelHandlerContext ctx, HttpRequest head, @Nullable JoinClaims seat) {
            this.ctx = ctx;
            this.head = head;
            gathered = ctx.alloc().compositeBuffer(Integer.MAX_VALUE);
            String name = seat == null ? null : "%s %s".formatted(seat.room(), seat.who());
            boolean taken = name != null && slots.take(name);
            who = taken ? name : null;
            refused = name != null && !taken ? BUSY : null;
        }

        /// Takes the content over.
        void take(HttpContent content) {
            if (!content.decoderResult().isSuccess()) {
                content.release();
                ChunkIntake.this.abandon();
                var _ = ctx.close();
                return;
            }
            bytes += content.content().readableBytes();
            ended = content instanceof LastHttpContent;
            if (who == null || refused != null) {
                content.release();
            } else {
                gathered.addComponent(true, content.content());
            }
            if (bytes > uploads.limits().chunkBytes()) {
                ChunkIntake.this.abandon();
                tooLarge(ctx);
                return;
            }
            goOn();
        }

        private void goOn() {
            if (who != null && refused == null && !writing && hasPiece()) {
                write();
            }
            ctx.channel().config().setAutoRead(gathered.readableBytes() < PIECE || !writing);
            if (ended && !writing) {
                finish();
            }
        }

        private boolean hasPiece() {
            return gathered.readableBytes() >= PIECE || (ended && gathered.isReadable());
        }

        private void write() {
            ByteBuf piece = gathered;
            gathered = ctx.alloc().compositeBuffer(Integer.MAX_VALUE);
            writing = true;
            disk.execute(() -> {
                Problem failed = store(piece);
                piece.release();
                try {
                    ctx.executor().execute(() -> written(failed));
                } catch (RuntimeException stopped) {
                    giveBack();
                }
            });
        }

        private @Nullable Problem store(ByteBuf piece) {
            try {
                Spool into = spool;
                if (into == null) {
                    into = uploads.spool();
                    spool = into;
                }
                for (ByteBuffer each : piece.nioBuffers()) {
                    into.write(each);
                }
                return null;
            } catch (IOException full) {
                return NO_DISK;
            }
        }

        private void written(@Nullable Problem failed) {
            writing = false;
            if (abandoned) {
                giveBack();
                return;
            }
            if (failed != null) {
                refused = failed;
                gathered.clear();
            }
            goOn();
        }

        private void finish() {
            ChunkIntake.this.arrival = null;
            gathered.release();
            ctx.channel().config().setAutoRead(true);
            Spool whole = spool;
            ReceivedChunk chunk = null;
            try {
                chunk = whole == null || refused != null ? null : whole.end();
            } catch (IOException full) {
                refused = NO_DISK;
            }
            var _ = ctx.fireChannelRead(new ArrivedChunk(head, chunk, refused, this::giveBack));
        }

        void abandon() {
            gathered.release();
            ctx.channel().config().setAutoRead(true);
            abandoned = true;
            if (!writing) {
                giveBack();
            }
        }

        /// What it holds of what others need too.
        private void giveBack() {
            if (who != null) {
                slots.giveBack(who);
            }
            Spool whole = spool;
            if (whole != null) {
                disk.execute(whole::discard);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        abandon();
        super.channelInactive(ctx);
    }
}
