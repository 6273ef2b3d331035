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
    private static final int ATTEMPTS = 20;
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
            cameNs.add(arrivals.arrivedNs(socket));
        }

        long next() throws InterruptedException {
            return assertThat(cameNs.poll(WITHIN_S, TimeUnit.SECONDS)).isNotNull().actual();
        }
    }

    /// Sends with the loop held up, and tells how much later the datagram came.
    private static long cameAfterNs(ClientLoop loop, DatagramSocket sender, Reader reader)
            throws Exception {
        long sentNs =
                loop.call(() -> {
                    long beforeNs = System.nanoTime();
                    sender.send(new DatagramPacket(new byte[] {1}, 1));
                    while (System.nanoTime() - beforeNs < HELD_UP_NS) {
                        Thread.onSpinWait();
                    }
                    return beforeNs;
                });
        return reader.next() - sentNs;
    }

    /// On loopback a datagram comes before sending returns. The kernel begins to stamp some moment
    /// after the first question.
    @Test
    void aDatagramCameWhenItWasSentHoweverLongItsReaderWasHeldUp() throws Exception {
        var reader = new Reader();
        try (var loop = new ClientLoop();
                var sender = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            EpollDatagramChannel channel =
                    loop.open((InetSocketAddress) sender.getLocalSocketAddress(), reader);
            sender.connect(channel.localAddress());

            long first = cameAfterNs(loop, sender, reader);
            assertThat(first).as("without a stamp").isGreaterThanOrEqualTo(HELD_UP_NS);
            long afterNs = first;
            for (int i = 0; i < ATTEMPTS && afterNs >= HELD_UP_NS; i++) {
                afterNs = cameAfterNs(loop, sender, reader);
            }
            assertThat(afterNs).isBetween(-CLOCKS_NS, HELD_UP_NS / 2);
        }
    }
}
