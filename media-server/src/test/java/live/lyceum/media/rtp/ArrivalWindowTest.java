package live.lyceum.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArrivalWindowTest {
    private static final long START = 131_072;

    private final ArrivalWindow window = new ArrivalWindow();

    @Test
    void letsEachThroughOnce() {
        assertThat(window.mark(START)).isTrue();
        assertThat(window.mark(START)).isFalse();
        assertThat(window.mark(START + 2)).isTrue();
        assertThat(window.mark(START + 1)).isTrue();
        assertThat(window.mark(START + 1)).isFalse();
        assertThat(window.marked(START + 3)).isFalse();
    }

    @Test
    void whatIsBeforeTheFirstIsNew() {
        window.mark(START);
        assertThat(window.tooOld(START - 5)).isFalse();
        assertThat(window.mark(START - 5)).isTrue();
        assertThat(window.mark(START - 5)).isFalse();
    }

    @Test
    void theWindowEndsAfter1024() {
        assertThat(window.tooOld(0)).isFalse();
        window.mark(START + ArrivalWindow.SIZE);
        assertThat(window.tooOld(START)).isTrue();
        assertThat(window.tooOld(START + 1)).isFalse();
        assertThat(window.marked(START)).isFalse();
    }

    @Test
    void aPlaceIsFreeAgainAfterATurnOfTheRing() {
        for (int n = 0; n < ArrivalWindow.SIZE; n++) {
            window.mark(START + n);
        }
        assertThat(window.mark(START + ArrivalWindow.SIZE + 10)).isTrue();
        for (int n = 0; n < 10; n++) {
            assertThat(window.marked(START + ArrivalWindow.SIZE + n)).isFalse();
        }
        assertThat(window.marked(START + 11)).isTrue();
    }

    @Test
    void aJumpOfMoreThanTheWindowForgetsAll() {
        window.mark(START);
        window.mark(START + ArrivalWindow.SIZE);
        assertThat(window.marked(START + ArrivalWindow.SIZE)).isTrue();
        for (int n = 1; n < ArrivalWindow.SIZE; n++) {
            assertThat(window.marked(START + n)).isFalse();
        }
    }

    @Test
    void agreesWithASetOfAllThatCame() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ArrivalWindow any = new ArrivalWindow();
            Set<Long> came = new HashSet<>();
            long highest = START;
            for (int i = 0; i < 20_000; i++) {
                long next = highest + random.nextInt(-ArrivalWindow.SIZE + 1, 40);
                highest = Math.max(highest, next);
                if (!any.tooOld(next)) {
                    assertThat(any.mark(next)).as("seed %s", seed).isEqualTo(came.add(next));
                }
            }
        }
    }
}
