package live.lyceum.recorder.hear;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What comes out of Opus of all kinds, beside what was put in and what Concentus makes of it.
class SpeechDecoderTest {
    private static final int WIDE_HZ = OpusKind.WIDE_HZ;
    private static final int FACTOR = WIDE_HZ / SpeechDecoder.RATE_HZ;
    private static final int MS = SpeechDecoder.RATE_HZ / 1_000;
    private static final int SECONDS = 3;

    /// What an encoder of libopus delays by, which `SpeechLine` counts on.
    private static final int DELAY = 104;

    private static final int MOST_DELAY = 20 * MS;

    private final SpeechDecoder decoder = new SpeechDecoder();
    private final short[] out = new short[SpeechDecoder.MAX_SAMPLES];

    /// How the second of two is beside the first.
    ///
    /// @param alike 1 at most, where the second is so much later as it is most alike
    /// @param delay that much, in samples of 16 kHz
    /// @param db louder it is there
    private record Comparison(double alike, double delay, double db) {}

    /// Tones that begin and end, as low as all kinds have them, and one that 16 kHz have no room
    /// for.
    private static short[] sound(int hz, long seed) {
        var random = new Random(seed);
        var samples = new short[SECONDS * hz];
        for (int tone = 0; tone < SECONDS * 8; tone++) {
            double turns = 200 + random.nextDouble() * 2_000;
            int begin = random.nextInt(SECONDS * 1_000 - 250) * (hz / 1_000);
            int length = (100 + random.nextInt(150)) * (hz / 1_000);
            add(samples, turns, hz, begin, length);
            if (hz == WIDE_HZ) {
                add(samples, 12_000, hz, begin, length);
            }
        }
        return samples;
    }

    private static void add(short[] samples, double turns, int hz, int begin, int length) {
        for (int i = 0; i < length; i++) {
            double ramp = Math.sin(Math.PI * i / length);
            double value = 3_000 * ramp * Math.sin(2 * Math.PI * turns * i / hz);
            samples[begin + i] += (short) value;
        }
    }

    private static List<byte[]> packets(OpusKind kind, short[] wide) throws OpusException {
        var encoder = OpusKind.Encoder.of(kind);
        var packets = new ArrayList<byte[]>();
        int frame = kind.samples() * FACTOR;
        for (int at = 0; at + frame <= wide.length; at += frame) {
            packets.add(encoder.packet(kind, wide, at));
        }
        assertThat(packets).as("are %s", kind).allMatch(kind::is);
        return packets;
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

    /// @param factor so many times the samples has the second
    /// @param from of the first, and the next
    private static Comparison compare(
            short[] one, short[] other, int factor, int from, int to, int mostDelay) {
        var best = new Comparison(0, 0, 0);
        for (int delay = 0; delay < mostDelay * factor; delay++) {
            double product = 0;
            double first = 1e-9;
            double second = 1e-9;
            for (int i = from; i < to && i * factor + delay < other.length; i++) {
                double x = one[i];
                double y = other[i * factor + delay];
                product += x * y;
                first += x * x;
                second += y * y;
            }
            double alike = product / Math.sqrt(first * second);
            if (alike > best.alike) {
                double db = 10 * Math.log10(second / first);
                best = new Comparison(alike, (double) delay / factor, db);
            }
        }
        return best;
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
    void whatWentInComesOut(OpusKind kind) throws OpusException {
        short[] heard = decode(packets(kind, sound(WIDE_HZ, 1)));
        short[] said = sound(SpeechDecoder.RATE_HZ, 1);
        Comparison beside = compare(said, heard, 1, 0, said.length - MOST_DELAY, MOST_DELAY);
        assertThat(beside.alike).as(beside.toString()).isGreaterThan(0.92);
        assertThat(beside.delay).as(beside.toString()).isBetween(DELAY - 20.0, DELAY + 20.0);
        // Half of two channels together, of which the second is a quarter as loud.
        double db = kind.name().endsWith("STEREO") ? 20 * Math.log10(1.25 / 2) : 0;
        assertThat(beside.db).as(beside.toString()).isBetween(db - 1, db + 1);
    }

    /// Both of them are told the same: what came, what was lost, and what tells of a loss.
    private final class Both {
        private final OpusDecoder theirs;
        private final int factor;
        private final short[] heard = new short[SECONDS * SpeechDecoder.RATE_HZ];
        private final short[] expected;
        private int at;

        Both(int factor) throws OpusException {
            this.factor = factor;
            theirs = new OpusDecoder(SpeechDecoder.RATE_HZ * factor, 1);
            expected = new short[heard.length * factor];
        }

        @SuppressWarnings("NullAway") // no packet is how Concentus is told that one is missing
        void tell(byte @Nullable [] packet, int samples, boolean lost) throws OpusException {
            int got;
            if (packet == null) {
                got = decoder.conceal(samples, out);
            } else {
                got = lost ? decoder.recover(packet, samples, out) : decoder.decode(packet, out);
            }
            assertThat(got).isEqualTo(samples);
            System.arraycopy(out, 0, heard, at, samples);
            int length = packet == null ? 0 : packet.length;
            int from = at * factor;
            theirs.decode(
                    packet, 0, length, expected, from, samples * factor, packet != null && lost);
            at += samples;
        }
    }

    /// Losses are concealed and recovered as well; hybrid packets, which it is silent for in 16
    /// kHz, are compared in 48.
    @ParameterizedTest
    @EnumSource
    void itIsWhatConcentusMakesOfIt(OpusKind kind) throws OpusException {
        List<byte[]> packets = packets(kind, sound(WIDE_HZ, 2));
        var both = new Both(kind.hybrid() ? FACTOR : 1);
        int length = kind.samples();
        for (int i = 0; i < packets.size(); i++) {
            if (i % 10 == 3 && i + 1 < packets.size()) {
                both.tell(packets.get(i + 1), length, true);
            } else {
                both.tell(i % 10 == 7 ? null : packets.get(i), length, false);
            }
        }
        if (kind.hybrid()) {
            Comparison beside =
                    compare(
                            both.heard,
                            withoutHigh(both.expected),
                            FACTOR,
                            0,
                            both.at - MOST_DELAY,
                            MOST_DELAY);
            assertThat(beside.alike).as(beside.toString()).isGreaterThan(0.99);
            assertThat(beside.db).as(beside.toString()).isBetween(-0.5, 0.5);
        } else {
            assertThat(both.heard).isEqualTo(both.expected);
        }
    }

    /// The packet after a lost one has it a second time.
    @ParameterizedTest
    @EnumSource(names = {"SILK_WIDE", "SILK_OF_60_MS", "HYBRID", "HYBRID_OF_40_MS"})
    void whatIsToldOfALossIsBetterThanWhatIsMadeUp(OpusKind kind) throws OpusException {
        List<byte[]> packets = packets(kind, sound(WIDE_HZ, 3));
        short[] whole = decode(packets);
        double told = lossesAre(packets, whole, kind, true);
        double madeUp = lossesAre(packets, whole, kind, false);
        assertThat(told).as("%.3f, made up %.3f", told, madeUp).isGreaterThan(madeUp + 0.1);
    }

    /// How alike each third packet is to the whole sound where it was lost.
    private static double lossesAre(
            List<byte[]> packets, short[] whole, OpusKind kind, boolean told) {
        var decoder = new SpeechDecoder();
        var out = new short[SpeechDecoder.MAX_SAMPLES];
        double product = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i + 1 < packets.size(); i++) {
            if (i % 3 != 2) {
                decoder.decode(packets.get(i), out);
                continue;
            }
            if (told) {
                decoder.recover(packets.get(i + 1), kind.samples(), out);
            } else {
                decoder.conceal(kind.samples(), out);
            }
            for (int k = 0; k < kind.samples(); k++) {
                double x = out[k];
                double y = whole[i * kind.samples() + k];
                product += x * y;
                first += x * x;
                second += y * y;
            }
        }
        return product / Math.sqrt(first * second);
    }

    /// As an encoder does it, with what leads from one to the next: from 10 ms after a change on it
    /// is what Concentus makes of it, and as loud.
    @Test
    void kindsFollowEachOther() throws OpusException {
        var wide = sound(WIDE_HZ, 4);
        var kinds =
                List.of(
                        OpusKind.HYBRID,
                        OpusKind.CELT,
                        OpusKind.SILK_WIDE,
                        OpusKind.CELT,
                        OpusKind.HYBRID,
                        OpusKind.SILK_NARROW,
                        OpusKind.CELT,
                        OpusKind.SILK_MEDIUM,
                        OpusKind.HYBRID);
        int each = 15;
        var encoder = new OpusKind.Encoder(1, 0);
        var both = new Both(FACTOR);
        var changes = new ArrayList<Integer>();
        byte[] before = {0};
        for (int i = 0; i < kinds.size() * each && (i + 1) * 20 <= SECONDS * 1_000; i++) {
            byte[] packet = encoder.packet(kinds.get(i / each), wide, i * 20 * MS * FACTOR);
            if ((before[0] ^ packet[0]) >> 3 != 0) {
                changes.add(both.at);
            }
            before = packet;
            both.tell(packet, 20 * MS, false);
        }
        // It goes over in two steps to some.
        assertThat(changes).hasSizeGreaterThanOrEqualTo(kinds.size());
        changes.add(both.at);
        short[] expected = withoutHigh(both.expected);
        for (int i = 1; i + 1 < changes.size(); i++) {
            int from = changes.get(i) + 10 * MS;
            int to = Math.min(from + 100 * MS, changes.get(i + 1) - 20 * MS);
            for (int at = from; at < to; at += 20 * MS) {
                Comparison beside = compare(both.heard, expected, FACTOR, at, at + 20 * MS, 5 * MS);
                assertThat(beside.alike).as("change %d, %s", i, beside).isGreaterThan(0.95);
                assertThat(beside.db).as("change %d, %s", i, beside).isBetween(-2.0, 2.0);
            }
        }
    }

    /// Nothing was said yet, and nothing is made up.
    @Test
    void beforeTheFirstPacketItIsSilent() {
        assertThat(decoder.conceal(20 * MS, out)).isEqualTo(20 * MS);
        assertThat(Arrays.copyOf(out, 20 * MS)).containsOnly(0);
    }

    /// A sender that does not transmit sends packets of a byte, of any kind: what was goes on.
    @Test
    void packetsOfNothingChangeNothing() throws OpusException {
        for (OpusKind kind : List.of(OpusKind.HYBRID, OpusKind.CELT)) {
            List<byte[]> packets = packets(kind, sound(WIDE_HZ, 5));
            var other = new SpeechDecoder();
            var others = new short[SpeechDecoder.MAX_SAMPLES];
            for (byte[] packet : packets.subList(0, 50)) {
                decoder.decode(packet, out);
                other.decode(packet, others);
            }
            for (int configuration = 0; configuration < 32; configuration++) {
                byte[] nothing = {(byte) (configuration << 3)};
                int samples = SpeechDecoder.samples(nothing);
                assertThat(decoder.decode(nothing, out)).isEqualTo(samples);
                assertThat(other.conceal(samples, others)).isEqualTo(samples);
                assertThat(Arrays.copyOf(out, samples)).isEqualTo(Arrays.copyOf(others, samples));
            }
        }
    }

    @Test
    void whatIsNoPacketHasNoSamples() {
        assertThat(decoder.decode(new byte[0], out)).isZero();
        assertThat(decoder.recover(new byte[0], 20 * MS, out)).isEqualTo(20 * MS);
        // RFC 6716 section 3.2.3: two frames of one length, in an odd number of bytes.
        assertThat(decoder.decode(new byte[] {(byte) (9 << 3 | 1), 1, 2, 3}, out)).isZero();
        assertThat(decoder.decode(new byte[] {(byte) (31 << 3 | 1), 1, 2, 3}, out)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void damageIsGotOver(OpusKind kind) throws OpusException {
        var random = new Random(6);
        List<byte[]> packets = packets(kind, sound(WIDE_HZ, 6));
        int damages = 0;
        for (int tries = 0; tries < 600; tries++) {
            byte[] damaged = packets.get(tries % packets.size()).clone();
            for (int changed = 0; changed < 4; changed++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            byte[] cut = Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length));
            int got = decoder.decode(cut, out);
            assertThat(got).isIn(0, SpeechDecoder.samples(cut));
            damages += got == 0 ? 1 : 0;
            assertThat(decoder.recover(cut, 20 * MS, out)).isIn(0, 20 * MS);
            assertThat(decoder.conceal(10 * MS, out)).isIn(0, 10 * MS);
        }
        assertThat(damages).isPositive();
        short[] heard = decode(packets);
        short[] said = sound(SpeechDecoder.RATE_HZ, 6);
        Comparison beside = compare(said, heard, 1, SpeechDecoder.RATE_HZ, said.length, MOST_DELAY);
        assertThat(beside.alike).as(beside.toString()).isGreaterThan(0.9);
    }
}
