package live.lyceum.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.forward.OutgoingFormat;
import live.lyceum.media.forward.OutgoingStream;
import live.lyceum.media.forward.PacketSink;
import live.lyceum.media.forward.Publication;
import live.lyceum.media.forward.PublicationLayer;
import live.lyceum.media.rtp.ReceiveStream;
import live.lyceum.media.rtp.SenderTimeline;
import live.lyceum.media.srtp.SrtpTransport;
import live.lyceum.media.wire.Datagram;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.media.wire.rtp.RtpWriter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a video packet of 1,100 bytes costs at each step from socket to socket. Read the figures as
/// ratios to `protect` of the same run: the machines differ and are noisy.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PacketBenchmark {
    private static final int LENGTH = 1100;
    private static final int SSRC = 7;

    private final byte[] plain = new byte[2048];
    private final byte[] work = new byte[2048];
    private final RtpPacket packet = new RtpPacket();
    private final RtpPacket forwarded = new RtpPacket();
    private final ByteBuf datagram;
    private final SrtpTransport client;
    private final SrtpTransport server;
    private final Publication publication;
    private final PublicationLayer layer;
    private long extended = 1 << 16;
    private int sequenceNumber;

    /// A VP8 packet, keys for both sides and one receiver.
    public PacketBenchmark() {
        int at = new RtpWriter().header(plain, 0, false, 96, 1, 90_000, SSRC).payloadOffset();
        plain[at] = (byte) 0x90;
        plain[at + 1] = (byte) 0x80;
        plain[at + 2] = (byte) 0x81;
        datagram = Unpooled.wrappedBuffer(plain, 0, LENGTH);
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        SrtpKeys keys =
                new SrtpKeys(
                        profile,
                        new byte[profile.keyLength()],
                        new byte[profile.saltLength()],
                        new byte[profile.keyLength()],
                        new byte[profile.saltLength()]);
        client = new SrtpTransport(keys, true);
        server = new SrtpTransport(keys, false);
        DropCounters drops = new DropCounters();
        layer = new PublicationLayer(0, true, () -> {});
        publication =
                new Publication(new ParticipantId("a"), Source.CAM, List.of(layer), true, drops);
        publication.attach(layer, new ReceiveStream(SSRC, 90_000, new SenderTimeline(), true));
        OutgoingFormat format =
                new OutgoingFormat(
                        9,
                        10,
                        List.of(new OutgoingFormat.PayloadTypes(Codec.VP8, 120, 121)),
                        0,
                        -1);
        publication.subscribe(new OutgoingStream(format, new Random(1), new Discard(), drops), 0);
    }

    /// RFC 7983: whose datagram is it.
    @Benchmark
    public Datagram.Kind classify() {
        return Datagram.classify(datagram);
    }

    /// Reads the header.
    @Benchmark
    public @Nullable Object parse() {
        return packet.parse(plain, 0, LENGTH);
    }

    /// History, layer selection and all rewriting for one receiver, without protection.
    @Benchmark
    public void forward() {
        forwarded.parse(plain, 0, LENGTH);
        publication.onPacket(forwarded, layer, Codec.VP8, extended++, -1, extended);
    }

    /// AES-128-GCM, one packet out.
    @Benchmark
    public int protect() {
        return server.protectRtp(next(), 0, LENGTH);
    }

    /// The same by the other side, then back into the clear.
    @Benchmark
    public int protectAndUnprotect() {
        int length = client.protectRtp(next(), 0, LENGTH);
        return server.unprotectRtp(work, 0, length);
    }

    private byte[] next() {
        System.arraycopy(plain, 0, work, 0, LENGTH);
        sequenceNumber = (sequenceNumber + 1) & 0xffff;
        work[2] = (byte) (sequenceNumber >> 8);
        work[3] = (byte) sequenceNumber;
        return work;
    }

    private static final class Discard implements PacketSink {
        private final byte[] packet = new byte[2048];
        private int sent;

        @Override
        public byte[] packet() {
            return packet;
        }

        @Override
        public void send(int length) {
            sent += length;
        }

        @Override
        public void resend(int length) {
            Arrays.fill(packet, 0, 1, (byte) sent);
        }
    }
}
