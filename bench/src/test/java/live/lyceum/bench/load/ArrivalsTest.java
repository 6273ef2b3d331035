package live.lyceum.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final long WITHIN_S = 10;
    private static final long HELD_UP_NS = 50_000_000;

    /// The clock of the kernel's stamps and the test's are read one after the other.
    private static final long CLOCKS_NS = 1_000_000;

    /// Asks about each datagram that it reads.
    private static final class Reader extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<Long> cameNs = new LinkedBlockingQueue<>();
        private final Arrivals arrivals = new Arrivals();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
            int socket = ((EpollDatagramChannel) context.channel()).fd().intValue();
            cameNs.add(arrivals.ns(socket));
        }

        long next() throws InterruptedException {
            return assertThat(cameNs.poll(WITHIN_S, TimeUnit.SECONDS)).isNotNull().actual();
        }
    }

    /// On loopback a datagram is in its receiver's socket before sending returns.
    @Test
    void aDatagramCameWhenItWasSentHoweverLongItsReaderWasHeldUp() throws Exception {
        var reader = new Reader();
        try (var loop = new ClientLoop();
                var sender = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            EpollDatagramChannel channel =
                    loop.open((InetSocketAddress) sender.getLocalSocketAddress(), reader);
            sender.connect(channel.localAddress());
            send(sender);
            var _ = reader.next();

            long sentNs =
                    loop.call(() -> {
                        long beforeNs = System.nanoTime();
                        send(sender);
                        while (System.nanoTime() - beforeNs < HELD_UP_NS) {
                            Thread.onSpinWait();
                        }
                        return beforeNs;
                    });

            assertThat(reader.next() - sentNs).isBetween(-CLOCKS_NS, HELD_UP_NS / 2);
        }
    }

    private static void send(DatagramSocket sender) throws Exception {
        sender.send(new DatagramPacket(new byte[] {1}, 1));
    }
}
