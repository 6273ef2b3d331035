package live.lyceum.signaling.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.shell.SignalingMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One HTTP connection: one request at a time, each within a time limit. Owned by its event loop.
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpHandler.class);
    private static final AsciiString CONTENT_DIGEST = AsciiString.cached("content-digest");
    private static final AsciiString IDEMPOTENCY_KEY = AsciiString.cached("idempotency-key");

    /// What decides about a request, so that nobody before us read another one.
    private static final List<AsciiString> ONCE =
            List.of(
                    HttpHeaderNames.HOST,
                    HttpHeaderNames.AUTHORIZATION,
                    HttpHeaderNames.CONTENT_TYPE,
                    HttpHeaderNames.IF_MATCH,
                    HttpHeaderNames.ORIGIN,
                    IDEMPOTENCY_KEY);

    static final String REQUEST_ID = "X-Request-Id";

    private static final Problem TOO_MANY_FILES =
            new Problem(Problem.Code.UNAVAILABLE, "Too many files are read at once", List.of(), 5);

    private static final String PING = Api.PREFIX + "/ping";

    private final HttpParts parts;
    private final Api api;
    private final StaticSite site;
    private final SecurityHeaders security;
    private final EmbedOrigins embedOrigins;
    private final Upgrade upgrade;
    private final Slots streams;
    private final ClientAddress addresses;
    private final Deque<FullHttpRequest> pipelined = new ArrayDeque<>();
    private boolean answering;
    private @Nullable Future<?> deadline;

    HttpHandler(
            HttpParts parts,
            Api api,
            StaticSite site,
            SecurityHeaders security,
            EmbedOrigins embedOrigins,
            Upgrade upgrade,
            Slots streams) {
        super(false);
        this.parts = parts;
        this.api = api;
        this.site = site;
        this.security = security;
        this.embedOrigins = embedOrigins;
        this.upgrade = upgrade;
        this.streams = streams;
        addresses = new ClientAddress(parts.settings().trustedProxies());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        expectWithin(ctx, parts.limits().requestMs());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stopClock();
        pipelined.forEach(ReferenceCountUtil::release);
        pipelined.clear();
    }

    private void expectWithin(ChannelHandlerContext ctx, long ms) {
        stopClock();
        deadline =
                ctx.executor()
                        .schedule(
                                () -> {
                                    parts.metrics()
                                            .turnedAway(SignalingMetrics.Turned.SLOW_REQUEST);
                                    ctx.pipeline()
                                            .get(BodyLimit.class)
                                            .timeOut(ctx.pipeline().context(BodyLimit.class));
                                },
                                ms,
                                TimeUnit.MILLISECONDS);
    }

    /// A body is on its way that may take longer than others.
    void expectBody(ChannelHandlerContext ctx, long ms) {
        if (!answering) {
            expectWithin(ctx, ms);
        }
    }

    private void stopClock() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (answering) {
            if (pipelined.size() == HttpLimits.MAX_PIPELINED) {
                request.release();
                var _ = ctx.close();
            } else {
                pipelined.add(request);
            }
            return;
        }
        try {
            handle(ctx, request);
        } finally {
            request.release();
        }
    }

    private void handle(ChannelHandlerContext ctx, FullHttpRequest request) {
        answering = true;
        stopClock();
        String requestId = requestId();
        if (request.decoderResult().isFailure()) {
            parts.metrics().turnedAway(SignalingMetrics.Turned.MALFORMED_HTTP);
            boolean tooLong = request.decoderResult().cause() instanceof TooLongFrameException;
            var code = tooLong ? Problem.Code.TOO_LARGE : Problem.Code.BAD_REQUEST;
            var problem = new Problem(code, "This is no HTTP request within the limits");
            write(ctx, request, api.problem(problem, requestId), requestId, false);
            return;
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        String path = path(request.uri());
        HttpHeaders headers = request.headers();
        if (upgrade.isFor(path)) {
            HttpReply refused = upgrade.upgrade(ctx, request, address(ctx, headers));
            if (refused != null) {
                write(ctx, request, refused, requestId, false);
            }
        } else if (path.equals(PING)) {
            write(ctx, request, ping(request.method(), requestId), requestId, keepAlive);
        } else if (Api.has(path)) {
            ask(ctx, request, path, requestId);
        } else {
            show(ctx, request, path, requestId);
        }
    }

    private void show(
            ChannelHandlerContext ctx, FullHttpRequest request, String path, String requestId) {
        RoomId session = StaticSite.sessionAt(path);
        String method = request.method().name();
        String acceptEncoding = request.headers().get(HttpHeaderNames.ACCEPT_ENCODING);
        String ifNoneMatch = request.headers().get(HttpHeaderNames.IF_NONE_MATCH);
        if (session == null) {
            HttpReply reply = site.handle(method, path, acceptEncoding, ifNoneMatch, List.of());
            write(ctx, request, reply, requestId, HttpUtil.isKeepAlive(request));
            return;
        }
        CompletionStage<HttpReply> page =
                embedOrigins
                        .of(session)
                        .thenApply(origins ->
                                site.handle(method, path, acceptEncoding, ifNoneMatch, origins));
        whenAnswered(ctx, request, page, requestId);
    }

    /// Writes an answer once it is there.
    private void whenAnswered(
            ChannelHandlerContext ctx,
            FullHttpRequest request,
            CompletionStage<HttpReply> answer,
            String requestId) {
        FullHttpRequest kept = request.retain();
        answer.whenComplete((reply, bug) ->
                ctx.executor()
                        .execute(() -> {
                            answer(ctx, kept, reply, requestId);
                            kept.release();
                        }));
    }

    /// Without the query, and without what a client puts before it that takes us for a proxy (RFC
    /// 9112 section 3.2.2).
    static String path(String uri) {
        int query = uri.indexOf('?');
        String before = query < 0 ? uri : uri.substring(0, query);
        int host = before.startsWith("/") ? -1 : before.indexOf("://");
        int path = host < 0 ? 0 : before.indexOf('/', host + 3);
        return path < 0 ? "/" : before.substring(path);
    }

    /// A new name for a request, for its answer and the log.
    static String requestId() {
        return "req_%016x".formatted(ThreadLocalRandom.current().nextLong());
    }

    private HttpReply ping(HttpMethod method, String requestId) {
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            return HttpReply.empty(204)
                    .with("Access-Control-Allow-Origin", "*")
                    .with("Cache-Control", "no-store");
        }
        if (method.equals(HttpMethod.OPTIONS)) {
            return HttpReply.empty(204)
                    .with("Access-Control-Allow-Origin", "*")
                    .with("Access-Control-Allow-Methods", "GET")
                    .with("Access-Control-Max-Age", "86400");
        }
        return api.problem(new Problem(Problem.Code.METHOD_NOT_ALLOWED, "Only GET"), requestId)
                .with("Allow", "GET, HEAD");
    }

    private InetAddress address(ChannelHandlerContext ctx, HttpHeaders headers) {
        var peer = (InetSocketAddress) ctx.channel().remoteAddress();
        String forwarded = String.join(",", headers.getAll("X-Forwarded-For"));
        return addresses.of(peer.getAddress(), forwarded.isEmpty() ? null : forwarded);
    }

    private void ask(
            ChannelHandlerContext ctx, FullHttpRequest request, String path, String requestId) {
        HttpHeaders headers = request.headers();
        for (CharSequence each : ONCE) {
            if (headers.getAll(each).size() > 1) {
                var twice = new Problem(Problem.Code.BAD_REQUEST, each + " is there twice");
                write(ctx, request, api.problem(twice, requestId), requestId, false);
                return;
            }
        }
        Map<String, List<String>> query;
        try {
            query = new QueryStringDecoder(request.uri()).parameters();
        } catch (IllegalArgumentException malformed) {
            var unreadable = new Problem(Problem.Code.BAD_REQUEST, "The query cannot be read");
            write(ctx, request, api.problem(unreadable, requestId), requestId, false);
            return;
        }
        var asked =
                new ApiRequest(
                        request.method().name(),
                        path,
                        query,
                        headers.get(HttpHeaderNames.AUTHORIZATION),
                        headers.get(HttpHeaderNames.CONTENT_TYPE),
                        headers.get(HttpHeaderNames.IF_MATCH),
                        headers.get(HttpHeaderNames.IF_NONE_MATCH),
                        headers.get(IDEMPOTENCY_KEY),
                        headers.get(HttpHeaderNames.ORIGIN),
                        request.content().toString(StandardCharsets.UTF_8),
                        address(ctx, headers),
                        requestId,
                        new ApiRequest.Transfer(
                                headers.get(HttpHeaderNames.RANGE),
                                headers.get(HttpHeaderNames.IF_RANGE),
                                joined(headers, CONTENT_DIGEST),
                                request instanceof ArrivedChunk chunk ? chunk : null));
        FullHttpRequest kept = request.retain();
        parts.executor()
                .execute(() -> {
                    whenAnswered(ctx, kept, api.handle(asked), requestId);
                    kept.release();
                });
    }

    private static @Nullable String joined(HttpHeaders headers, CharSequence name) {
        List<String> values = headers.getAll(name);
        return values.isEmpty() ? null : String.join(", ", values);
    }

    private void answer(
            ChannelHandlerContext ctx,
            FullHttpRequest request,
            @Nullable HttpReply reply,
            String requestId) {
        if (reply == null || ctx.isRemoved()) {
            var _ = ctx.close();
        } else {
            write(ctx, request, reply, requestId, HttpUtil.isKeepAlive(request));
        }
    }

    private void write(
            ChannelHandlerContext ctx,
            FullHttpRequest request,
            HttpReply reply,
            String requestId,
            boolean keepAlive) {
        boolean head = request.method().equals(HttpMethod.HEAD);
        FilePart file = head ? null : reply.file();
        if (file != null) {
            stream(ctx, request, reply, file, requestId);
            return;
        }
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(reply.status()),
                        head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body()));
        putHeaders(response, reply, requestId);
        HttpUtil.setKeepAlive(response, keepAlive);
        expectWithin(ctx, parts.limits().replyMs());
        ctx.writeAndFlush(response)
                .addListener(
                        (ChannelFutureListener)
                                written -> ended(ctx, written.isSuccess() && keepAlive));
    }

    private void putHeaders(HttpResponse response, HttpReply reply, String requestId) {
        HttpHeaders headers = response.headers();
        reply.headers().forEach(headers::set);
        security.put(headers);
        headers.set(REQUEST_ID, requestId);
        if (reply.status() != 204 && reply.status() != 304) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, reply.length());
        }
    }

    private void ended(ChannelHandlerContext ctx, boolean goOn) {
        if (goOn) {
            next(ctx);
        } else {
            var _ = ctx.close();
        }
    }

    /// Writes a reply whose body is in a file, if not too many are under way.
    private void stream(
            ChannelHandlerContext ctx,
            FullHttpRequest request,
            HttpReply reply,
            FilePart file,
            String requestId) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        InetAddress reader = address(ctx, request.headers());
        if (!streams.take(reader)) {
            parts.metrics().turnedAway(SignalingMetrics.Turned.FILE_LIMIT);
            write(ctx, request, api.problem(TOO_MANY_FILES, requestId), requestId, keepAlive);
            return;
        }
        var response =
                new DefaultHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()));
        putHeaders(response, reply, requestId);
        HttpUtil.setKeepAlive(response, keepAlive);
        expectWithin(ctx, parts.limits().pieceMs());
        var _ = ctx.write(response);
        new FileStream(
                        ctx,
                        file,
                        parts.executor(),
                        new FileStream.Listener() {
                            @Override
                            public void progress() {
                                expectWithin(ctx, parts.limits().pieceMs());
                            }

                            @Override
                            public void ended(boolean whole) {
                                streams.giveBack(reader);
                                HttpHandler.this.ended(ctx, whole && keepAlive);
                            }
                        })
                .start();
    }

    private void next(ChannelHandlerContext ctx) {
        answering = false;
        expectWithin(ctx, parts.limits().requestMs());
        FullHttpRequest waiting = pipelined.poll();
        if (waiting != null) {
            channelRead0(ctx, waiting);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("an HTTP connection ends", cause);
        var _ = ctx.close();
    }
}
