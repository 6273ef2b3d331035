package live.lyceum.media.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import live.lyceum.media.testkit.Mutations;
import live.lyceum.media.wire.DropReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RtpPacketTest {
    private static final String FIXED = "80 6f 1234 89abcdef fedcba98";
    private static final String EXTENDED = "90 ef 1234 89abcdef fedcba98";

    /// What Chromium sends for a layer: mid "1", rid "q", a transport-wide number, padding before
    /// and after.
    private static final String ONE_BYTE =
            EXTENDED + "bede 0003 40 31 a0 71 00 00 31 0102 00 00 00";

    private static final String TWO_BYTE =
            EXTENDED + "1000 0003 04 01 31 00 0f 00 80 03 010203 00" + "aabb";

    /// The three examples of RFC 8285 sections 4.2 and 4.3: one, two, three and sixteen bytes of
    /// data.
    private static final String RFC_8285_ONE_BYTE =
            EXTENDED + "bede 0003 10 aa 21 bbbb 00 00 33 cccccccc";

    private static final String RFC_8285_TWO_BYTE =
            EXTENDED + "1000 0003 01 00 02 01 bb 00 03 04 cccccccc";

    private static final List<byte[]> GOOD =
            List.of(
                    hex(FIXED),
                    hex(FIXED + "010203"),
                    hex("a2 6f 1234 89abcdef fedcba98 00000001 00000002 aabb 00 00 03"),
                    hex(ONE_BYTE + "10 20 30"),
                    hex(TWO_BYTE),
                    hex(RFC_8285_ONE_BYTE),
                    hex(RFC_8285_TWO_BYTE));

    private final RtpPacket packet = new RtpPacket();

    @Test
    void readsTheFixedHeader() {
        assertThat(parse("90 ef 1234 89abcdef fedcba98 bede 0000 aabbcc")).isNull();

        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(111);
        assertThat(packet.sequenceNumber()).isEqualTo(0x1234);
        assertThat(packet.timestamp()).isEqualTo(0x89abcdef);
        assertThat(packet.ssrc()).isEqualTo(0xfedcba98);
        assertThat(packet.hasExtension()).isTrue();
        assertThat(packet.headerLength()).isEqualTo(16);
        assertThat(packet.payloadOffset()).isEqualTo(16);
        assertThat(packet.payloadLength()).isEqualTo(3);
        assertThat(packet.paddingLength()).isZero();
    }

    @Test
    void offsetsAreAbsolute() {
        byte[] inside = new byte[64];
        byte[] bytes = hex(ONE_BYTE + "10 20 30");
        System.arraycopy(bytes, 0, inside, 20, bytes.length);

        assertThat(packet.parse(inside, 20, bytes.length)).isNull();

        assertThat(packet.offset()).isEqualTo(20);
        assertThat(packet.length()).isEqualTo(bytes.length);
        assertThat(packet.buffer()).isSameAs(inside);
        assertThat(packet.payloadOffset()).isEqualTo(20 + 28);
        assertThat(inside[packet.extensionOffset(4)]).isEqualTo((byte) '1');
    }

    @Test
    void skipsContributingSources() {
        assertThat(parse("82 6f 1234 89abcdef fedcba98 00000001 00000002 aabb")).isNull();

        assertThat(packet.headerLength()).isEqualTo(20);
        assertThat(packet.payloadLength()).isEqualTo(2);
    }

    @Test
    void countsPaddingApart() {
        assertThat(parse("a0 6f 1234 89abcdef fedcba98 aabb 00 00 03")).isNull();

        assertThat(packet.payloadLength()).isEqualTo(2);
        assertThat(packet.paddingLength()).isEqualTo(3);
    }

    @Test
    void takesAPacketOfPaddingOnly() {
        assertThat(parse("a0 6f 1234 89abcdef fedcba98 00 00 03")).isNull();

        assertThat(packet.payloadLength()).isZero();
    }

    static Stream<Arguments> extensions() {
        return Stream.of(
                arguments("one byte, mid", ONE_BYTE, 4, "31"),
                arguments("one byte, rid", ONE_BYTE, 10, "71"),
                arguments("one byte, behind padding", ONE_BYTE, 3, "0102"),
                arguments("one byte, absent", ONE_BYTE, 5, null),
                arguments("RFC 8285 one byte, 1", RFC_8285_ONE_BYTE, 1, "aa"),
                arguments("RFC 8285 one byte, 2", RFC_8285_ONE_BYTE, 2, "bbbb"),
                arguments("RFC 8285 one byte, 4", RFC_8285_ONE_BYTE, 3, "cccccccc"),
                arguments("RFC 8285 two bytes, 0", RFC_8285_TWO_BYTE, 1, ""),
                arguments("RFC 8285 two bytes, 1", RFC_8285_TWO_BYTE, 2, "bb"),
                arguments("RFC 8285 two bytes, 4", RFC_8285_TWO_BYTE, 3, "cccccccc"),
                arguments("two bytes, id 15 is an id", TWO_BYTE, 15, ""),
                arguments("two bytes, id above 127", TWO_BYTE, 128, "010203"),
                arguments("two bytes, absent", TWO_BYTE, 5, null),
                arguments(
                        "two bytes with application bits",
                        EXTENDED + "100a 0001 04 01 31 00",
                        4,
                        "31"),
                arguments("the first of two counts", EXTENDED + "bede 0001 10 aa 10 bb", 1, "aa"),
                arguments(
                        "sixteen bytes of data",
                        EXTENDED + "bede 0005 1f 000102030405060708090a0b0c0d0e0f 000000",
                        1,
                        "000102030405060708090a0b0c0d0e0f"),
                arguments("id 15 ends the block", EXTENDED + "bede 0001 f0 10 aa 00", 1, null),
                arguments("before id 15", EXTENDED + "bede 0001 10 aa f7 00", 1, "aa"),
                arguments("id 0 with a length ends", EXTENDED + "bede 0001 03 10 aa 00", 1, null),
                arguments("an unknown profile", EXTENDED + "abcd 0001 10 aa 00 00", 1, null),
                arguments("an empty block", EXTENDED + "bede 0000", 1, null),
                arguments("padding only", EXTENDED + "bede 0001 00000000", 1, null),
                arguments("padding is not id 0", EXTENDED + "bede 0001 00000000", 0, null),
                arguments("no extension", FIXED, 1, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extensions")
    void findsExtensions(String name, String bytes, int id, @Nullable String data) {
        assertThat(parse(bytes)).isNull();

        int at = packet.extensionOffset(id);
        int length = packet.extensionLength(id);
        if (data == null) {
            assertThat(at).isEqualTo(-1);
            assertThat(length).isEqualTo(-1);
        } else {
            byte[] found = Arrays.copyOfRange(packet.buffer(), at, at + length);
            assertThat(found).isEqualTo(hex(data));
        }
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments("nothing", "", DropReason.RTP_MALFORMED),
                arguments("version 1", "40" + FIXED.substring(2), DropReason.RTP_MALFORMED),
                arguments("version 3", "c0" + FIXED.substring(2), DropReason.RTP_MALFORMED),
                arguments(
                        "CSRCs past the end", "8f" + FIXED.substring(2), DropReason.RTP_MALFORMED),
                arguments("block without a head", EXTENDED + "bede", DropReason.RTP_MALFORMED),
                arguments(
                        "block past the end", EXTENDED + "bede 0001 00", DropReason.RTP_MALFORMED),
                arguments(
                        "block of 65535 words",
                        EXTENDED + "bede ffff 00",
                        DropReason.RTP_MALFORMED),
                arguments(
                        "padding of 0", "a0" + FIXED.substring(2) + "00", DropReason.RTP_MALFORMED),
                arguments(
                        "padding over length",
                        "a0" + FIXED.substring(2) + "0003",
                        DropReason.RTP_MALFORMED),
                arguments(
                        "padding in no payload",
                        "a0" + FIXED.substring(2),
                        DropReason.RTP_MALFORMED),
                arguments(
                        "element past the block",
                        EXTENDED + "bede 0001 13 aabbcc",
                        DropReason.RTP_BAD_EXTENSION),
                arguments(
                        "element past, though there is payload",
                        EXTENDED + "bede 0001 00 00 00 11 aabbcc",
                        DropReason.RTP_BAD_EXTENSION),
                arguments(
                        "two bytes, past the block",
                        EXTENDED + "1000 0001 01 03 aabb",
                        DropReason.RTP_BAD_EXTENSION),
                arguments(
                        "two bytes, no length",
                        EXTENDED + "1000 0001 00 00 00 01",
                        DropReason.RTP_BAD_EXTENSION));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void refuses(String name, String bytes, DropReason reason) {
        assertThat(parse(bytes)).isEqualTo(reason);
    }

    @Test
    void settersWriteInPlaceAndNothingElse() {
        assertThat(parse(ONE_BYTE + "10 20 30")).isNull();

        packet.marker(false);
        packet.payloadType(0x60);
        packet.sequenceNumber(0xffff);
        packet.timestamp(0x01020304);
        packet.ssrc(0x05060708);

        String rest = ONE_BYTE.substring(EXTENDED.length());
        assertThat(packet.buffer())
                .isEqualTo(hex("90 60 ffff 01020304 05060708" + rest + "10 20 30"));
        packet.marker(true);
        assertThat(packet.payloadType()).isEqualTo(0x60);
        assertThat(packet.marker()).isTrue();
    }

    @Test
    void bearsEveryPrefix() {
        for (byte[] good : GOOD) {
            assertThat(packet.parse(good, 0, good.length)).isNull();
            Mutations.everyPrefix(good, this::read);
        }
    }

    @Test
    void bearsMutations() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> Mutations.mutated(1, 10_000, GOOD, this::read));
    }

    /// Asks for everything of what parsed.
    private void read(byte[] bytes) {
        if (packet.parse(bytes, 0, bytes.length) != null) {
            return;
        }
        assertThat(packet.payloadLength()).isBetween(0, bytes.length);
        assertThat(packet.payloadOffset()).isBetween(12, bytes.length);
        for (int id = 1; id < 256; id++) {
            int at = packet.extensionOffset(id);
            int length = packet.extensionLength(id);
            assertThat(at < 0).isEqualTo(length < 0);
            assertThat(at + length).isLessThanOrEqualTo(packet.payloadOffset());
        }
    }

    private @Nullable DropReason parse(String bytes) {
        byte[] packetBytes = hex(bytes);
        return packet.parse(packetBytes, 0, packetBytes.length);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
