package live.lyceum.media.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransportFeedbackTest {
    private static final int MAX_LENGTH = 1200;

    private final TransportFeedbackBuilder builder = new TransportFeedbackBuilder(MAX_LENGTH);
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] dst = new byte[MAX_LENGTH];

    /// Arrivals as pairs of sequence number and ticks of 250 us since the first; chunks and deltas
    /// as written.
    static Stream<Arguments> chunks() {
        return Stream.of(
                arguments("a run of small deltas", new int[] {0, 4, 1, 8, 2, 12}, "2003 04 04 04"),
                arguments("one", new int[] {0, 0}, "2001 00"),
                arguments("a large delta", new int[] {0, 0, 1, 256}, "d800 00 0100"),
                arguments("a large delta, back in time", new int[] {0, 8, 1, 4}, "d800 08 fffc"),
                arguments("255 is small", new int[] {0, 0, 1, 255}, "2002 00 ff"),
                arguments("a loss", new int[] {0, 0, 2, 1}, "a800 00 01"),
                arguments("losses at the head", new int[] {3, 0}, "8400 00"),
                arguments("many losses at the head", new int[] {20, 0}, "0014 2001 00"),
                arguments("two vectors", new int[] {0, 0, 16, 0}, "a000 8800 00 00"),
                arguments(
                        "8191 losses and more",
                        new int[] {0, 0, 8300, 0},
                        "a000 1fff 005f 2001 00 00"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chunks")
    void choosesChunks(String name, int[] arrivals, String expected) {
        builder.start(MAX_LENGTH, 65530, 64_000L * 5, 9);
        for (int i = 0; i < arrivals.length; i += 2) {
            assertThat(builder.add(65530 + arrivals[i], 64_000L * 5 + 250L * arrivals[i + 1]))
                    .isTrue();
        }
        byte[] packet = write();

        String body = HexFormat.of().formatHex(packet, 20, packet.length);
        String padded = expected.replace(" ", "");
        assertThat(body).isEqualTo(padded + "0".repeat(-padded.length() & 7));
        assertThat(packet.length % 4).isZero();
        int count = arrivals[arrivals.length - 2] + 1;
        assertThat(HexFormat.of().formatHex(packet, 12, 20))
                .isEqualTo("fffa%04x00000509".formatted(count));
        Map<Integer, Long> wanted = new TreeMap<>();
        for (int i = 0; i < arrivals.length; i += 2) {
            wanted.put((65530 + arrivals[i]) & 0xffff, 64_000L * 5 + 250L * arrivals[i + 1]);
        }
        assertThat(arrived(packet)).isEqualTo(wanted);
    }

    @Test
    void refusesWhatTheNextPacketMustTell() {
        builder.start(MAX_LENGTH, 10, 0, 0);
        assertThat(builder.add(10, 0)).isTrue();
        assertThat(builder.add(10, 1000)).as("told already").isFalse();
        assertThat(builder.add(9, 1000)).as("before the base").isFalse();
        assertThat(builder.add(11, 32_768L * 250)).as("too late").isFalse();
        assertThat(builder.add(11, -32_769L * 250)).as("too early").isFalse();
        assertThat(builder.add(11, 32_767L * 250)).isTrue();
        assertThat(builder.statusCount()).isEqualTo(2);
    }

    @Test
    void nothingToTellIsNoPacket() {
        builder.start(MAX_LENGTH, 10, 0, 0);
        writer.reset(dst, 0, dst.length);

        assertThat(writer.transportFeedback(1, 2, builder)).isTrue();

        assertThat(writer.length()).isZero();
    }

    @Test
    void neverOutgrowsItsRoom() {
        SplittableRandom random = new SplittableRandom(4);
        for (int maxLength = 0; maxLength < 200; maxLength++) {
            builder.start(maxLength, 0, 0, 0);
            int sequenceNumber = 0;
            while (builder.add(sequenceNumber, random.nextInt(100_000))) {
                sequenceNumber += random.nextInt(1, 12);
            }
            writer.reset(dst, 0, maxLength);
            assertThat(writer.transportFeedback(1, 2, builder)).isTrue();
            assertThat(writer.length()).isLessThanOrEqualTo(maxLength);
            assertThat(writer.length() > 0).isEqualTo(maxLength >= 32);
        }
    }

    @Test
    void referenceTimeWraps() {
        long beyond = 64_000L * 0x1000007;
        builder.start(MAX_LENGTH, 0, beyond + 300, 0);
        assertThat(builder.add(0, beyond + 300)).isTrue();

        assertThat(arrived(write())).isEqualTo(Map.of(0, 64_000L * 7 + 250));
    }

    @Test
    void whatIsWrittenIsRead() {
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int loss = random.nextInt(100);
            int jitterUs = random.nextInt(1, 200_000);
            int base = random.nextInt(65536);
            long startUs = random.nextLong(1L << 40);
            Map<Integer, Long> wanted = new TreeMap<>();
            int count = random.nextInt(1, 3000);
            builder.start(MAX_LENGTH, base, startUs, seed);
            for (int i = 0; i < count; i++) {
                long arrivalUs = startUs + i * 500L + (i == 0 ? 0 : random.nextInt(jitterUs));
                if (i > 0 && random.nextInt(100) < loss) {
                    continue;
                }
                if (!builder.add(base + i, arrivalUs)) {
                    break;
                }
                wanted.put((base + i) & 0xffff, arrivalUs / 250 * 250 % (64_000L << 24));
            }

            Map<Integer, Long> read = arrived(write());

            assertThat(read.keySet()).as("seed " + seed).isEqualTo(wanted.keySet());
            read.replaceAll((_, us) -> Math.floorMod(us, 64_000L << 24));
            assertThat(read).as("seed " + seed).isEqualTo(wanted);
        }
    }

    @Test
    void rewindsToTheFirst() {
        builder.start(MAX_LENGTH, 0, 0, 0);
        builder.add(0, 0);
        builder.add(5, 250);
        byte[] packet = write();
        RtcpHandler twice =
                new RtcpHandler() {
                    @Override
                    public void onTransportFeedback(TransportFeedback feedback) {
                        for (int round = 0; round < 2; round++) {
                            feedback.rewind();
                            assertThat(feedback.next()).isTrue();
                            assertThat(feedback.sequenceNumber()).isZero();
                            assertThat(feedback.next()).isTrue();
                            assertThat(feedback.sequenceNumber()).isEqualTo(5);
                            assertThat(feedback.arrivalUs()).isEqualTo(250);
                            assertThat(feedback.next()).isFalse();
                        }
                    }
                };

        assertThat(new RtcpReader().read(packet, 0, packet.length, twice)).isNull();
    }

    private byte[] write() {
        writer.reset(dst, 0, dst.length);
        assertThat(writer.transportFeedback(1, 2, builder)).isTrue();
        return Arrays.copyOf(dst, writer.length());
    }

    private static Map<Integer, Long> arrived(byte[] packet) {
        Map<Integer, Long> arrived = new TreeMap<>();
        RtcpHandler handler =
                new RtcpHandler() {
                    @Override
                    public void onTransportFeedback(TransportFeedback feedback) {
                        while (feedback.next()) {
                            arrived.put(feedback.sequenceNumber(), feedback.arrivalUs());
                        }
                    }
                };
        assertThat(new RtcpReader().read(packet, 0, packet.length, handler)).isNull();
        return arrived;
    }
}
