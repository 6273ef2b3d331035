package live.lyceum.recorder.testkit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A service that speaks Gemini Live's protocol over plain WebSockets of this machine, and its
/// `generateContent` over HTTP, and recognises [ToneWords]. It misbehaves as its [GeminiScript]
/// says. `POST /control` tells it the same over HTTP, see [GeminiDoor].
public final class GeminiService implements AutoCloseable {
    /// Of what is kept to be looked at, the oldest goes.
    private static final int MAX_KEPT = 10_000;

    private static final int RECEIVE_BYTES = 256 * 1024;
    private static final int NARROW_BYTES = 4 * 1024;

    /// Two minutes of audio, in base64.
    private static final int MAX_BODY = 8 * 1024 * 1024;

    /// A handshake that came.
    ///
    /// @param key what it had as `x-goog-api-key`
    public record Handshake(String path, @Nullable String key) {}

    /// A frame of a client's, not put together with others.
    ///
    /// @param opcode as RFC 6455 section 5.2 has it
    /// @param last whether its message ends with it
    public record Frame(int opcode, boolean last, String text) {}

    /// What was recognised.
    ///
    /// @param atMs when it was told, in epoch milliseconds
    public record Result(long atMs, String text) {}

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final GeminiScript script = new GeminiScript();
    private final Queue<Handshake> handshakes = new ConcurrentLinkedQueue<>();
    private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
    private final Queue<Result> results = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private final Set<GeminiSession> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicLong audioBytes = new AtomicLong();
    private final AtomicLong strayBytes = new AtomicLong();
    private final AtomicInteger generated = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private volatile boolean serving;
    private volatile @Nullable Channel listening;
    private final int receiveBytes;
    private volatile int port;

    private GeminiService(int port, int receiveBytes) {
        this.port = port;
        this.receiveBytes = receiveBytes;
    }

    /// One that serves, on any free port.
    public static GeminiService start() {
        return start(0);
    }

    /// One that serves.
    public static GeminiService start(int port) {
        var fresh = new GeminiService(port, RECEIVE_BYTES);
        fresh.up();
        return fresh;
    }

    /// One whose system takes little that it does not read.
    public static GeminiService startNarrow() {
        var fresh = new GeminiService(0, NARROW_BYTES);
        fresh.up();
        return fresh;
    }

    /// Serves from here on.
    public void up() {
        Channel bound = bind().syncUninterruptibly().channel();
        listening = bound;
        port = ((InetSocketAddress) bound.localAddress()).getPort();
    }

    private ChannelFuture bind() {
        serving = true;
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_RCVBUF, receiveBytes)
                .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                channels.add(channel);
                                if (!serving) {
                                    // It came while it was taken down.
                                    var _ = channel.close();
                                }
                                channel.closeFuture().addListener(gone -> channels.remove(channel));
                                channel.pipeline()
                                        .addLast(
                                                new HttpServerCodec(),
                                                new HttpObjectAggregator(MAX_BODY),
                                                new GeminiDoor(GeminiService.this));
                            }
                        })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /// Serves nothing any more: connections end, and new ones are refused by the system.
    public void down() {
        serving = false;
        Channel bound = listening;
        listening = null;
        if (bound != null) {
            var _ = bound.close();
        }
        for (Channel each : channels) {
            var _ = each.close();
        }
    }

    /// [#down] at once, and [#up] again by itself.
    void outage(long seconds) {
        down();
        var _ =
                loops.schedule(
                        () -> {
                            bind().addListener(
                                            (ChannelFuture bound) -> listening = bound.channel());
                        },
                        seconds,
                        TimeUnit.SECONDS);
    }

    public int port() {
        return port;
    }

    /// Where it is, as settings have it.
    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public GeminiScript script() {
        return script;
    }

    /// Does something to all connections.
    public void fault(GeminiScript.Fault fault) {
        sessions.forEach(each -> each.fault(fault));
    }

    /// What handshakes came, refused ones too.
    public List<Handshake> handshakes() {
        return List.copyOf(handshakes);
    }

    /// What frames came, of all connections.
    public List<Frame> frames() {
        return List.copyOf(frames);
    }

    /// What was recognised, in the order in which it was told.
    public List<Result> results() {
        return List.copyOf(results);
    }

    /// How many connections were set up.
    public int opened() {
        return opened.get();
    }

    /// How often audio was recognised by `generateContent`.
    public int generated() {
        return generated.get();
    }

    void generatedOne() {
        generated.incrementAndGet();
    }

    /// How many connections are open.
    public int connections() {
        return sessions.size();
    }

    /// How much audio came within utterances.
    public long audioMs() {
        return ms(audioBytes.get());
    }

    /// How much audio came outside of them; it is not listened to.
    public long strayMs() {
        return ms(strayBytes.get());
    }

    private static long ms(long bytes) {
        return bytes * 1_000 / (ToneWords.RATE_HZ * Short.BYTES);
    }

    // --- What its connections tell ---

    void came(Handshake handshake) {
        keep(handshakes, handshake);
    }

    void came(Frame frame) {
        keep(frames, frame);
    }

    void told(String text) {
        keep(results, new Result(System.currentTimeMillis(), text));
    }

    private <T> void keep(Queue<T> queue, T one) {
        queue.add(one);
        if (kept.incrementAndGet() > MAX_KEPT && queue.poll() != null) {
            kept.decrementAndGet();
        }
    }

    void entered(GeminiSession session) {
        sessions.add(session);
    }

    void setUp() {
        opened.incrementAndGet();
    }

    void left(GeminiSession session) {
        sessions.remove(session);
    }

    void heard(int bytes, boolean inUtterance) {
        (inUtterance ? audioBytes : strayBytes).addAndGet(bytes);
    }

    @Override
    public void close() {
        down();
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
