package live.lyceum.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final int LIMIT = 20;
    private static final long MS = 1_000_000L;

    private final Gathering gathering = new Gathering();
    private long nowNs = 7_000 * MS;

    @Test
    void doesNotWaitWhereLittleComes() {
        // 1,000 datagrams a second: three cameras.
        assertThat(pausesOf(1_000, MS)).isZero();
    }

    @Test
    void waitsWhereMuchComes() {
        assertThat(pausesOf(1_000, MS / 4)).isGreaterThan(900);
    }

    @Test
    void doesNotWaitWhenAFullBatchSaysThatMoreIsThere() {
        pausesOf(1_000, MS / 4);
        assertThat(gathering.pauseNs(LIMIT, LIMIT, nowNs)).isZero();
        assertThat(gathering.pauseNs(LIMIT - 1, LIMIT, nowNs)).isEqualTo(Gathering.PAUSE_NS);
    }

    @Test
    void forgetsSoonThatMuchCame() {
        pausesOf(1_000, MS / 4);
        nowNs += 60_000 * MS;
        assertThat(gathering.pauseNs(1, LIMIT, nowNs)).isZero();
    }

    private int pausesOf(int datagrams, long everyNs) {
        int pauses = 0;
        for (int i = 0; i < datagrams; i++) {
            nowNs += everyNs;
            pauses += gathering.pauseNs(1, LIMIT, nowNs) > 0 ? 1 : 0;
        }
        return pauses;
    }
}
