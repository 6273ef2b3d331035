package live.lyceum.recorder.testkit;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import live.lyceum.media.wire.rtp.AudioLevel;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.media.wire.rtp.RtpWriter;

/// Says [ToneWords] into a microphone: Opus with in-band FEC, in RTP packets of 20 ms.
public final class ToneSpeaker {
    private static final int RATE_HZ = 48_000;
    private static final int FRAME = RATE_HZ / 50;

    /// What is to be said when.
    public record Spoken(int number, long atUs) {}

    /// A packet, when it was sent or when it came.
    ///
    /// @param level how loud it is, in -dBov (RFC 6464 section 3)
    @SuppressWarnings("ArrayRecordComponent") // nobody compares these
    public record Packet(byte[] rtp, long atUs, int level) {
        /// The same at another time.
        public Packet at(long us) {
            return new Packet(rtp, us, level);
        }
    }

    private final Random random;
    private final int ssrc;
    private final OpusEncoder encoder;
    private int sequenceNumber;
    private int firstTimestamp;
    private double ppm;
    private boolean dtx;
    private double noise;

    public ToneSpeaker(long seed) {
        random = new Random(seed);
        ssrc = random.nextInt();
        sequenceNumber = random.nextInt(0x1_0000);
        firstTimestamp = random.nextInt();
        try {
            encoder = new OpusEncoder(RATE_HZ, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        } catch (OpusException impossible) {
            throw new IllegalStateException(impossible);
        }
        encoder.setBitrate(32_000);
        encoder.setComplexity(2);
        encoder.setUseInbandFEC(true);
        encoder.setPacketLossPercent(5);
    }

    /// Its clock is faster than the true one by so much.
    public ToneSpeaker clock(double ppm) {
        this.ppm = ppm;
        return this;
    }

    /// Sends next to nothing where it is silent.
    public ToneSpeaker dtx() {
        dtx = true;
        encoder.setUseDTX(true);
        return this;
    }

    /// It is never silent: there is noise of this amplitude, 0 to 1.
    public ToneSpeaker noise(double amplitude) {
        noise = amplitude;
        return this;
    }

    /// The RTP timestamp at `fromUs` of the next [#packets].
    public ToneSpeaker firstTimestamp(int timestamp) {
        firstTimestamp = timestamp;
        return this;
    }

    public int ssrc() {
        return ssrc;
    }

    /// The packets of a time, as they are sent: each when its last sample was taken.
    public List<Packet> packets(List<Spoken> words, long fromUs, long untilUs) {
        double rate = RATE_HZ * (1 + ppm / 1e6);
        int frames = (int) ((untilUs - fromUs) * rate / 1e6 / FRAME);
        short[] pcm = new short[frames * FRAME];
        for (int i = 0; noise > 0 && i < pcm.length; i++) {
            pcm[i] = (short) (random.nextGaussian() * noise / 3 * Short.MAX_VALUE);
        }
        for (Spoken each : words) {
            int at = (int) ((each.atUs() - fromUs) * rate / 1e6);
            short[] word = ToneWords.write(each.number(), RATE_HZ);
            for (int i = 0; i < word.length; i++) {
                pcm[at + i] += word[i];
            }
        }
        var packets = new ArrayList<Packet>();
        byte[] bytes = new byte[1_275];
        for (int i = 0; i < frames; i++) {
            int length = encode(pcm, i * FRAME, bytes);
            // "If the return value is 2 bytes or less, then the packet does not need to be
            // transmitted" (opus_encode).
            if (!dtx || length > 2) {
                long sentUs = fromUs + Math.round((i + 1) * FRAME * 1e6 / rate);
                int timestamp = firstTimestamp + i * FRAME;
                byte[] rtp = rtp(timestamp, Arrays.copyOf(bytes, length));
                packets.add(new Packet(rtp, sentUs, level(pcm, i * FRAME, FRAME)));
            }
        }
        firstTimestamp += frames * FRAME;
        return packets;
    }

    /// How loud samples are, in -dBov: 127 is silence.
    public static int level(short[] pcm, int from, int count) {
        double energy = 0;
        for (int i = from; i < from + count; i++) {
            energy += (double) pcm[i] * pcm[i];
        }
        double full = (double) Short.MAX_VALUE * Short.MAX_VALUE * count;
        double db = 10 * Math.log10(energy / full + 1e-13);
        return Math.clamp(Math.round(-db), 0, AudioLevel.SILENCE);
    }

    private int encode(short[] pcm, int from, byte[] into) {
        try {
            return encoder.encode(pcm, from, FRAME, into, 0, into.length);
        } catch (OpusException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] rtp(int timestamp, byte[] payload) {
        byte[] rtp = new byte[RtpPacket.FIXED_HEADER_LENGTH + payload.length];
        new RtpWriter()
                .header(rtp, 0, false, 111, sequenceNumber, timestamp, ssrc)
                .payload(payload, 0, payload.length);
        sequenceNumber = (sequenceNumber + 1) & 0xffff;
        return rtp;
    }

    /// What comes of it through a network, in the order in which it comes.
    public static List<Packet> through(Network network, List<Packet> sent, long seed) {
        var random = new Random(seed);
        var came = new ArrayList<Packet>();
        long lastUs = 0;
        for (Packet each : sent) {
            long jitterUs = (long) (network.jitterUs() * random.nextDouble() * random.nextDouble());
            long atUs = each.atUs() + network.delayUs() + jitterUs;
            if (random.nextDouble() < network.loss()) {
                if (network.resentAfterUs() == 0 || random.nextDouble() < network.lossForever()) {
                    continue;
                }
                atUs += network.resentAfterUs();
            } else if (random.nextDouble() < network.reordered()) {
                atUs += 45_000;
            } else {
                atUs = Math.max(atUs, lastUs);
                lastUs = atUs;
            }
            came.add(each.at(atUs));
        }
        came.sort(Comparator.comparingLong(Packet::atUs));
        return came;
    }
}
