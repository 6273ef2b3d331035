package live.lyceum.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import live.lyceum.media.srtp.SrtpTransport;
import live.lyceum.media.testkit.TestOffer;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.Datagram;
import live.lyceum.media.wire.rtcp.ReportBlock;
import live.lyceum.media.wire.rtcp.RtcpHandler;
import live.lyceum.media.wire.rtcp.RtcpReader;
import live.lyceum.media.wire.rtcp.RtcpWriter;
import org.jspecify.annotations.Nullable;

/// One client: its socket, its keys, its microphone and camera, and what it received. Owned by the
/// client loop.
final class Peer extends ChannelInboundHandlerAdapter implements RtcpHandler {
    private static final long REPORT_NS = 1_000_000_000L;
    private static final int MAX_PACKET = 1500;

    private final Traffic traffic;
    private final int receivers;
    private final boolean reports;
    private final Source microphone;
    private final Source camera;
    private final byte[] scratch = new byte[MAX_PACKET + SrtpTransport.MAX_TAIL];
    private final RtcpReader reader = new RtcpReader();
    private final RtcpWriter writer = new RtcpWriter();
    private final List<Received> received = new ArrayList<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final int ownSsrc;
    private @Nullable EpollDatagramChannel channel;
    private @Nullable SrtpTransport srtp;
    private @Nullable Handshake handshake;
    private long nextReportNs;
    private int transportSequence;

    /// How a peer gets at its keys, and stays connected.
    interface Handshake {
        /// Called with every tick.
        void tick(long nowNs);

        /// Lends a datagram that is no media.
        void onDatagram(Datagram.Kind kind, ByteBuf datagram);
    }

    /// What came of one stream, for receiver reports.
    private static final class Received {
        final int ssrc;
        int newest;
        int cycles;

        Received(int ssrc, int first) {
            this.ssrc = ssrc;
            newest = first;
        }
    }

    /// `receivers`: how many get what this one sends; with 0 it only listens. `reports`: whether
    /// the other side understands RTCP.
    Peer(Traffic traffic, int receivers, boolean reports, RandomGenerator random) {
        this(traffic, receivers, reports, null, random);
    }

    /// @param speech what its microphone takes; null: bytes that mean nothing
    Peer(
            Traffic traffic,
            int receivers,
            boolean reports,
            @Nullable Speech speech,
            RandomGenerator random) {
        this.traffic = traffic;
        this.receivers = receivers;
        this.reports = reports;
        microphone = new Source(false, speech, random);
        camera = new Source(true, null, random);
        ownSsrc = random.nextInt();
        transportSequence = random.nextInt(1 << 16);
        nextReportNs = System.nanoTime() + random.nextLong(REPORT_NS);
    }

    /// Opens the socket and joins the traffic; not to be called on the loop.
    void open(ClientLoop loop, InetSocketAddress remote, Handshake handshake) throws Exception {
        EpollDatagramChannel opened = loop.open(remote, this);
        loop.call(() -> {
            this.channel = opened;
            this.handshake = handshake;
            traffic.add(this);
            return true;
        });
    }

    /// Closes the socket and leaves the traffic; not to be called on the loop.
    void close(ClientLoop loop) throws Exception {
        var _ =
                loop.call(() -> {
                    traffic.remove(this);
                    if (channel != null) {
                        var _ = channel.close();
                    }
                    return true;
                });
    }

    int microphoneSsrc() {
        return microphone.ssrc();
    }

    int cameraSsrc() {
        return camera.ssrc();
    }

    /// When there are keys.
    CompletableFuture<Void> ready() {
        return ready;
    }

    /// On the loop: media may flow.
    void onKeys(SrtpTransport transport) {
        srtp = transport;
        start(System.nanoTime());
        ready.complete(null);
    }

    void start(long nowNs) {
        microphone.start(nowNs);
        camera.start(nowNs);
    }

    void tick(long nowNs, boolean sending) {
        Handshake shake = handshake;
        if (shake != null) {
            shake.tick(nowNs);
        }
        SrtpTransport transport = srtp;
        if (transport == null) {
            return;
        }
        if (sending && receivers > 0) {
            int sent = produce(transport, microphone, nowNs) + produce(transport, camera, nowNs);
            if (sent > 0) {
                flush();
            }
        }
        if (reports && nowNs - nextReportNs >= 0) {
            nextReportNs += REPORT_NS;
            report(transport, nowNs);
        }
    }

    /// Sends `length` bytes of `bytes`, which are copied.
    void send(byte[] bytes, int length) {
        write(bytes, length);
        flush();
    }

    private int produce(SrtpTransport transport, Source source, long nowNs) {
        if (!source.due(nowNs)) {
            return 0;
        }
        // Not the tick's time: what goes before this packet in the same tick is not its delay.
        long sentNs = System.nanoTime();
        int plain = source.write(scratch, sentNs, transportSequence);
        transportSequence = (transportSequence + 1) & 0xffff;
        int length = transport.protectRtp(scratch, 0, plain);
        if (length > 0) {
            write(scratch, length);
            traffic.onSent(sentNs, receivers);
        }
        return 1;
    }

    private void write(byte[] bytes, int length) {
        Channel open = channel;
        if (open != null) {
            ByteBuf datagram = PooledByteBufAllocator.DEFAULT.directBuffer(length);
            datagram.writeBytes(bytes, 0, length);
            var _ = open.write(datagram, open.voidPromise());
        }
    }

    private void flush() {
        Channel open = channel;
        if (open != null) {
            open.flush();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            onDatagram(((DatagramPacket) message).content());
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // "Port unreachable" once the other side has ended; what was lost by it is counted.
    }

    private void onDatagram(ByteBuf datagram) {
        Datagram.Kind kind = Datagram.classify(datagram);
        int length = datagram.readableBytes();
        SrtpTransport transport = srtp;
        switch (kind) {
            case STUN, DTLS, UNKNOWN -> {
                Handshake shake = handshake;
                if (shake != null) {
                    shake.onDatagram(kind, datagram);
                }
            }
            case RTP -> {
                if (transport != null && length <= MAX_PACKET) {
                    datagram.getBytes(datagram.readerIndex(), scratch, 0, length);
                    onRtp(transport.unprotectRtp(scratch, 0, length));
                }
            }
            case RTCP -> {
                if (transport != null && length <= MAX_PACKET) {
                    byte[] packet = ByteBufUtil.getBytes(datagram);
                    int plain = transport.unprotectRtcp(packet, 0, length);
                    if (plain > 0) {
                        reader.read(packet, 0, plain, this);
                    }
                }
            }
        }
    }

    private void onRtp(int length) {
        EpollDatagramChannel open = channel;
        if (open == null || length < 12 + Source.STAMP) {
            return;
        }
        boolean video = (scratch[1] & 0x7f) == TestOffer.VP8;
        long sentNs = Bytes.i64(scratch, length - Source.STAMP);
        traffic.onReceived(video, sentNs, open.fd().intValue(), System.nanoTime());
        int number = Bytes.u16(scratch, 2);
        Received stream = stream(Bytes.i32(scratch, 8), number);
        if (((number - stream.newest) & 0xffff) < 0x8000) {
            stream.cycles += number < stream.newest ? 1 : 0;
            stream.newest = number;
        }
    }

    private Received stream(int ssrc, int number) {
        for (int i = 0; i < received.size(); i++) {
            if (received.get(i).ssrc == ssrc) {
                return received.get(i);
            }
        }
        Received stream = new Received(ssrc, number);
        received.add(stream);
        return stream;
    }

    private void report(SrtpTransport transport, long nowNs) {
        byte[] packet = new byte[MAX_PACKET];
        writer.reset(packet, 0, MAX_PACKET - SrtpTransport.MAX_TAIL);
        if (receivers > 0) {
            microphone.writeSenderReport(writer, nowNs);
            camera.writeSenderReport(writer, nowNs);
        } else {
            writer.receiverReport(ownSsrc);
        }
        for (Received stream : received) {
            int highest = stream.cycles << 16 | stream.newest;
            writer.reportBlock(new ReportBlock(stream.ssrc, 0, 0, highest, 0, 0, 0));
        }
        int length = transport.protectRtcp(packet, 0, writer.length());
        if (length > 0) {
            send(packet, length);
        }
    }

    @Override
    public void onPli(int senderSsrc, int mediaSsrc) {
        if (mediaSsrc == camera.ssrc()) {
            camera.wantKeyframe();
        }
    }
}
