package live.lyceum.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// The one thread that sends and receives for all clients, each with a socket of its own as on
/// machines of their own. It looks at what is due every 250 µs, so that at 10,000 packets a second
/// two or three go together and not those of all rooms.
final class ClientLoop implements AutoCloseable {
    private static final long TICK_NS = 250_000;
    private static final int BATCH = 32;
    private static final int MAX_DATAGRAM = 1500;
    private static final int SOCKET_BUFFER = 1 << 20;
    private static final long PATIENCE_S = 10;

    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final Arrivals arrivals = new Arrivals();
    private final List<Traffic> traffics = new ArrayList<>();

    ClientLoop() {
        loop.execute(this::tick);
    }

    /// Does not take the processor from who sends it something: it would be the server's, for both
    /// are on one machine here and Linux prefers who is woken. Clients elsewhere take none of it.
    /// For when the server has more to do than fits on the other processors.
    void letOthersFinish() throws Exception {
        String thread =
                call(() -> Files.readString(Path.of("/proc/thread-self/stat")).split(" ", 2)[0]);
        int failed =
                new ProcessBuilder("chrt", "--batch", "--pid", "0", thread)
                        .inheritIO()
                        .start()
                        .waitFor();
        if (failed != 0) {
            throw new IOException("chrt ended with " + failed);
        }
    }

    /// Runs on the loop and waits for it.
    <T> T call(Callable<T> work) throws Exception {
        return loop.submit(work).get(PATIENCE_S, TimeUnit.SECONDS);
    }

    void execute(Runnable work) {
        loop.execute(work);
    }

    Traffic traffic() throws Exception {
        return call(() -> {
            Traffic traffic = new Traffic(arrivals);
            traffics.add(traffic);
            return traffic;
        });
    }

    /// A socket that is connected to `remote`; what comes goes to `handler`.
    EpollDatagramChannel open(InetSocketAddress remote, ChannelHandler handler)
            throws InterruptedException {
        Channel opened =
                new Bootstrap()
                        .group(loop)
                        .channel(EpollDatagramChannel.class)
                        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                        .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(MAX_DATAGRAM * BATCH))
                        .handler(handler)
                        .connect(remote)
                        .sync()
                        .channel();
        return (EpollDatagramChannel) opened;
    }

    private void tick() {
        long nowNs = System.nanoTime();
        for (int i = 0; i < traffics.size(); i++) {
            traffics.get(i).tick(nowNs);
        }
        if (!loop.isShuttingDown()) {
            var _ = loop.schedule(this::tick, TICK_NS, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        var _ =
                group.shutdownGracefully(0, 1, TimeUnit.SECONDS)
                        .awaitUninterruptibly(PATIENCE_S, TimeUnit.SECONDS);
    }
}
