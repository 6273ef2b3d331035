package live.lyceum.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.LeakPresenceDetector;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The socket of a media loop, over the loopback interface.
@Timeout(60)
class UdpEndpointTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /// The kinds of event loop.
    enum Io {
        EPOLL,
        NIO
    }

    private record Arrived(int length, byte first, InetSocketAddress from) {}

    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final AtomicInteger batches = new AtomicInteger();
    private @Nullable EventLoopGroup group;
    private volatile boolean failing;

    @AfterEach
    void end() {
        if (group != null) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
        LeakPresenceDetector.check();
    }

    @ParameterizedTest
    @EnumSource
    void aDatagramComesAndOneGoes(Io io) throws Exception {
        UdpEndpoint endpoint = bind(io);
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            send(socket, endpoint, 1_200, 7);
            Arrived one = next();
            assertThat(one.length()).isEqualTo(1_200);
            assertThat(one.first()).isEqualTo((byte) 7);
            assertThat(one.from()).isEqualTo(socket.getLocalSocketAddress());

            loop().submit(
                            () -> {
                                assertThat(endpoint.writable()).isTrue();
                                ByteBuf answer = PooledByteBufAllocator.DEFAULT.directBuffer(3);
                                endpoint.send(answer.writeBytes(new byte[] {1, 2, 3}), one.from());
                                endpoint.flush();
                            })
                    .sync();
            assertThat(receive(socket)).containsExactly(1, 2, 3);
        }
        close(endpoint);
    }

    @ParameterizedTest
    @EnumSource
    void manyDatagramsComeEachOnceWithTheirEnds(Io io) throws Exception {
        UdpEndpoint endpoint = bind(io);
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            for (int i = 0; i < 200; i++) {
                send(socket, endpoint, 100 + i, i);
            }
            for (int i = 0; i < 200; i++) {
                Arrived one = next();
                assertThat(one.length()).isEqualTo(100 + i);
                assertThat(one.first()).isEqualTo((byte) i);
            }
        }
        close(endpoint);
        assertThat(batches.get()).isBetween(1, 200);
    }

    /// What is too large must not be taken for something shorter that is good.
    @ParameterizedTest
    @EnumSource
    void aDatagramThatIsTooLargeDoesNotStopTheNext(Io io) throws Exception {
        UdpEndpoint endpoint = bind(io);
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            send(socket, endpoint, 1_500, 1);
            send(socket, endpoint, 4_000, 2);
            send(socket, endpoint, 10, 3);
            assertThat(next().length()).isEqualTo(1_500);
            Arrived second = next();
            if (second.first() == 2) {
                assertThat(second.length()).isGreaterThanOrEqualTo(1_500);
                second = next();
            }
            assertThat(second.first()).isEqualTo((byte) 3);
        }
        close(endpoint);
    }

    @ParameterizedTest
    @EnumSource
    void aReceiverThatThrowsHarmsNobody(Io io) throws Exception {
        UdpEndpoint endpoint = bind(io);
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            failing = true;
            send(socket, endpoint, 10, 1);
            next();
            failing = false;
            send(socket, endpoint, 10, 2);
            assertThat(next().first()).isEqualTo((byte) 2);
        }
        close(endpoint);
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyListensToHarmsNobody(Io io) throws Exception {
        UdpEndpoint endpoint = bind(io);
        InetSocketAddress nobody;
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            nobody = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        for (int i = 0; i < 10; i++) {
            loop().submit(
                            () -> {
                                ByteBuf datagram =
                                        PooledByteBufAllocator.DEFAULT.directBuffer(3).writeZero(3);
                                endpoint.send(datagram, nobody);
                                endpoint.flush();
                            })
                    .sync();
        }
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            send(socket, endpoint, 10, 4);
            assertThat(next().first()).isEqualTo((byte) 4);
        }
        close(endpoint);
    }

    private UdpEndpoint bind(Io io) throws InterruptedException {
        assumeTrue(io == Io.NIO || Epoll.isAvailable());
        group =
                new MultiThreadIoEventLoopGroup(
                        1, io == Io.NIO ? NioIoHandler.newFactory() : EpollIoHandler.newFactory());
        UdpEndpoint.Receiver receiver =
                new UdpEndpoint.Receiver() {
                    @Override
                    public void onDatagram(ByteBuf datagram, InetSocketAddress remote) {
                        byte[] bytes = ByteBufUtil.getBytes(datagram);
                        arrived.add(new Arrived(bytes.length, bytes[0], remote));
                        if (failing) {
                            throw new IllegalStateException("a bug");
                        }
                    }

                    @Override
                    public void onBatchEnd() {
                        batches.incrementAndGet();
                    }
                };
        return UdpEndpoint.bind(loop(), new InetSocketAddress(LOOPBACK, 0), receiver);
    }

    private EventLoop loop() {
        if (group == null) {
            throw new IllegalStateException("not bound");
        }
        return group.next();
    }

    private void close(UdpEndpoint endpoint) throws InterruptedException {
        loop().submit(endpoint::close).sync();
    }

    private static void send(DatagramSocket socket, UdpEndpoint to, int length, int first)
            throws Exception {
        byte[] bytes = new byte[length];
        bytes[0] = (byte) first;
        socket.send(new DatagramPacket(bytes, length, to.localAddress()));
    }

    private static byte[] receive(DatagramSocket socket) throws Exception {
        socket.setSoTimeout(30_000);
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private Arrived next() throws InterruptedException {
        Arrived one = arrived.poll(30, TimeUnit.SECONDS);
        if (one == null) {
            throw new AssertionError("nothing came");
        }
        return one;
    }
}
