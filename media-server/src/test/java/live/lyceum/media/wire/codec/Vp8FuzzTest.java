package live.lyceum.media.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class Vp8FuzzTest {
    private static final int BEFORE = 3;

    private final Vp8Descriptor descriptor = new Vp8Descriptor();

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
        assertThat(descriptor.length()).isBetween(1, Math.min(6, payload.length - 1));
        assertThat(descriptor.numbers().pictureIdBits()).isIn(0, 7, 15);
        assertThat(descriptor.numbers().pictureId())
                .isBetween(
                        descriptor.numbers().pictureIdBits() == 0 ? -1 : 0,
                        (1 << descriptor.numbers().pictureIdBits()) - 1);
        assertThat(descriptor.numbers().tl0PicIdx()).isBetween(-1, 255);
        assertThat(descriptor.temporalLayer()).isBetween(-1, 3);
        assertThat(descriptor.layerSync() && descriptor.temporalLayer() < 0).isFalse();
        assertThat(descriptor.width()).isBetween(0, 0x3fff);
        assertThat(descriptor.height()).isBetween(0, 0x3fff);
        if (descriptor.keyframe()) {
            assertThat(descriptor.startOfFrame()).isTrue();
        } else {
            assertThat(descriptor.width() + descriptor.height()).isZero();
        }

        int pictureId = descriptor.numbers().pictureId();
        int tl0PicIdx = descriptor.numbers().tl0PicIdx();
        int length = descriptor.length();
        descriptor.numbers().write(around, BEFORE, pictureId, tl0PicIdx);
        assertThat(around).isEqualTo(before);

        descriptor.numbers().write(around, BEFORE, pictureId + 1, tl0PicIdx + 1);
        assertThat(Arrays.copyOfRange(around, BEFORE + length, around.length))
                .isEqualTo(Arrays.copyOfRange(before, BEFORE + length, before.length));
        assertThat(descriptor.parse(around, BEFORE, payload.length)).isTrue();
        assertThat(descriptor.length()).isEqualTo(length);
        if (pictureId >= 0) {
            int mask = (1 << descriptor.numbers().pictureIdBits()) - 1;
            assertThat(descriptor.numbers().pictureId()).isEqualTo((pictureId + 1) & mask);
        }
    }
}
