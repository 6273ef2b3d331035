package live.lyceum.signaling.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import live.lyceum.config.HttpSettings;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.shell.SignalingMetrics;
import org.jspecify.annotations.Nullable;

/// The port that browsers and integrators reach: the page, REST, and the upgrade to WebSockets.
public final class PublicServer implements AutoCloseable {
    private static final int BACKLOG = 1_024;

    /// Chunks of recordings that arrive at a time, each in a file.
    private static final int CHUNKS = 64;

    private static final int CHUNKS_OF_SEAT = 4;

    /// Recorded files that are read at a time; a school is one address.
    private static final int STREAMS = 512;

    private static final int STREAMS_OF_ADDRESS = 128;

    /// Small, so that a client which reads nothing holds little before it is noticed.
    private static final int SEND_BUFFER = 64 * 1024;

    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final HttpParts parts;
    private final StaticSite site;
    private final SecurityHeaders security;
    private final EmbedOrigins embedOrigins;
    private final Upgrade upgrade;
    private final @Nullable TlsIdentity tls;
    private final Urls urls;
    private final Api api;
    private final Slots chunks = new Slots(CHUNKS, CHUNKS_OF_SEAT);
    private final Slots streams = new Slots(STREAMS, STREAMS_OF_ADDRESS);
    private final AtomicInteger open = new AtomicInteger();
    private @Nullable Channel channel;

    /// @param description of the REST API
    /// @param tls what to show to clients, or null for plain HTTP
    public PublicServer(
            HttpParts parts,
            StaticSite site,
            OpenApiFile description,
            Upgrade upgrade,
            @Nullable TlsIdentity tls) {
        this.parts = parts;
        this.site = site;
        security = parts.security();
        embedOrigins = new EmbedOrigins(parts.sessions(), parts.metrics());
        this.upgrade = upgrade;
        this.tls = tls;
        urls = new Urls(this::publicUrl);
        api = new Api(parts, urls, description);
        parts.metrics().gauge("lyceum.http.connections", open::get);
        parts.metrics().gauge("lyceum.http.streams", streams::taken);
        parts.metrics().gauge("lyceum.http.chunks", chunks::taken);
    }

    /// Listens. Blocks until it does.
    ///
    /// @throws IOException if the port cannot be had
    public void start(NettyTransport transport) throws IOException {
        var address = new InetSocketAddress(parts.settings().host(), parts.settings().port());
        var bound =
                new ServerBootstrap()
                        .group(transport.acceptors(), transport.workers())
                        .channel(transport.serverChannel())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .childHandler(new Connection())
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + address, bound.cause());
        }
        channel = bound.channel();
    }

    private final class Connection extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel connection) {
            if (open.incrementAndGet() > parts.limits().connections()) {
                parts.metrics().turnedAway(SignalingMetrics.Turned.CONNECTION_LIMIT);
                var _ = connection.close();
            }
            connection.closeFuture().addListener(closed -> open.decrementAndGet());
            ChannelPipeline pipeline = connection.pipeline();
            if (tls != null) {
                pipeline.addLast(tls.context().newHandler(connection.alloc()));
            }
            pipeline.addLast(
                    new HttpServerCodec(
                            new HttpDecoderConfig()
                                    .setMaxInitialLineLength(HttpLimits.MAX_LINE)
                                    .setMaxHeaderSize(HttpLimits.MAX_HEADERS)
                                    .setMaxChunkSize(HttpLimits.MAX_CHUNK)));
            pipeline.addLast(new ChunkIntake(parts, chunks));
            pipeline.addLast(new BodyLimit(api, security));
            pipeline.addLast(
                    new HttpHandler(parts, api, site, security, embedOrigins, upgrade, streams));
        }
    }

    /// The port we listen on.
    public int port() {
        if (channel == null) {
            throw new IllegalStateException("not started");
        }
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /// `http://host:port` as one on this machine can reach us.
    public String localUrl() {
        HttpSettings settings = parts.settings();
        InetAddress host = settings.host();
        String name = host.isAnyLocalAddress() ? "127.0.0.1" : host.getHostAddress();
        String written = name.contains(":") ? "[" + name + "]" : name;
        return "%s://%s:%d".formatted(tls == null ? "http" : "https", written, port());
    }

    /// What browsers call us, without a slash at the end.
    public String publicUrl() {
        URI configured = parts.settings().publicUrl();
        return configured == null ? localUrl() : configured.toString();
    }

    /// The link that lets the token's owner into the session.
    public String joinUrl(RoomId session, String token) {
        return urls.join(session, token);
    }

    /// Takes no new connections.
    @Override
    public void close() {
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
    }
}
