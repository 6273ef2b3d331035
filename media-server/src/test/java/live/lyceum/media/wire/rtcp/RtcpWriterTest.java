package live.lyceum.media.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpWriterTest {
    private static final ReportBlock BLOCK =
            new ReportBlock(0xaa, 64, -1, 0x11234, 7, 0x11112222, 65536);

    private final byte[] dst = new byte[1500];
    private final RtcpWriter writer = new RtcpWriter();

    @BeforeEach
    void setUp() {
        Arrays.fill(dst, (byte) 0xee);
        writer.reset(dst, 4, 1400);
    }

    static Stream<Arguments> packets() {
        return Stream.of(
                packet(
                        "80c80006 00000001 0123456789abcdef 89abcdef 00000064 000003e8",
                        w -> w.senderReport(1, 0x0123456789abcdefL, 0x89abcdef, 100, 1000)),
                packet("80c90001 00000001", w -> w.receiverReport(1)),
                packet(
                        "81c90007 00000001 000000aa 40ffffff 00011234 00000007 11112222 00010000",
                        w -> w.receiverReport(1) && w.reportBlock(BLOCK)),
                packet("81ca0003 00000001 0103 616263 000000", w -> w.sdesCname(1, "abc")),
                packet("81ca0003 00000001 0105 6162636465 00", w -> w.sdesCname(1, "abcde")),
                packet(
                        "81ca0004 00000001 0106 616263646566 00000000",
                        w -> w.sdesCname(1, "abcdef")),
                packet("81ce0002 00000001 00000002", w -> w.pli(1, 2)),
                packet("84ce0004 00000001 00000000 00000002 07000000", w -> w.fir(1, 2, 7)),
                packet("81cb0001 00000001", w -> w.bye(1)));
    }

    private static Arguments packet(String bytes, Predicate<RtcpWriter> write) {
        return arguments(bytes, write);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packets")
    void writesAndNeverWithoutRoom(String bytes, Predicate<RtcpWriter> write) {
        byte[] expected = HexFormat.of().parseHex(bytes.replace(" ", ""));

        assertThat(write.test(writer)).isTrue();

        assertThat(written()).isEqualTo(expected);
        assertThat(dst[4 + expected.length]).isEqualTo((byte) 0xee);
        for (int room = 0; room < expected.length; room++) {
            writer.reset(dst, 4, room);
            assertThat(write.test(writer)).isFalse();
            assertThat(writer.length()).isLessThanOrEqualTo(room);
        }
    }

    @Test
    void appendsACompoundPacketThatTheReaderTellsBack() {
        writer.senderReport(1, 2, 3, 4, 5);
        writer.reportBlock(BLOCK);
        writer.sdesCname(1, "lyceum");
        writer.nack(1, 2, new int[] {10, 11}, 2);
        writer.pli(1, 2);
        writer.bye(1);

        assertThat(told())
                .containsExactly(
                        "sr 1 ntp 2 rtp 3 packets 4 octets 5",
                        "block by 1 " + BLOCK,
                        "nack 1 of 2: 10 1",
                        "pli 1 of 2",
                        "bye 1");
    }

    @Test
    void aReportHas31BlocksAtMost() {
        writer.receiverReport(1);
        for (int i = 0; i < 31; i++) {
            assertThat(writer.reportBlock(BLOCK)).isTrue();
        }

        assertThat(writer.reportBlock(BLOCK)).isFalse();

        assertThat(told()).hasSize(31);
    }

    @Test
    void aBlockBelongsToTheReportJustBefore() {
        assertThat(writer.reportBlock(BLOCK)).isFalse();
        writer.receiverReport(1);
        writer.pli(1, 2);
        assertThat(writer.reportBlock(BLOCK)).isFalse();
    }

    @Test
    void cumulativeLossSaturates() {
        writer.receiverReport(1);
        writer.reportBlock(new ReportBlock(1, 0, 0x1234567, 0, 0, 0, 0));
        writer.reportBlock(new ReportBlock(1, 0, -0x1234567, 0, 0, 0, 0));

        assertThat(told())
                .containsExactly(
                        "block by 1 " + new ReportBlock(1, 0, 0x7fffff, 0, 0, 0, 0),
                        "block by 1 " + new ReportBlock(1, 0, -0x800000, 0, 0, 0, 0));
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                arguments(new int[] {}, List.of()),
                arguments(new int[] {7}, List.of("7 0")),
                arguments(new int[] {7, 8}, List.of("7 1")),
                arguments(new int[] {7, 23}, List.of("7 8000")),
                arguments(new int[] {7, 24}, List.of("7 0", "24 0")),
                arguments(new int[] {7, 9, 23, 24, 25}, List.of("7 8002", "24 1")),
                arguments(new int[] {65534, 65535, 0, 14}, List.of("65534 8003")),
                arguments(new int[] {65535, 15, 16}, List.of("65535 8000", "16 0")));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void packsLossesIntoAsFewEntriesAsTheyGo(int[] lost, List<String> entries) {
        assertThat(writer.nack(1, 2, lost, lost.length)).isTrue();

        assertThat(told()).isEqualTo(entries.stream().map(e -> "nack 1 of 2: " + e).toList());
        assertThat(writer.length()).isEqualTo(lost.length == 0 ? 0 : 12 + 4 * entries.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 15, 19})
    void nackNeedsRoomForAllEntries(int room) {
        writer.reset(dst, 0, room);

        assertThat(writer.nack(1, 2, new int[] {1, 100}, 2)).isFalse();

        assertThat(writer.length()).isZero();
    }

    @Test
    void cnameHas255BytesAtMost() {
        assertThat(writer.sdesCname(1, "x".repeat(255))).isTrue();
        assertThatThrownBy(() -> writer.sdesCname(1, "x".repeat(256)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private byte[] written() {
        return Arrays.copyOfRange(dst, 4, 4 + writer.length());
    }

    private List<String> told() {
        RtcpLog log = new RtcpLog();
        byte[] bytes = written();
        if (bytes.length > 0) {
            assertThat(new RtcpReader().read(bytes, 0, bytes.length, log)).isNull();
        }
        return log.lines;
    }
}
