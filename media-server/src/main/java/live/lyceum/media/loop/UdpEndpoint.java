package live.lyceum.media.loop;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A media loop's UDP socket: reads batches (recvmmsg where epoll is there), writes one flush for
/// each. Owned by its media loop.
final class UdpEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(UdpEndpoint.class);

    /// Datagrams of one system call. Their buffer is one that Netty's pool keeps for the thread.
    private static final int BATCH = 20;

    private static final int MAX_DATAGRAM = 1500;

    /// A keyframe to 50 receivers at once is about 3,000 packets of 1,200 bytes.
    private static final int SOCKET_BUFFER = 4 << 20;

    /// What a batch of datagrams is told to; called on the event loop.
    interface Receiver {
        /// Lends one datagram.
        void onDatagram(ByteBuf datagram, InetSocketAddress remote);

        /// The batch is through.
        void onBatchEnd();
    }

    private final Channel channel;

    private UdpEndpoint(Channel channel) {
        this.channel = channel;
    }

    /// Binds on the event loop's kind of channel; blocks, so not to be called on one.
    static UdpEndpoint bind(EventLoop loop, InetSocketAddress local, Receiver receiver)
            throws InterruptedException {
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(loop)
                        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                        .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
                        .option(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(SOCKET_BUFFER / 2, SOCKET_BUFFER))
                        .handler(new Handler(receiver));
        if (loop instanceof IoEventLoop io && io.isCompatible(EpollIoHandle.class)) {
            // A payload size with a buffer for many of them is what turns recvmmsg on.
            bootstrap
                    .channelFactory(() -> epoll(local))
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            // One such call for each time that something has come: epoll says
                            // again when there is more.
                            new FixedRecvByteBufAllocator(MAX_DATAGRAM * BATCH)
                                    .maxMessagesPerRead(1));
        } else {
            bootstrap
                    .channel(NioDatagramChannel.class)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new FixedRecvByteBufAllocator(MAX_DATAGRAM + 1));
        }
        return new UdpEndpoint(bootstrap.bind(local).sync().channel());
    }

    /// One that knows IPv4 only where that is what it is bound to: a socket for both takes each
    /// address through IPv6's form and back.
    private static EpollDatagramChannel epoll(InetSocketAddress local) {
        return local.getAddress() instanceof Inet4Address
                ? new EpollDatagramChannel(SocketProtocolFamily.INET)
                : new EpollDatagramChannel();
    }

    InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    /// Takes one datagram; goes out with the next [#flush].
    void send(ByteBuf datagram, InetSocketAddress remote) {
        var _ = channel.write(new DatagramPacket(datagram, remote), channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    /// Whether the socket's queue has room.
    boolean writable() {
        return channel.isWritable();
    }

    void close() {
        var _ = channel.close();
    }

    private static final class Handler extends ChannelInboundHandlerAdapter {
        private final Receiver receiver;
        private final Gathering gathering = new Gathering();
        private int batch;
        private long failures;

        Handler(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            batch++;
            try {
                DatagramPacket packet = (DatagramPacket) message;
                receiver.onDatagram(packet.content(), packet.sender());
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            receiver.onBatchEnd();
            long pauseNs = gathering.pauseNs(batch, BATCH, System.nanoTime());
            batch = 0;
            if (pauseNs > 0) {
                LockSupport.parkNanos(pauseNs);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // An ICMP answer to something sent, such as "port unreachable", comes up here; the
            // socket lives on.
            if (Long.bitCount(++failures) == 1) {
                LOG.info("UDP socket reported {} (so far {} times)", cause.toString(), failures);
            }
        }
    }
}
