package live.lyceum.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NackGeneratorTest {
    private static final long MS = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final NackGenerator nacks = new NackGenerator();

    /// Near the end of the counter: deadlines compare by subtraction.
    private final long start = Math.subtractExact(Long.MAX_VALUE, 100 * MS);

    @Test
    void withoutAGapThereIsNothingToDo() {
        assertThat(nacks.nextDeadlineNs()).isEqualTo(NEVER);
        nacks.onGap(10, 11, start);
        assertThat(nacks.nextDeadlineNs()).isEqualTo(NEVER);
        assertThat(ask(start, 0)).isEmpty();
    }

    @Test
    void asksAfter5MsForAllThatIsBetween() {
        nacks.onGap(65_534, 65_539, start);
        assertThat(nacks.nextDeadlineNs()).isEqualTo(start + 5 * MS);
        assertThat(ask(start + 4 * MS, 0)).isEmpty();
        assertThat(ask(start + 5 * MS, 0)).containsExactly(65_535, 0, 1, 2);
    }

    @Test
    void whatArrivesMeanwhileIsNotAskedFor() {
        nacks.onGap(100, 104, start);
        nacks.onArrived(102);
        nacks.onArrived(99);
        assertThat(nacks.missing()).isEqualTo(2);
        assertThat(ask(start + 5 * MS, 0)).containsExactly(101, 103);
        nacks.onArrived(101);
        nacks.onArrived(103);
        assertThat(nacks.nextDeadlineNs()).isEqualTo(NEVER);
    }

    @Test
    void asksAgainAfterARoundTripButNotWithin20Ms() {
        nacks.onGap(100, 102, start);
        assertThat(ask(start + 5 * MS, 0)).containsExactly(101);
        assertThat(nacks.nextDeadlineNs()).isEqualTo(start + 25 * MS);
        assertThat(ask(start + 24 * MS, 80 * MS)).isEmpty();
        assertThat(ask(start + 25 * MS, 80 * MS)).containsExactly(101);
        assertThat(nacks.nextDeadlineNs()).isEqualTo(start + 115 * MS);
    }

    @Test
    void givesUpAfterTenTimes() {
        nacks.onGap(100, 102, start);
        int asked = 0;
        for (long at = start; at - start < 400 * MS; at += 5 * MS) {
            asked += ask(at, 0).length;
        }
        assertThat(asked).isEqualTo(10);
        assertThat(nacks.missing()).isZero();
        assertThat(nacks.takeGaveUp()).isTrue();
        assertThat(nacks.takeGaveUp()).isFalse();
    }

    @Test
    void givesUpWhatIsASecondOld() {
        nacks.onGap(100, 102, start);
        assertThat(ask(start + 1_001 * MS, 0)).isEmpty();
        assertThat(nacks.missing()).isZero();
        assertThat(nacks.takeGaveUp()).isTrue();
    }

    @Test
    void whatDoesNotFitOnePacketIsDueAtOnce() {
        nacks.onGap(100, 111, start);
        int[] four = new int[4];
        assertThat(nacks.collect(start + 5 * MS, 0, four)).isEqualTo(4);
        assertThat(four).containsExactly(101, 102, 103, 104);
        assertThat(nacks.nextDeadlineNs()).isEqualTo(start + 5 * MS);
        assertThat(nacks.collect(start + 6 * MS, 0, four)).isEqualTo(4);
        assertThat(four).containsExactly(105, 106, 107, 108);
    }

    @Test
    void a256thIsStillAskedFor() {
        nacks.onGap(100, 357, start);
        assertThat(nacks.missing()).isEqualTo(256);
        assertThat(nacks.takeGaveUp()).isFalse();
    }

    /// The keyframe that helps has to be asked for now, not with the next report.
    @Test
    void aGapTooWideGivesUpAtOnceAndSaysSoAtOnce() {
        nacks.onGap(100, 358, start);
        assertThat(nacks.missing()).isZero();
        assertThat(nacks.nextDeadlineNs()).isEqualTo(start);
        assertThat(nacks.takeGaveUp()).isTrue();
        assertThat(nacks.nextDeadlineNs()).isEqualTo(NEVER);
    }

    private int[] ask(long nowNs, long roundTripNs) {
        int[] into = new int[64];
        int count = nacks.collect(nowNs, roundTripNs, into);
        return Arrays.copyOf(into, count);
    }
}
