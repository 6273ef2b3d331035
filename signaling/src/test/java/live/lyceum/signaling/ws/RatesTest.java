package live.lyceum.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatesTest {
    private static final long MS = 1_000_000;

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 5, Long.MIN_VALUE})
    void aBurstAndThenTwentyASecond(long startNs) {
        var bucket = new TokenBucket(20, 40, startNs);
        for (int i = 0; i < 40; i++) {
            assertThat(bucket.take(startNs)).isZero();
        }
        assertThat(bucket.take(startNs)).isEqualTo(50);
        assertThat(bucket.take(startNs + 49 * MS)).isEqualTo(1);
        assertThat(bucket.take(startNs + 50 * MS)).isZero();
        assertThat(bucket.take(startNs + 50 * MS)).isEqualTo(50);
        for (int i = 0; i < 40; i++) {
            assertThat(bucket.take(startNs + 60_000 * MS)).isZero();
        }
        assertThat(bucket.take(startNs + 60_000 * MS)).isPositive();
    }

    @Test
    void aHundredRefusalsInTenSecondsAreForgiven() {
        var strikes = new Strikes(100, 10_000 * MS);
        for (int i = 0; i < 100; i++) {
            assertThat(strikes.add(i)).isFalse();
        }
        assertThat(strikes.add(9_999 * MS)).isTrue();
    }

    @Test
    void refusalsSpreadOverTimeAreForgiven() {
        var strikes = new Strikes(100, 10_000 * MS);
        for (int i = 0; i < 1_000; i++) {
            assertThat(strikes.add(i * 101L * MS)).isFalse();
        }
    }
}
