package live.lyceum.recorder.hear;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusBandwidth;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusFramesize;
import io.github.jaredmdobson.concentus.OpusMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What comes out of Opus of all kinds, beside what was put in and what Concentus makes of it.
class SpeechDecoderTest {
    private static final int WIDE_HZ = 48_000;
    private static final int FACTOR = WIDE_HZ / SpeechDecoder.RATE_HZ;
    private static final int MS = SpeechDecoder.RATE_HZ / 1_000;
    private static final int SECONDS = 3;

    /// How much later the sound may come out than it went in.
    private static final int MOST_DELAY = 20 * MS;

    private final SpeechDecoder decoder = new SpeechDecoder();
    private final short[] out = new short[SpeechDecoder.MAX_SAMPLES];

    /// The kinds of packets, of RFC 6716 section 3.1, as an encoder is told to make them.
    enum Kind {
        SILK_NARROW(OpusMode.MODE_SILK_ONLY, OpusBandwidth.OPUS_BANDWIDTH_NARROWBAND, 1, 20),
        SILK_MEDIUM(OpusMode.MODE_SILK_ONLY, OpusBandwidth.OPUS_BANDWIDTH_MEDIUMBAND, 1, 20),
        SILK_WIDE(OpusMode.MODE_SILK_ONLY, OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND, 1, 20),
        SILK_OF_60_MS(OpusMode.MODE_SILK_ONLY, OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND, 1, 60),
        SILK_STEREO(OpusMode.MODE_SILK_ONLY, OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND, 2, 20),
        HYBRID(OpusMode.MODE_HYBRID, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND, 1, 20),
        HYBRID_OF_10_MS(OpusMode.MODE_HYBRID, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND, 1, 10),
        HYBRID_STEREO(OpusMode.MODE_HYBRID, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND, 2, 20),
        CELT(OpusMode.MODE_CELT_ONLY, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND, 1, 20),
        CELT_OF_5_MS(OpusMode.MODE_CELT_ONLY, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND, 1, 5);

        private final OpusMode mode;
        private final OpusBandwidth bandwidth;
        private final int channels;
        private final int ms;

        Kind(OpusMode mode, OpusBandwidth bandwidth, int channels, int ms) {
            this.mode = mode;
            this.bandwidth = bandwidth;
            this.channels = channels;
            this.ms = ms;
        }

        boolean hybrid() {
            return mode == OpusMode.MODE_HYBRID;
        }

        int samples() {
            return ms * MS;
        }

        List<byte[]> encode(short[] wide) throws OpusException {
            var encoder = new OpusEncoder(WIDE_HZ, channels, OpusApplication.OPUS_APPLICATION_VOIP);
            encoder.setForceMode(mode);
            encoder.setBandwidth(bandwidth);
            encoder.setBitrate(40_000 * channels);
            encoder.setExpertFrameDuration(OpusFramesize.valueOf("OPUS_FRAMESIZE_" + ms + "_MS"));
            encoder.setUseInbandFEC(true);
            encoder.setPacketLossPercent(10);
            int frame = WIDE_HZ / 1_000 * ms;
            var packets = new ArrayList<byte[]>();
            var bytes = new byte[1_275];
            for (int at = 0; at + frame <= wide.length; at += frame) {
                var pcm = new short[frame * channels];
                for (int i = 0; i < pcm.length; i++) {
                    pcm[i] = wide[at + i / channels];
                }
                int length = encoder.encode(pcm, 0, frame, bytes, 0, bytes.length);
                packets.add(Arrays.copyOf(bytes, length));
            }
            return packets;
        }
    }

    /// Tones that begin and end, as low as all kinds have them.
    private static short[] sound(int hz, long seed) {
        var random = new Random(seed);
        var samples = new short[SECONDS * hz];
        for (int tone = 0; tone < SECONDS * 8; tone++) {
            double turns = 200 + random.nextDouble() * 2_000;
            int begin = random.nextInt(SECONDS * 1_000 - 250) * (hz / 1_000);
            int length = (100 + random.nextInt(150)) * (hz / 1_000);
            for (int i = 0; i < length; i++) {
                double ramp = Math.sin(Math.PI * i / length);
                double value = 3_000 * ramp * Math.sin(2 * Math.PI * turns * i / hz);
                samples[begin + i] += (short) value;
            }
        }
        return samples;
    }

    private short[] decode(List<byte[]> packets) {
        var all = new short[SECONDS * SpeechDecoder.RATE_HZ];
        int at = 0;
        for (byte[] packet : packets) {
            int got = decoder.decode(packet, out);
            assertThat(got).isEqualTo(SpeechDecoder.samples(packet)).isPositive();
            System.arraycopy(out, 0, all, at, got);
            at += got;
        }
        return all;
    }

    /// How alike two are, 1 at most, where the second is so much later as it is most alike. It may
    /// have more samples by a factor.
    private static double alike(short[] one, short[] later, int factor, int from, int to) {
        double most = 0;
        for (int delay = 0; delay < MOST_DELAY * factor; delay++) {
            double product = 0;
            double first = 1e-9;
            double second = 1e-9;
            for (int i = from; i < to && i * factor + delay < later.length; i++) {
                double x = one[i];
                double y = later[i * factor + delay];
                product += x * y;
                first += x * x;
                second += y * y;
            }
            most = Math.max(most, product / Math.sqrt(first * second));
        }
        return most;
    }

    /// Without what is above 7 kHz, and later.
    private static short[] withoutHigh(short[] wide) {
        int taps = 64;
        var low = new short[wide.length];
        for (int i = taps; i < wide.length; i++) {
            double sum = 0;
            for (int tap = 0; tap < taps; tap++) {
                double x = 2 * Math.PI * 7_000 / WIDE_HZ * (tap - (taps - 1) / 2.0);
                double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * (tap + 0.5) / taps);
                sum += Math.sin(x) / x * window * wide[i - tap];
            }
            low[i] = (short) (sum * 2 * 7_000 / WIDE_HZ);
        }
        return low;
    }

    @ParameterizedTest
    @EnumSource
    void whatWentInComesOut(Kind kind) throws OpusException {
        short[] heard = decode(kind.encode(sound(WIDE_HZ, 1)));
        short[] said = sound(SpeechDecoder.RATE_HZ, 1);
        assertThat(alike(said, heard, 1, 0, said.length)).isGreaterThan(0.93);
    }

    /// Losses are concealed and recovered as well; hybrid packets, which it is silent for in 16
    /// kHz, are compared in 48.
    @ParameterizedTest
    @EnumSource
    void itIsWhatConcentusMakesOfIt(Kind kind) throws OpusException {
        List<byte[]> packets = kind.encode(sound(WIDE_HZ, 2));
        int factor = kind.hybrid() ? FACTOR : 1;
        var theirs = new OpusDecoder(SpeechDecoder.RATE_HZ * factor, 1);
        int length = kind.samples();
        var heard = new short[packets.size() * length];
        var expected = new short[heard.length * factor];
        for (int i = 0; i < packets.size(); i++) {
            int at = i * length * factor;
            // What follows a lost packet tells of it, or does not.
            boolean recover = i % 10 == 3 && i + 1 < packets.size();
            byte[] packet = packets.get(recover ? i + 1 : i);
            int got;
            if (i % 10 == 7) {
                got = decoder.conceal(length, out);
                theirs.decode(null, 0, 0, expected, at, length * factor, false);
            } else {
                got = recover ? decoder.recover(packet, length, out) : decoder.decode(packet, out);
                theirs.decode(packet, 0, packet.length, expected, at, length * factor, recover);
            }
            assertThat(got).isEqualTo(length);
            System.arraycopy(out, 0, heard, i * length, length);
        }
        if (kind.hybrid()) {
            double alike = alike(heard, withoutHigh(expected), factor, 0, heard.length);
            assertThat(alike).isGreaterThan(0.99);
        } else {
            assertThat(heard).isEqualTo(expected);
        }
    }

    /// As browsers do it when their estimate of the network changes.
    @Test
    void kindsFollowEachOther() throws OpusException {
        var said = sound(SpeechDecoder.RATE_HZ, 3);
        var wide = sound(WIDE_HZ, 3);
        var kinds =
                List.of(
                        Kind.HYBRID,
                        Kind.CELT,
                        Kind.SILK_NARROW,
                        Kind.HYBRID_STEREO,
                        Kind.CELT,
                        Kind.SILK_WIDE);
        var coded = new ArrayList<List<byte[]>>();
        for (Kind kind : kinds) {
            coded.add(kind.encode(wide));
        }
        int each = coded.getFirst().size() / kinds.size();
        var packets = new ArrayList<byte[]>();
        for (int i = 0; i < kinds.size(); i++) {
            packets.addAll(coded.get(i).subList(i * each, (i + 1) * each));
        }
        short[] heard = decode(packets);
        int length = each * 20 * MS;
        for (int i = 0; i < kinds.size(); i++) {
            assertThat(alike(said, heard, 1, i * length + 60 * MS, (i + 1) * length - MOST_DELAY))
                    .as("part %d, %s", i, kinds.get(i))
                    .isGreaterThan(0.9);
        }
    }

    /// Nothing was said yet, and nothing is made up.
    @Test
    void beforeTheFirstPacketItIsSilent() {
        assertThat(decoder.conceal(20 * MS, out)).isEqualTo(20 * MS);
        assertThat(out).containsOnly(0);
    }

    /// A sender that does not transmit sends packets of a byte, of any kind.
    @Test
    void packetsOfNothingHaveTheirLength() throws OpusException {
        byte[] some = Kind.HYBRID.encode(sound(WIDE_HZ, 4)).getFirst();
        assertThat(decoder.decode(some, out)).isEqualTo(20 * MS);
        assertThat(decoder.decode(new byte[] {some[0]}, out)).isEqualTo(20 * MS);
    }

    @Test
    void damageIsSaidAndGetsOverIt() throws OpusException {
        var random = new Random(5);
        for (Kind kind : Kind.values()) {
            List<byte[]> packets = kind.encode(sound(WIDE_HZ, 5));
            for (byte[] packet : packets) {
                byte[] damaged = packet.clone();
                for (int i = 0; i < 4; i++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                byte[] cut = Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length));
                assertThat(decoder.decode(cut, out)).isBetween(0, SpeechDecoder.MAX_SAMPLES);
                assertThat(decoder.recover(cut, 20 * MS, out)).isIn(0, 20 * MS);
                assertThat(decoder.conceal(10 * MS, out)).isIn(0, 10 * MS);
            }
            assertThat(decoder.decode(packets.getFirst(), out)).isEqualTo(kind.samples());
        }
    }
}
