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

class Vp8DescriptorTest {
    /// A keyframe of 640x480 with all that a descriptor can have, as Chromium sends it.
    private static final String KEYFRAME = "90f0 9234 56 60" + "b0a201 9d012a 8002 e001 0000";

    private static final List<byte[]> GOOD =
            List.of(
                    hex("00 01"),
                    hex("10 00"),
                    hex("9080 11 00"),
                    hex("9080 9234 00"),
                    hex("90e0 11 07 40 01"),
                    hex(KEYFRAME));

    private final Vp8Descriptor descriptor = new Vp8Descriptor();

    @ParameterizedTest
    @CsvSource({
        "00 01,           1, -1,   0,  -1,  -1, false",
        "8000 01,         2, -1,   0,  -1,  -1, false",
        "908011 00,       3, 17,   7,  -1,  -1, false",
        "90807f 00,       3, 127,  7,  -1,  -1, false",
        "90809234 00,     4, 4660, 15, -1,  -1, false",
        "9080ffff 00,     4, 32767, 15, -1, -1, false",
        "90808011 00,     4, 17,   15, -1,  -1, false",
        "904056 00,       3, -1,   0,  86,  -1, false",
        "9020 80 00,      3, -1,   0,  -1,  2,  false",
        "9020 e0 00,      3, -1,   0,  -1,  3,  true",
        "9010 ff 00,      3, -1,   0,  -1,  -1, false",
        "90f0 9234 56 60 00, 6, 4660, 15, 86, 1, true",
        "90e0 11 ff 00 00, 5, 17,   7,  255, 0, false",
    })
    void readsAllForms(
            String bytes,
            int length,
            int pictureId,
            int bits,
            int tl0PicIdx,
            int temporalLayer,
            boolean layerSync) {
        parse(bytes);

        assertThat(descriptor.length()).isEqualTo(length);
        assertThat(descriptor.numbers().pictureId()).isEqualTo(pictureId);
        assertThat(descriptor.numbers().pictureIdBits()).isEqualTo(bits);
        assertThat(descriptor.numbers().tl0PicIdx()).isEqualTo(tl0PicIdx);
        assertThat(descriptor.temporalLayer()).isEqualTo(temporalLayer);
        assertThat(descriptor.layerSync()).isEqualTo(layerSync);
    }

    @ParameterizedTest
    @CsvSource({
        "10 00, true,  true,  false",
        "10 01, false, true,  false",
        "00 00, false, false, false",
        "11 00, false, true,  false",
        "17 00, false, true,  false",
        "30 00, true,  true,  true",
        "90809234 b0, true, true, false",
        "90809234 b1, false, true, false",
    })
    void aKeyframeBeginsWhereItsFirstPartitionDoes(
            String bytes, boolean keyframe, boolean start, boolean nonReference) {
        parse(bytes);

        assertThat(descriptor.keyframe()).isEqualTo(keyframe);
        assertThat(descriptor.startOfPartition()).isEqualTo(start);
        assertThat(descriptor.nonReference()).isEqualTo(nonReference);
    }

    @Test
    void readsTheSizeOfAKeyframe() {
        parse(KEYFRAME);

        assertThat(descriptor.keyframe()).isTrue();
        assertThat(descriptor.width()).isEqualTo(640);
        assertThat(descriptor.height()).isEqualTo(480);
    }

    @ParameterizedTest
    @CsvSource({
        "10 b0a200 9d012a 80c2 e041, 640, 480", // scaling bits do not count
        "10 b1a200 9d012a 8002 e001, 0, 0", // not a keyframe
        "10 b0a200 9d012b 8002 e001, 0, 0", // no start code
        "10 b0a200 9d012a 8002 e0, 0, 0", // cut short
    })
    void sizeNeedsTheWholeHeader(String bytes, int width, int height) {
        parse(bytes);

        assertThat(descriptor.width()).isEqualTo(width);
        assertThat(descriptor.height()).isEqualTo(height);
    }

    @ParameterizedTest
    @CsvSource({
        "90e0 11 07 40 01,     300, 9,   90e0 2c 09 40 01",
        "90e0 9234 07 40 01,   300, 256, 90e0 812c 00 40 01",
        "90e0 9234 07 40 01,   32768, 1, 90e0 8000 01 40 01",
        "9080 8001 01,         0, 5,     9080 8000 01",
        "9040 07 01,           300, 5,   9040 05 01",
        "10 01,                300, 5,   10 01",
    })
    void rewritesInPlaceWithTheBitsThereAre(
            String before, int pictureId, int tl0PicIdx, String after) {
        byte[] bytes = hex(before);
        assertThat(descriptor.parse(bytes, 0, bytes.length)).isTrue();

        descriptor.numbers().write(bytes, 0, pictureId, tl0PicIdx);

        assertThat(bytes).isEqualTo(hex(after));
    }

    @ParameterizedTest
    @CsvSource({
        "00",
        "80",
        "9080",
        "908011",
        "90809234",
        "90f0 9234 56",
        "90f0 9234 56 60",
        "9040 07"
    })
    void refusesWithoutAByteOfTheFrame(String bytes) {
        byte[] payload = hex(bytes);
        assertThat(descriptor.parse(payload, 0, payload.length)).isFalse();
    }

    @Test
    void bearsEveryPrefix() {
        for (byte[] good : GOOD) {
            assertThat(descriptor.parse(good, 0, good.length)).isTrue();
            Mutations.everyPrefix(good, this::read);
        }
    }

    @Test
    void bearsMutations() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> Mutations.mutated(2, 10_000, GOOD, this::read));
    }

    private void read(byte[] bytes) {
        if (!descriptor.parse(bytes, 0, bytes.length)) {
            return;
        }
        assertThat(descriptor.length()).isLessThan(bytes.length);
        assertThat(descriptor.width()).isBetween(0, 0x3fff);
        assertThat(descriptor.height()).isBetween(0, 0x3fff);
        assertThat(descriptor.temporalLayer()).isBetween(-1, 3);
        int pictureId = descriptor.numbers().pictureId();
        int tl0PicIdx = descriptor.numbers().tl0PicIdx();
        descriptor.numbers().write(bytes, 0, pictureId, tl0PicIdx);
        assertThat(descriptor.numbers().pictureId()).isEqualTo(pictureId);
        assertThat(descriptor.numbers().tl0PicIdx()).isEqualTo(tl0PicIdx);
    }

    private void parse(String text) {
        byte[] bytes = hex(text);
        assertThat(descriptor.parse(bytes, 0, bytes.length)).isTrue();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
