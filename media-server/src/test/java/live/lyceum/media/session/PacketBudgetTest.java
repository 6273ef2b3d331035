package live.lyceum.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketBudgetTest {
    private static final long SECOND_NS = 1_000_000_000L;

    // Monotonic clocks may stand anywhere and wrap.
    private long nowNs = Long.MAX_VALUE - SECOND_NS;
    private final PacketBudget budget = new PacketBudget(nowNs);

    /// Size of a packet, and how many of them make a second's worth.
    @ParameterizedTest
    @CsvSource({"100, 3000", "833, 3000", "1000, 2500", "1250, 2000"})
    void aSecondsWorthMayComeAtOnceAndThenEachSecond(int length, int perSecond) {
        assertThat(taken(length)).isEqualTo(perSecond);
        for (int i = 1; i <= 10; i++) {
            nowNs += SECOND_NS;
            assertThat(taken(length)).isBetween(perSecond - 1, perSecond + 1);
        }
        nowNs += 60 * SECOND_NS;
        assertThat(taken(length)).isEqualTo(perSecond);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_200})
    void whatIsRefusedCostsNothing(int length) {
        int first = taken(length);
        for (int i = 0; i < 100_000; i++) {
            assertThat(budget.take(length, nowNs)).isFalse();
        }
        nowNs += SECOND_NS;
        assertThat(taken(length)).isBetween(first - 1, first + 1);
    }

    private int taken(int length) {
        int taken = 0;
        while (budget.take(length, nowNs)) {
            taken++;
        }
        return taken;
    }
}
