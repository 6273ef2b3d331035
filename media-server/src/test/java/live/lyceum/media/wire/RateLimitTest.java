package live.lyceum.media.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - SECOND_NS, Long.MIN_VALUE})
    void aBurstAndThenARate(long startNs) {
        var limit = new RateLimit(200, 400, startNs);
        long nowNs = startNs;
        assertThat(taken(limit, nowNs)).isEqualTo(400);
        for (int i = 1; i <= 10; i++) {
            nowNs += SECOND_NS;
            assertThat(taken(limit, nowNs)).isEqualTo(200);
        }
        nowNs += 60 * SECOND_NS;
        assertThat(taken(limit, nowNs)).isEqualTo(400);
    }

    private static int taken(RateLimit limit, long nowNs) {
        int taken = 0;
        while (limit.take(nowNs)) {
            taken++;
        }
        return taken;
    }
}
