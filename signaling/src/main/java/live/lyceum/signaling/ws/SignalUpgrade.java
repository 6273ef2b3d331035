package live.lyceum.signaling.ws;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import live.lyceum.signaling.http.HttpReply;
import live.lyceum.signaling.http.Upgrade;
import live.lyceum.signaling.protocol.CloseCode;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.protocol.codec.ServerEncoder;
import live.lyceum.signaling.shell.SignalingMetrics.Turned;
import org.jspecify.annotations.Nullable;

/// Lets WebSockets in at `/api/v1/signal`, and shows them out when the node goes away.
public final class SignalUpgrade implements Upgrade {
    private static final String PATH = "/api/v1/signal";
    private static final String SUBPROTOCOL = "room.v1.json";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");
    private static final String RETRY_AFTER_S = "1";
    private static final AttributeKey<SocketWriter> WRITER =
            AttributeKey.valueOf(SignalUpgrade.class, "writer");

    private final SocketParts parts;
    private final PendingSockets pending;
    private final ChannelGroup sockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean draining;

    public SignalUpgrade(SocketParts parts) {
        this.parts = parts;
        pending = new PendingSockets(parts.limits().pending());
        parts.metrics().gauge("lyceum.ws.pending", pending::count);
        parts.metrics().gauge("lyceum.ws.sockets", sockets::size);
    }

    @Override
    public boolean isFor(String path) {
        return path.equals(PATH);
    }

    @Override
    public @Nullable HttpReply upgrade(
            ChannelHandlerContext ctx, FullHttpRequest request, InetAddress address) {
        HttpHeaders headers = request.headers();
        if (!isHandshake(request)) {
            return HttpReply.text(426, "this path is for a WebSocket").with("Upgrade", "websocket");
        }
        if (!offersSubprotocol(headers)) {
            parts.metrics().turnedAway(Turned.SUBPROTOCOL);
            return HttpReply.text(400, "the subprotocol is " + SUBPROTOCOL);
        }
        if (draining) {
            return HttpReply.text(503, "going away").with("Retry-After", RETRY_AFTER_S);
        }
        if (!parts.attempts().allows(address)) {
            parts.metrics().turnedAway(Turned.ADDRESS_LIMIT);
            return HttpReply.text(429, "too many attempts").with("Retry-After", RETRY_AFTER_S);
        }
        if (!pending.enter()) {
            parts.metrics().turnedAway(Turned.PENDING_LIMIT);
            return HttpReply.text(503, "too many sockets").with("Retry-After", RETRY_AFTER_S);
        }
        boolean allowed =
                parts.origins()
                        .allows(
                                headers.get(HttpHeaderNames.ORIGIN),
                                headers.get(HttpHeaderNames.HOST));
        try {
            shakeHands(ctx, request, address, allowed);
            return null;
        } catch (RuntimeException odd) {
            // Whatever else Netty's handshake does not like.
            sockets.remove(ctx.channel());
            pending.leave();
            parts.attempts().failed(address);
            parts.metrics().turnedAway(Turned.MALFORMED_HTTP);
            return HttpReply.text(400, "no handshake of a WebSocket");
        }
    }

    private static boolean isHandshake(FullHttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.method().equals(HttpMethod.GET)
                // The one value as a whole, as Netty's handshake looks at it: that throws for a
                // list.
                && headers.contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && "13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))
                && isKey(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY));
    }

    /// Once, and 16 bytes in Base64 (RFC 6455 section 4.2.1).
    private static boolean isKey(List<String> values) {
        return values.size() == 1 && KEY.matcher(values.getFirst()).matches();
    }

    private static boolean offersSubprotocol(HttpHeaders headers) {
        return headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(each -> Arrays.stream(each.split(",", -1)))
                .anyMatch(each -> each.strip().equals(SUBPROTOCOL));
    }

    private void shakeHands(
            ChannelHandlerContext ctx,
            FullHttpRequest request,
            InetAddress address,
            boolean originAllowed) {
        Channel channel = ctx.channel();
        WebSocketServerHandshaker handshaker = handshakers().newHandshaker(request);
        var writer = new SocketWriter(channel, parts.metrics());
        var socket = new SignalSocket(parts, address, pending, writer);
        ChannelPipeline pipeline = ctx.pipeline();
        channel.attr(WRITER).set(writer);
        sockets.add(channel);
        var _ = handshaker.handshake(channel, request);
        pipeline.addLast(new WebSocketFrameAggregator(SocketLimits.MAX_OFFER), socket);
        pipeline.remove(ctx.handler());
        if (!originAllowed) {
            // After the handshake, for a page sees the code of a close but not of a refusal.
            parts.metrics().turnedAway(Turned.ORIGIN);
            socket.forbid();
        }
    }

    private static WebSocketServerHandshakerFactory handshakers() {
        var config =
                WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(SocketLimits.MAX_OFFER)
                        .allowExtensions(false)
                        .closeOnProtocolViolation(false)
                        .build();
        return new WebSocketServerHandshakerFactory(PATH, SUBPROTOCOL, config);
    }

    /// Tells everybody that this node goes away, and closes their sockets with 4503. From here on
    /// nobody is let in.
    public void drain(long retryMs) {
        draining = true;
        byte[] frame = ServerEncoder.encode(new ServerEvent.Draining(retryMs));
        for (Channel channel : sockets) {
            SocketWriter writer = channel.attr(WRITER).get();
            if (writer != null) {
                writer.event(frame);
                writer.close(CloseCode.DRAINING);
            }
        }
    }

    /// Waits until the sockets are closed, at most so long.
    public void awaitClosed(long timeoutMs) {
        sockets.newCloseFuture().awaitUninterruptibly(timeoutMs, TimeUnit.MILLISECONDS);
    }
}
