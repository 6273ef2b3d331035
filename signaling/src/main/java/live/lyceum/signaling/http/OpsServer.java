package live.lyceum.signaling.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import live.lyceum.signaling.protocol.codec.SessionCodec;
import org.jspecify.annotations.Nullable;

/// The port of operators: health, readiness, version, metrics, the description of the REST API.
/// Never to be reached from outside.
public final class OpsServer implements AutoCloseable {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int IDLE_S = 30;
    private static final int MAX_BODY = 1_024;

    private final PrometheusMeterRegistry registry;
    private final BooleanSupplier ready;
    private final String version;
    private final OpenApiPages pages;
    private @Nullable Channel channel;

    /// @param ready whether we are warm and serving
    /// @param description of the REST API
    /// @throws IOException if a page about it cannot be read
    public OpsServer(
            PrometheusMeterRegistry registry,
            BooleanSupplier ready,
            String version,
            OpenApiFile description)
            throws IOException {
        pages = OpenApiPages.load(description);
        this.registry = registry;
        this.ready = ready;
        this.version = version;
    }

    /// Listens. Blocks until it does.
    ///
    /// @throws IOException if the port cannot be had
    public void start(NettyTransport transport, InetAddress host, int port) throws IOException {
        var bound =
                new ServerBootstrap()
                        .group(transport.acceptors(), transport.workers())
                        .channel(transport.serverChannel())
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel connection) {
                                        connection
                                                .pipeline()
                                                .addLast(new ReadTimeoutHandler(IDLE_S))
                                                .addLast(new HttpServerCodec())
                                                .addLast(new HttpObjectAggregator(MAX_BODY))
                                                .addLast(new Handler());
                                    }
                                })
                        .bind(host, port)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on ops port " + port, bound.cause());
        }
        channel = bound.channel();
    }

    /// The port we listen on.
    public int port() {
        if (channel == null) {
            throw new IllegalStateException("not started");
        }
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private HttpReply answer(String path) {
        return switch (path) {
            case "/healthz" -> HttpReply.text(200, "ok");
            case "/readyz" ->
                    ready.getAsBoolean()
                            ? HttpReply.text(200, "ready")
                            : HttpReply.text(503, "not ready");
            case "/version" ->
                    HttpReply.json(
                            200, SessionCodec.version(version, Runtime.version().toString()));
            case "/metrics" ->
                    HttpReply.of(
                            200, PROMETHEUS, registry.scrape().getBytes(StandardCharsets.UTF_8));
            default -> {
                HttpReply page = pages.answer(path);
                yield page == null ? HttpReply.text(404, "there is nothing at this path") : page;
            }
        };
    }

    private final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            boolean get = request.method().equals(HttpMethod.GET);
            HttpReply reply = get ? answer(request.uri()) : HttpReply.text(405, "only GET");
            var response =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.valueOf(reply.status()),
                            Unpooled.wrappedBuffer(reply.body()));
            reply.headers().forEach(response.headers()::set);
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
            boolean keepAlive = HttpUtil.isKeepAlive(request);
            HttpUtil.setKeepAlive(response, keepAlive);
            var written = ctx.writeAndFlush(response);
            if (!keepAlive) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
    }
}
