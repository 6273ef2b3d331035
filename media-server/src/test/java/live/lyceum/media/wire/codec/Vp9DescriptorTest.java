package live.lyceum.media.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import live.lyceum.media.testkit.Mutations;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bytes by hand after RFC 9628 section 4.2.
class Vp9DescriptorTest {
    /// A keyframe of 640x360 in non-flexible mode with three temporal layers, as Chromium sends it:
    /// I, L, B, E and V are set; N_S is 0, Y and G are set, and a group of four pictures follows.
    private static final String KEYFRAME =
            "ae 9234 00 56" + "18 0280 0168 04 0401 5401 34 0201 5401";

    private static final List<byte[]> GOOD =
            List.of(
                    hex("08 00"),
                    hex("8c 9234 00"),
                    hex("ac 11 20 07 00"),
                    hex("fc 9234 40 03 02 00"),
                    hex(KEYFRAME + "82"));

    private final Vp9Descriptor descriptor = new Vp9Descriptor();

    @ParameterizedTest
    @CsvSource({
        "00 01,                   1, -1,    0,  -1, -1, -1", // nothing
        "80 11 01,                2, 17,    7,  -1, -1, -1", // I
        "80 9234 01,              3, 4660,  15, -1, -1, -1", // I, M
        "80 ffff 01,              3, 32767, 15, -1, -1, -1",
        "a0 11 46 07 01,          4, 17,    7,  7,  2,  3", // L: TID 2, SID 3, TL0PICIDX
        "20 e0 ff 01,             3, -1,    0,  255, 7, 0",
        "b0 11 46 01,             3, 17,    7,  -1, 2,  3", // flexible: no TL0PICIDX
        "d0 11 02 01,             3, 17,    7,  -1, -1, -1", // one P_DIFF
        "d0 11 03 05 06 01,       5, 17,    7,  -1, -1, -1", // three
        "02 00 01,                2, -1,    0,  -1, -1, -1", // V, nothing in it
        "02 30 0280 0168 0500 02d0 01, 10, -1, 0, -1, -1, -1", // Y, two layers
        "02 08 00 01,             3, -1,    0,  -1, -1, -1", // G, no picture
        "02 08 02 0c 01 02 03 00 01, 8, -1, 0,  -1, -1, -1", // three references, none
    })
    void readsAllForms(
            String bytes, int length, int pictureId, int bits, int tl0, int temporal, int spatial) {
        parse(bytes);

        assertThat(descriptor.length()).isEqualTo(length);
        assertThat(descriptor.numbers().pictureId()).isEqualTo(pictureId);
        assertThat(descriptor.numbers().pictureIdBits()).isEqualTo(bits);
        assertThat(descriptor.numbers().tl0PicIdx()).isEqualTo(tl0);
        assertThat(descriptor.temporalLayer()).isEqualTo(temporal);
        assertThat(descriptor.spatialLayer()).isEqualTo(spatial);
    }

    @ParameterizedTest
    @CsvSource({
        "08 01,          true", // B
        "00 01,          false", // in the middle of a frame
        "48 01,          false", // P
        "28 00 07 01,    true", // L: SID 0
        "28 02 07 01,    false", // SID 1 of the same picture
        "29 00 07 01,    true", // Z
        "28 20 07 01,    true", // TID 1
    })
    void aKeyframeBeginsWithTheLowestLayerOfAPictureThatRefersToNone(
            String bytes, boolean keyframe) {
        parse(bytes);

        assertThat(descriptor.keyframe()).isEqualTo(keyframe);
    }

    @Test
    void readsAKeyframeWithItsStructure() {
        parse(KEYFRAME + "82");

        assertThat(descriptor.keyframe()).isTrue();
        assertThat(descriptor.numbers().pictureId()).isEqualTo(0x1234);
        assertThat(descriptor.numbers().tl0PicIdx()).isEqualTo(0x56);
        assertThat(descriptor.temporalLayer()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "a8 11 00 07 01,       300, 9,   a8 2c 00 09 01",
        "a8 9234 00 07 01,     300, 256, a8 812c 00 00 01",
        "a8 9234 00 07 01,     -1,  -1,  a8 9234 00 07 01",
        "b8 9234 00 07 01,     300, 9,   b8 812c 00 07 01",
        "08 01,                300, 9,   08 01",
    })
    void numbersAreRewrittenInACopyWithTheBitsThereAre(
            String before, int pictureId, int tl0, String after) {
        parse(before);
        byte[] copy = new byte[3 + hex(before).length];
        System.arraycopy(hex(before), 0, copy, 3, hex(before).length);

        descriptor.numbers().write(copy, 3, pictureId, tl0);

        assertThat(copy).isEqualTo(hex("000000" + after));
    }

    @ParameterizedTest
    @CsvSource({
        "10 01 01, flexible mode without a picture id",
        "d0 11 03 05 07 09 01, a fourth P_DIFF",
        "08, no frame",
        "88 11, no frame behind a picture id",
        "02 18 0280 0168 ff 04 01, a group longer than the packet",
        "02 f0 0280 0168 01, more layers than the packet has",
    })
    void refuses(String bytes, String why) {
        byte[] payload = hex(bytes);
        assertThat(descriptor.parse(payload, 0, payload.length)).as(why).isFalse();
    }

    @Test
    void bearsEveryPrefix() {
        for (byte[] good : GOOD) {
            assertThat(descriptor.parse(good, 0, good.length)).isTrue();
            int length = descriptor.length();
            Mutations.everyPrefix(
                    good,
                    prefix ->
                            assertThat(descriptor.parse(prefix, 0, prefix.length))
                                    .isEqualTo(prefix.length > length));
        }
    }

    @Test
    void bearsMutations() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> Mutations.mutated(3, 10_000, GOOD, this::read));
    }

    private void read(byte[] bytes) {
        if (descriptor.parse(bytes, 0, bytes.length)) {
            assertThat(descriptor.length()).isBetween(1, bytes.length - 1);
            assertThat(descriptor.spatialLayer()).isBetween(-1, 7);
            assertThat(descriptor.temporalLayer()).isBetween(-1, 7);
            assertThat(descriptor.numbers().tl0PicIdx()).isBetween(-1, 255);
        }
    }

    private void parse(String text) {
        byte[] bytes = hex(text);
        assertThat(descriptor.parse(bytes, 0, bytes.length)).isTrue();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
