package live.lyceum.media.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class Vp9FuzzTest {
    private static final int BEFORE = 3;

    private final Vp9Descriptor descriptor = new Vp9Descriptor();

    @FuzzTest(maxDuration = "60s")
    void descriptor(byte[] payload) {
        // Set around it: what reads past the payload reads something else than zeros.
        byte[] around = new byte[BEFORE + payload.length + 16];
        Arrays.fill(around, (byte) 0xff);
        System.arraycopy(payload, 0, around, BEFORE, payload.length);
        byte[] before = around.clone();
        if (!descriptor.parse(around, BEFORE, payload.length)) {
            return;
        }
        int length = descriptor.length();
        PictureNumbers numbers = descriptor.numbers();
        assertThat(length).isBetween(1, payload.length - 1);
        assertThat(numbers.pictureIdBits()).isIn(0, 7, 15);
        assertThat(numbers.pictureId())
                .isBetween(
                        numbers.pictureIdBits() == 0 ? -1 : 0, (1 << numbers.pictureIdBits()) - 1);
        assertThat(numbers.tl0PicIdx()).isBetween(-1, 255);
        assertThat(descriptor.temporalLayer()).isBetween(-1, 7);
        assertThat(descriptor.spatialLayer()).isBetween(-1, 7);
        if (descriptor.keyframe()) {
            assertThat(descriptor.startOfFrame()).isTrue();
            assertThat(descriptor.spatialLayer()).isLessThan(1);
        }

        int pictureId = numbers.pictureId();
        int mask = (1 << numbers.pictureIdBits()) - 1;
        numbers.write(around, BEFORE, pictureId, numbers.tl0PicIdx());
        assertThat(around).isEqualTo(before);
        numbers.write(around, BEFORE, pictureId + 1, numbers.tl0PicIdx() + 1);
        assertThat(Arrays.copyOfRange(around, BEFORE + length, around.length))
                .isEqualTo(Arrays.copyOfRange(before, BEFORE + length, before.length));
        assertThat(descriptor.parse(around, BEFORE, payload.length)).isTrue();
        assertThat(descriptor.length()).isEqualTo(length);
        if (pictureId >= 0) {
            assertThat(descriptor.numbers().pictureId()).isEqualTo((pictureId + 1) & mask);
        }
    }
}
