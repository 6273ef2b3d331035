package live.lyceum.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceUnwrapperTest {
    @ParameterizedTest
    @CsvSource({
        "16, 0, 1, 1",
        "16, 65535, 0, 1",
        "16, 0, 65535, -1",
        "16, 65000, 500, 1036",
        "16, 500, 65000, -1036",
        "16, 0, 32767, 32767",
        "16, 32768, 65535, 32767",
        "16, 100, 100, 0",
        "15, 32767, 0, 1",
        "15, 0, 32767, -1",
        "15, 0, 16383, 16383",
        "15, 20000, 10000, -10000",
        "7, 127, 0, 1",
        "7, 0, 127, -1",
        "7, 0, 63, 63",
    })
    void theNextIsTheNearest(int bits, int first, int next, int steps) {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper(bits);
        long start = unwrapper.unwrap(first);

        assertThat(unwrapper.unwrap(next)).isEqualTo(start + steps);
        assertThat(unwrapper.highest()).isEqualTo(Math.max(start, start + steps));
    }

    @Test
    void aLookChangesNothing() {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper(16);
        assertThat(unwrapper.peek(7)).isEqualTo(2 * 65_536L + 7);
        assertThat(unwrapper.highest()).isEqualTo(-1);
        unwrapper.unwrap(7);
        unwrapper.peek(9);
        assertThat(unwrapper.highest()).isEqualTo(2 * 65_536L + 7);
    }

    @Test
    void whatIsOlderThanTheFirstIsNotNegative() {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper(16);
        unwrapper.unwrap(0);
        assertThat(unwrapper.unwrap(65_535)).isEqualTo(2 * 65_536L - 1);
        assertThat(unwrapper.unwrap(32_768)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 15, 16})
    void followsFiveTurnsWithLossAndReorder(int bits) {
        for (int seed = 0; seed < 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SequenceUnwrapper unwrapper = new SequenceUnwrapper(bits);
            int turn = 1 << bits;
            long base = unwrapper.unwrap(random.nextInt(turn));
            for (long ahead = 1; ahead < 5L * turn; ahead += random.nextInt(1, turn / 16 + 2)) {
                long late = ahead - random.nextInt(turn / 4);
                assertThat(unwrapper.unwrap((int) (base + ahead) & (turn - 1)))
                        .as("seed %s", seed)
                        .isEqualTo(base + ahead);
                assertThat(unwrapper.unwrap((int) (base + late) & (turn - 1)))
                        .as("seed %s", seed)
                        .isEqualTo(base + late);
            }
        }
    }
}
