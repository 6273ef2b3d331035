package live.lyceum.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyframeRequesterTest {
    private static final long MS = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private int asked;
    private final KeyframeRequester keyframes = new KeyframeRequester(() -> asked++);
    private final long start = Math.subtractExact(Long.MAX_VALUE, 700 * MS);

    @Test
    void asksAtOnce() {
        assertThat(keyframes.nextDeadlineNs()).isEqualTo(NEVER);
        keyframes.request(start);
        assertThat(asked).isEqualTo(1);
        assertThat(keyframes.nextDeadlineNs()).isEqualTo(start + 250 * MS);
    }

    @Test
    void fiftyWhoAskAtOnceAreOneRequest() {
        for (int i = 0; i < 50; i++) {
            keyframes.request(start + i * MS);
        }
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void asksAgainByItselfUntilOneCame() {
        keyframes.request(start);
        keyframes.onDeadline(start + 249 * MS);
        assertThat(asked).isEqualTo(1);
        keyframes.onDeadline(start + 250 * MS);
        assertThat(asked).isEqualTo(2);
        keyframes.onKeyframe();
        assertThat(keyframes.nextDeadlineNs()).isEqualTo(NEVER);
        keyframes.onDeadline(start + 900 * MS);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void afterAKeyframeTheNextRequestWaitsItsTimeToo() {
        keyframes.request(start);
        keyframes.onKeyframe();
        keyframes.request(start + MS);
        assertThat(asked).isEqualTo(1);
        assertThat(keyframes.nextDeadlineNs()).isEqualTo(start + 250 * MS);
        keyframes.onDeadline(start + 250 * MS);
        assertThat(asked).isEqualTo(2);
        keyframes.onKeyframe();
        keyframes.request(start + 600 * MS);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void whoAsksAfterEachKeyframeGetsFourInASecond() {
        for (int i = 0; i < 1_000; i++) {
            keyframes.request(start + i * MS);
            keyframes.onKeyframe();
        }
        assertThat(asked).isEqualTo(4);
    }

    @Test
    void stopsByItselfAfterEightTimesAndGoesOnWhenSomebodyAsks() {
        keyframes.request(start);
        long at = start;
        while (keyframes.nextDeadlineNs() != NEVER) {
            at = keyframes.nextDeadlineNs();
            keyframes.onDeadline(at);
        }
        assertThat(asked).isEqualTo(8);
        assertThat(at - start).isEqualTo(7 * 250 * MS);
        keyframes.request(at + 250 * MS);
        assertThat(asked).isEqualTo(9);
    }

    @Test
    void whoAsksRightAfterACancelIsNotForgotten() {
        keyframes.request(start);
        keyframes.cancel();
        assertThat(keyframes.nextDeadlineNs()).isEqualTo(NEVER);
        keyframes.request(start + 10 * MS);
        assertThat(asked).isEqualTo(1);
        keyframes.onDeadline(keyframes.nextDeadlineNs());
        assertThat(asked).isEqualTo(2);
    }
}
