package live.lyceum.signaling.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// The event loops of the ports: epoll where there is one, else NIO.
public final class NettyTransport implements AutoCloseable {
    private static final int ACCEPTORS = 1;
    private static final long QUIET_MS = 0;
    private static final long STOP_MS = 2_000;

    private final EventLoopGroup acceptors = group("http-accept", ACCEPTORS);
    private final EventLoopGroup workers;

    /// @param threads how many event loops serve connections
    public NettyTransport(int threads) {
        workers = group("http", threads);
    }

    private static EventLoopGroup group(String name, int threads) {
        var threadFactory = new DefaultThreadFactory(name, true);
        return new MultiThreadIoEventLoopGroup(
                threads,
                threadFactory,
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    EventLoopGroup acceptors() {
        return acceptors;
    }

    EventLoopGroup workers() {
        return workers;
    }

    Class<? extends ServerChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /// Stops the loops and waits for them a little.
    @Override
    public void close() {
        var _ = acceptors.shutdownGracefully(QUIET_MS, STOP_MS, TimeUnit.MILLISECONDS);
        var stopped = workers.shutdownGracefully(QUIET_MS, STOP_MS, TimeUnit.MILLISECONDS);
        stopped.awaitUninterruptibly(2 * STOP_MS, TimeUnit.MILLISECONDS);
    }
}
