package live.lyceum.media.forward;

import static live.lyceum.media.forward.LayerSelector.Decision.FORWARD;
import static live.lyceum.media.forward.LayerSelector.Decision.NEED_KEYFRAME;
import static live.lyceum.media.forward.LayerSelector.Decision.SKIP;
import static live.lyceum.media.forward.LayerSelector.Decision.SWITCH;
import static org.assertj.core.api.Assertions.assertThat;

import live.lyceum.media.forward.LayerSelector.Decision;
import org.junit.jupiter.api.Test;

class LayerSelectorTest {
    private static final long MS = 1_000_000;

    private final LayerSelector selector = new LayerSelector();
    private final long start = Math.subtractExact(Long.MAX_VALUE, 300 * MS);

    @Test
    void soundBeginsAtOnce() {
        assertThat(selector.current()).isEqualTo(-1);
        assertThat(keyframe(0, 0)).isEqualTo(SWITCH);
        assertThat(keyframe(0, 20)).isEqualTo(FORWARD);
        assertThat(selector.current()).isZero();
    }

    @Test
    void aPictureBeginsWithAKeyframe() {
        assertThat(delta(0, 0)).isEqualTo(NEED_KEYFRAME);
        assertThat(delta(0, 33)).isEqualTo(NEED_KEYFRAME);
        assertThat(keyframe(0, 66)).isEqualTo(SWITCH);
        assertThat(delta(0, 67)).isEqualTo(FORWARD);
    }

    @Test
    void theBestLayerIsTakenAsSoonAsItCanBe() {
        assertThat(keyframe(0, 0)).isEqualTo(SWITCH);
        assertThat(delta(2, 1)).isEqualTo(NEED_KEYFRAME);
        assertThat(delta(1, 2)).isEqualTo(SKIP);
        assertThat(delta(0, 3)).isEqualTo(FORWARD);
        assertThat(keyframe(2, 33)).isEqualTo(SWITCH);
        assertThat(delta(0, 34)).isEqualTo(SKIP);
        assertThat(keyframe(1, 35)).isEqualTo(SKIP);
        assertThat(delta(2, 36)).isEqualTo(FORWARD);
    }

    @Test
    void whatIsSilentIsLeftForTheNextBest() {
        keyframe(2, 0);
        assertThat(delta(0, 400)).isEqualTo(SKIP);
        assertThat(delta(0, 501)).isEqualTo(NEED_KEYFRAME);
        assertThat(delta(1, 502)).isEqualTo(NEED_KEYFRAME);
        assertThat(keyframe(0, 510)).isEqualTo(SKIP);
        assertThat(keyframe(1, 511)).isEqualTo(SWITCH);
        assertThat(selector.current()).isEqualTo(1);
    }

    @Test
    void aTargetThatStopsBeforeItsKeyframeIsGivenUp() {
        keyframe(0, 0);
        delta(2, 10);
        for (int at = 20; at < 500; at += 20) {
            assertThat(delta(0, at)).isEqualTo(FORWARD);
        }
        assertThat(delta(0, 520)).isEqualTo(FORWARD);
        assertThat(delta(1, 530)).isEqualTo(NEED_KEYFRAME);
        assertThat(keyframe(1, 540)).isEqualTo(SWITCH);
    }

    @Test
    void whatComesBackIsTakenAgain() {
        keyframe(1, 0);
        delta(0, 600);
        assertThat(keyframe(0, 610)).isEqualTo(SWITCH);
        assertThat(delta(1, 700)).isEqualTo(NEED_KEYFRAME);
        assertThat(delta(0, 701)).isEqualTo(FORWARD);
        assertThat(keyframe(1, 720)).isEqualTo(SWITCH);
    }

    @Test
    void afterAResetNothingGoesOnWithoutAKeyframe() {
        keyframe(1, 0);
        selector.reset();
        assertThat(selector.current()).isEqualTo(-1);
        assertThat(delta(1, 10)).isEqualTo(NEED_KEYFRAME);
        assertThat(keyframe(1, 20)).isEqualTo(SWITCH);
    }

    private Decision keyframe(int layer, long atMs) {
        return selector.onPacket(layer, true, start + atMs * MS);
    }

    private Decision delta(int layer, long atMs) {
        return selector.onPacket(layer, false, start + atMs * MS);
    }
}
