package live.lyceum.signaling.ws;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import live.lyceum.signaling.auth.BadTokenException;
import live.lyceum.signaling.auth.JoinClaims;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.CloseCode;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.Reply;
import live.lyceum.signaling.protocol.codec.Decoded;
import live.lyceum.signaling.protocol.codec.RequestDecoder;
import live.lyceum.signaling.shell.Arrival;
import live.lyceum.signaling.shell.Link;
import live.lyceum.signaling.shell.Told;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket of one page: authentication, limits and heartbeat in front of the room. Owned by
/// its event loop.
final class SignalSocket extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(SignalSocket.class);
    private static final long NS_PER_MS = 1_000_000;
    private static final int VERSION = 1;

    /// Where the conversation is.
    private enum Phase {
        BEFORE_HELLO,
        ENTERING,
        IN_ROOM,
        OVER
    }

    private final SocketParts parts;
    private final InetAddress address;
    private final PendingSockets pending;
    private final SocketWriter writer;
    private final TokenBucket messages;
    private final TokenBucket offers;
    private final Strikes strikes =
            new Strikes(SocketLimits.MAX_REFUSALS, SocketLimits.REFUSALS_WITHIN_MS * NS_PER_MS);
    private final Deque<String> waiting = new ArrayDeque<>();
    private Phase phase = Phase.BEFORE_HELLO;
    private long heardNs;
    private @Nullable Link link;
    private @Nullable Future<?> watch;
    private @Nullable Future<?> unwritable;

    SignalSocket(
            SocketParts parts, InetAddress address, PendingSockets pending, SocketWriter writer) {
        this.parts = parts;
        this.address = address;
        this.pending = pending;
        this.writer = writer;
        long nowNs = parts.nanoClock().getAsLong();
        heardNs = nowNs;
        messages = new TokenBucket(SocketLimits.MESSAGES_PER_S, SocketLimits.MESSAGE_BURST, nowNs);
        offers = new TokenBucket(SocketLimits.OFFERS_PER_S, SocketLimits.OFFER_BURST, nowNs);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        watch =
                ctx.executor()
                        .schedule(
                                () -> refuse(CloseCode.BAD_TOKEN),
                                parts.limits().helloMs(),
                                TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (phase == Phase.BEFORE_HELLO) {
            parts.attempts().failed(address);
        }
        end();
        ctx.fireChannelInactive();
    }

    /// Ends what this socket holds elsewhere; may be called more than once.
    private void end() {
        if (phase == Phase.BEFORE_HELLO) {
            pending.leave();
        }
        phase = Phase.OVER;
        waiting.clear();
        stop(watch);
        stop(unwritable);
        if (link != null) {
            link.closed();
            link = null;
        }
    }

    private static void stop(@Nullable Future<?> clock) {
        if (clock != null) {
            clock.cancel(false);
        }
    }

    private void close(CloseCode code) {
        end();
        writer.close(code);
    }

    /// Closes the socket of somebody who could not say who they are.
    private void refuse(CloseCode code) {
        parts.attempts().failed(address);
        close(code);
    }

    /// The page that opened this socket may not.
    void forbid() {
        refuse(CloseCode.FORBIDDEN);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        heardNs = parts.nanoClock().getAsLong();
        if (frame instanceof CloseWebSocketFrame closed) {
            boolean before = phase == Phase.BEFORE_HELLO;
            if (before) {
                parts.attempts().failed(address);
            }
            end();
            int status = closed.statusCode();
            writer.closedByClient(status < 0 ? WebSocketCloseStatus.NORMAL_CLOSURE.code() : status);
        } else if (phase == Phase.OVER || writer.isClosing()) {
            // Whatever was under way when the close frame was sent.
            end();
        } else if (frame instanceof PingWebSocketFrame ping) {
            var _ =
                    ctx.writeAndFlush(
                            new PongWebSocketFrame(ping.content().retain()), ctx.voidPromise());
        } else if (frame instanceof TextWebSocketFrame text) {
            read(ctx, text);
        } else if (frame instanceof BinaryWebSocketFrame) {
            close(CloseCode.BAD_MESSAGE);
        }
    }

    private void read(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
        int size = frame.content().readableBytes();
        boolean isUtf8 = ByteBufUtil.isText(frame.content(), StandardCharsets.UTF_8);
        boolean beforeHello = phase == Phase.BEFORE_HELLO;
        if (size > (beforeHello ? SocketLimits.MAX_HELLO : SocketLimits.MAX_OFFER)) {
            close(CloseCode.TOO_BIG);
        } else if (!isUtf8) {
            close(CloseCode.BAD_MESSAGE);
        } else if (phase == Phase.ENTERING) {
            keep(frame.text());
        } else {
            take(ctx, frame.text(), size);
        }
    }

    /// What a page sends in the same breath as its hello.
    private void keep(String text) {
        if (waiting.size() == SocketLimits.MAX_WAITING) {
            close(CloseCode.TOO_MANY_MESSAGES);
        } else {
            waiting.add(text);
        }
    }

    private void take(ChannelHandlerContext ctx, String text, int size) {
        switch (RequestDecoder.decode(text)) {
            case Decoded.Unreadable _ -> close(CloseCode.BAD_MESSAGE);
            case Decoded.Refused refused -> {
                if (tooBig(size, null)) {
                    close(CloseCode.TOO_BIG);
                } else if (mayAsk(refused.id(), false)) {
                    writer.reply(refused.id(), refused.refusal());
                }
            }
            case Decoded.Good good -> {
                ClientRequest request = good.frame().request();
                if (tooBig(size, request)) {
                    close(CloseCode.TOO_BIG);
                } else if (phase == Phase.BEFORE_HELLO) {
                    greet(ctx, good.frame());
                } else if (mayAsk(good.frame().id(), request instanceof ClientRequest.Offer)) {
                    ask(good.frame());
                }
            }
        }
    }

    private static boolean tooBig(int size, @Nullable ClientRequest request) {
        return size > SocketLimits.MAX_FRAME && !(request instanceof ClientRequest.Offer);
    }

    /// Whether the rates allow one more request; tells the client if not.
    private boolean mayAsk(long id, boolean isOffer) {
        long nowNs = parts.nanoClock().getAsLong();
        long retryMs = messages.take(nowNs);
        if (retryMs == 0 && isOffer) {
            retryMs = offers.take(nowNs);
        }
        if (retryMs == 0) {
            return true;
        }
        if (strikes.add(nowNs)) {
            close(CloseCode.TOO_MANY_MESSAGES);
        } else {
            writer.reply(
                    id, new Reply.Refusal(ErrorCode.RATE_LIMITED, "Too many messages", retryMs));
        }
        return false;
    }

    // --- Hello ---

    private void greet(ChannelHandlerContext ctx, ClientRequest.Frame frame) {
        if (!(frame.request() instanceof ClientRequest.Hello hello)) {
            refuse(CloseCode.BAD_TOKEN);
        } else if (!hello.versions().contains(VERSION)) {
            refuse(CloseCode.NO_COMMON_VERSION);
        } else {
            try {
                greet(ctx, frame.id(), hello, parts.tokens().verify(hello.token()));
            } catch (BadTokenException bad) {
                refuse(CloseCode.BAD_TOKEN);
            }
        }
    }

    private void greet(
            ChannelHandlerContext ctx, long id, ClientRequest.Hello hello, JoinClaims claims) {
        Arrival arrival = arrival(claims, hello.resume());
        if (arrival == null) {
            refuse(CloseCode.NOT_RESUMABLE);
            return;
        }
        pending.leave();
        phase = Phase.ENTERING;
        stop(watch);
        ctx.channel().config().setAutoRead(false);
        parts.rooms()
                .enter(arrival, id, writer)
                .whenComplete((entered, error) ->
                        ctx.executor().execute(() -> entered(ctx, entered, error)));
    }

    /// Who comes and from where, or null if the resume token is none of ours.
    private @Nullable Arrival arrival(JoinClaims claims, ClientRequest.@Nullable Resume resume) {
        String page =
                resume == null
                        ? parts.resumeTokens().newPage()
                        : parts.resumeTokens().page(claims.room(), claims.who(), resume.token());
        if (page == null) {
            return null;
        }
        return new Arrival(
                claims.room(),
                claims.who(),
                claims.name(),
                claims.role(),
                claims.mayRecord(),
                page,
                parts.resumeTokens().issue(claims.room(), claims.who(), page),
                resume == null ? null : new Arrival.Cursor(resume.epoch(), resume.lastSeq()));
    }

    private void entered(
            ChannelHandlerContext ctx, @Nullable Link entered, @Nullable Throwable error) {
        if (entered == null) {
            ctx.channel().config().setAutoRead(true);
            if (phase != Phase.OVER) {
                close(Told.closeCode(error == null ? new IllegalStateException() : error));
            }
            return;
        }
        if (phase == Phase.OVER || !ctx.channel().isActive()) {
            entered.closed();
            return;
        }
        link = entered;
        phase = Phase.IN_ROOM;
        heardNs = parts.nanoClock().getAsLong();
        listen(ctx, parts.limits().deadMs());
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
        for (String text = waiting.poll(); text != null; text = waiting.poll()) {
            take(ctx, text, text.length());
        }
    }

    // --- In the room ---

    private void ask(ClientRequest.Frame frame) {
        switch (frame.request()) {
            case ClientRequest.Ping _ -> writer.reply(frame.id(), new Reply.Done());
            case ClientRequest.Hello _ ->
                    writer.reply(
                            frame.id(),
                            new Reply.Refusal(ErrorCode.BAD_REQUEST, "Hello was said before"));
            case ClientRequest.OfRoom request -> {
                if (link == null || !link.ask(frame.id(), request)) {
                    writer.reply(frame.id(), Told.busy());
                }
            }
        }
    }

    /// Looks after `ms` whether anything was heard. A socket that takes nothing is not read either,
    /// so its silence does not count.
    private void listen(ChannelHandlerContext ctx, long ms) {
        watch =
                ctx.executor()
                        .schedule(
                                () -> {
                                    long silentNs = parts.nanoClock().getAsLong() - heardNs;
                                    long leftMs = parts.limits().deadMs() - silentNs / NS_PER_MS;
                                    if (!ctx.channel().config().isAutoRead()) {
                                        listen(ctx, parts.limits().deadMs());
                                    } else if (leftMs <= 0) {
                                        close(CloseCode.HEARTBEAT);
                                    } else {
                                        listen(ctx, leftMs);
                                    }
                                },
                                ms,
                                TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        boolean writable = ctx.channel().isWritable();
        stop(unwritable);
        if (phase == Phase.IN_ROOM) {
            // Who does not take replies does not get to ask for more.
            ctx.channel().config().setAutoRead(writable);
            heardNs = parts.nanoClock().getAsLong();
            if (!writable) {
                unwritable =
                        ctx.executor()
                                .schedule(
                                        () -> {
                                            close(CloseCode.SLOW_CONSUMER);
                                            ctx.channel().config().setAutoRead(true);
                                        },
                                        parts.limits().unwritableMs(),
                                        TimeUnit.MILLISECONDS);
            } else if (link != null) {
                link.writable();
            }
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean tooBig =
                cause instanceof TooLongFrameException
                        || (cause instanceof CorruptedWebSocketFrameException corrupted
                                && WebSocketCloseStatus.MESSAGE_TOO_BIG.equals(
                                        corrupted.closeStatus()));
        if (tooBig) {
            close(CloseCode.TOO_BIG);
        } else if (cause instanceof CorruptedWebSocketFrameException) {
            close(CloseCode.BAD_MESSAGE);
        } else if (cause instanceof IOException) {
            var _ = ctx.close();
        } else {
            LOG.error("a bug ends its own socket", cause);
            close(CloseCode.INTERNAL);
        }
    }
}
