package live.lyceum.media.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import live.lyceum.media.testkit.Mutations;
import live.lyceum.media.wire.DropReason;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RtcpReaderTest {
    private static final String SENDER_INFO = "0123456789abcdef 89abcdef 00000064 000003e8";
    private static final String BLOCK = "000000aa 40 ffffff 00011234 00000007 11112222 00010000";
    private static final String SENDER_REPORT = "81c8 000c 00000001" + SENDER_INFO + BLOCK;
    private static final String SDES = "81ca 0003 00000001 01 02 6161 00000000";
    private static final String PLI = "81ce 0002 00000001 00000002";
    private static final String NACK = "81cd 0004 00000001 00000002 0010 0005 fff0 8000";
    private static final String TRANSPORT_WIDE =
            "8fcd 0006 00000001 00000002 fffe 0004 fffff0 07 d840 04 fffc 08 0000";

    private final RtcpReader reader = new RtcpReader();
    private final RtcpLog log = new RtcpLog();

    static Stream<Arguments> good() {
        return Stream.of(
                arguments(
                        SENDER_REPORT,
                        List.of(
                                "sr 1 ntp 123456789abcdef rtp 89abcdef packets 100 octets 1000",
                                "block by 1 "
                                        + new ReportBlock(
                                                0xaa, 64, -1, 0x11234, 7, 0x11112222, 65536))),
                arguments("80c9 0001 00000001", List.of()),
                arguments(
                        "81c9 0007 00000001" + BLOCK,
                        List.of(
                                "block by 1 "
                                        + new ReportBlock(
                                                0xaa, 64, -1, 0x11234, 7, 0x11112222, 65536))),
                arguments("an extension of the profile: 80c9 0002 00000001 00000000", List.of()),
                arguments(SDES, List.of()),
                arguments("82cb 0002 00000001 00000002", List.of("bye 1", "bye 2")),
                arguments("81cb 0002 00000001 03627965", List.of("bye 1")),
                arguments("80cb 0000", List.of()),
                arguments(NACK, List.of("nack 1 of 2: 16 5", "nack 1 of 2: 65520 8000")),
                arguments(PLI, List.of("pli 1 of 2")),
                arguments(
                        "84ce 0006 00000001 00000000 00000002 07000000 00000003 ff000000",
                        List.of("fir 1 of 2: 7", "fir 1 of 3: 255")),
                arguments(
                        "8fce 0005 00000001 00000000 52454d42 01 06ddf2 00000002",
                        List.of("remb 1: 375780")),
                arguments(
                        "8fce 0004 00000001 00000000 52454d42 00 ffffff",
                        List.of("remb 1: " + Long.MAX_VALUE)),
                arguments(
                        "8fce 0004 00000001 00000000 52454d42 00 b7ffff",
                        List.of("remb 1: " + (0x3ffffL << 45))),
                arguments(
                        "8fce 0004 00000001 00000000 52454d42 00 bbffff",
                        List.of("remb 1: " + Long.MAX_VALUE)),
                arguments(
                        "8fce 0004 00000001 00000000 41424344 00 000000",
                        List.of("unknown 206 15")),
                arguments("81cf 0001 00000001", List.of("unknown 207 1")),
                arguments("83cd 0002 00000001 00000002", List.of("unknown 205 3")),
                arguments("a1ce 0003 00000001 00000002 00000004", List.of("pli 1 of 2")),
                arguments(
                        TRANSPORT_WIDE,
                        List.of(
                                "twcc 1 of 2: base 65534 count 4 reference -16 number 7:"
                                        + " 65534@-1023000 65535@-1024000 1@-1022000")),
                arguments(
                        SENDER_REPORT + SDES + PLI,
                        List.of(
                                "sr 1 ntp 123456789abcdef rtp 89abcdef packets 100 octets 1000",
                                "block by 1 "
                                        + new ReportBlock(
                                                0xaa, 64, -1, 0x11234, 7, 0x11112222, 65536),
                                "pli 1 of 2")),
                arguments(
                        "reduced size, RFC 5506: " + PLI + NACK,
                        List.of("pli 1 of 2", "nack 1 of 2: 16 5", "nack 1 of 2: 65520 8000")));
    }

    @ParameterizedTest
    @MethodSource("good")
    void tellsWhatStandsThere(String packet, List<String> told) {
        assertThat(read(hex(packet))).isTrue();
        assertThat(log.lines).isEqualTo(told);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments("nothing", ""),
                arguments("half a header", "80c9"),
                arguments("version 1", "40c9 0001 00000001"),
                arguments("length past the end", "80c9 0002 00000001"),
                arguments("report without an SSRC", "80c9 0000"),
                arguments("report without its block", "81c9 0001 00000001"),
                arguments("sender report without sender info", "80c8 0001 00000001"),
                arguments("31 blocks in no room", "9fc8 0006 00000001" + SENDER_INFO),
                arguments("bye without its SSRC", "81cb 0000"),
                arguments("feedback without SSRCs", "81cd 0001 00000001"),
                arguments("PLI without media SSRC", "81ce 0001 00000001"),
                arguments("FIR with half an entry", "84ce 0003 00000001 00000000 00000002"),
                arguments("REMB cut short", "8fce 0003 00000001 00000000 52454d42"),
                arguments(
                        "REMB without its SSRC", "8fce 0004 00000001 00000000 52454d42 01 06ddf2"),
                arguments("padding of 0", "a1ce 0003 00000001 00000002 00000000"),
                arguments("padding over length", "a1ce 0003 00000001 00000002 0000000d"),
                arguments("padding in an empty packet", "a0cb 0000"),
                arguments(
                        "NACK with padding through an entry",
                        "a1cd 0003 00000001 00000002 00100001"),
                arguments("feedback without a head", "8fcd 0003 00000001 00000002 fffe 0004"),
                arguments(
                        "feedback without its chunk",
                        "8fcd 0004 00000001 00000002 fffe 0004 fffff0 07"),
                arguments(
                        "reserved symbol in a run",
                        "8fcd 0005 00000001 00000002 fffe 0001 fffff0 07 6001 0400"),
                arguments(
                        "reserved symbol in a vector",
                        "8fcd 0005 00000001 00000002 fffe 0001 fffff0 07 f000 0400"),
                arguments("empty run", "8fcd 0005 00000001 00000002 fffe 0001 fffff0 07 2000 0400"),
                arguments(
                        "too few deltas",
                        "8fcd 0005 00000001 00000002 fffe 0003 fffff0 07 2003 0404"),
                arguments(
                        "half a large delta",
                        "8fcd 0005 00000001 00000002 fffe 0002 fffff0 07 e400 0404"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void dropsFromTheBadPacketOn(String name, String packet) {
        assertThat(read(hex(PLI + packet + PLI))).isEqualTo(name.equals("nothing"));
        assertThat(log.lines).startsWith("pli 1 of 2");
        assertThat(log.lines).hasSize(name.equals("nothing") ? 2 : 1);
    }

    @Test
    void anEmptyDatagramIsMalformed() {
        assertThat(read(new byte[0])).isFalse();
    }

    @Test
    void workIsBoundedByTheBytesNotByTheCount() {
        // 65,535 statuses in 9 chunks, one packet arrived: the last.
        byte[] packet =
                hex(
                        "8fcd 000a 00000001 00000002 0000 ffff 000000 00"
                                + "1fff 1fff 1fff 1fff 1fff 1fff 1fff 1fff 0006 2001 04 000000");
        assertThat(read(packet)).isTrue();
        assertThat(log.lines)
                .containsExactly(
                        "twcc 1 of 2: base 0 count 65535 reference 0 number 0: 65534@1000");
    }

    @Test
    void bearsEveryPrefix() {
        for (byte[] good : corpus()) {
            assertThat(read(good)).isTrue();
            Mutations.everyPrefix(good, this::read);
        }
    }

    @Test
    void bearsMutations() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> Mutations.mutated(3, 10_000, corpus(), this::read));
    }

    private static List<byte[]> corpus() {
        return good().map(arguments -> hex((String) arguments.get()[0])).toList();
    }

    private boolean read(byte[] packet) {
        log.lines.clear();
        DropReason bad = reader.read(packet, 0, packet.length, log);
        assertThat(bad).isIn(null, DropReason.RTCP_MALFORMED);
        return bad == null;
    }

    /// What stands before a colon is a comment.
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.substring(text.indexOf(':') + 1).replace(" ", ""));
    }
}
