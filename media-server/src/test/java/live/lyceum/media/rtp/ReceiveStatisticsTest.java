package live.lyceum.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiveStatisticsTest {
    private static final long MS = 1_000_000;

    private final ReceiveStatistics statistics = new ReceiveStatistics(90_000);

    @Test
    void beforeTheFirstPacketThereIsNothingToSay() {
        assertThat(statistics.cumulativeLost(-1)).isZero();
        assertThat(statistics.takeFractionLost(-1)).isZero();
        assertThat(statistics.lastSenderReport()).isZero();
        assertThat(statistics.delaySinceLastReport(5 * MS)).isZero();
    }

    @Test
    void aQuarterLostIs64() {
        for (int n = 0; n < 100; n++) {
            if (n % 4 != 1) {
                statistics.onPacket(1_000 + n, n * 900, 10 * MS * n);
            }
        }
        assertThat(statistics.cumulativeLost(1_099)).isEqualTo(25);
        assertThat(statistics.takeFractionLost(1_099)).isEqualTo(64);
        assertThat(statistics.takeFractionLost(1_099)).isZero();
    }

    @Test
    void eachIntervalIsCountedByItself() {
        receive(0, 10);
        assertThat(statistics.takeFractionLost(9)).isZero();
        receive(20, 30);
        assertThat(statistics.takeFractionLost(29)).isEqualTo(128);
        receive(30, 40);
        assertThat(statistics.takeFractionLost(39)).isZero();
        assertThat(statistics.cumulativeLost(39)).isEqualTo(10);
    }

    @Test
    void allOfAnIntervalLostIs255() {
        receive(0, 1);
        statistics.takeFractionLost(0);
        assertThat(statistics.takeFractionLost(100)).isEqualTo(255);
    }

    @Test
    void whatCameAgainIsNotLost() {
        receive(0, 5);
        receive(6, 10);
        statistics.onRetransmitted();
        assertThat(statistics.received()).isEqualTo(10);
        assertThat(statistics.cumulativeLost(9)).isZero();
        assertThat(statistics.takeFractionLost(9)).isZero();
    }

    @Test
    void lostPacketsStayWithin24Bits() {
        receive(0, 1);
        assertThat(statistics.cumulativeLost(1L << 30)).isEqualTo(0x7fffff);
    }

    @Test
    void evenArrivalsHaveNoJitter() {
        for (int n = 0; n < 100; n++) {
            statistics.onPacket(n, -4_500 + n * 900, 3_600_000_000_000L + 10 * MS * n);
        }
        assertThat(statistics.jitter()).isZero();
    }

    /// RFC 3550 appendix A.8: tends to the mean difference between neighbours.
    @Test
    void arrivalsThatSwayBy2MsHaveJitterOf2Ms() {
        for (int n = 0; n < 400; n++) {
            statistics.onPacket(n, n * 900, 10 * MS * n + 2 * MS * (n % 2));
        }
        assertThat(statistics.jitter()).isBetween(175, 181);
    }

    @Test
    void oneJumpIsASixteenth() {
        statistics.onPacket(0, 0, 0);
        statistics.onPacket(1, 900, 26 * MS);
        assertThat(statistics.jitter()).isEqualTo(16 * 90 / 16);
    }

    @Test
    void tellsTheLastReportAndItsAge() {
        statistics.onSenderReport(0x1234_5678_9abc_def0L, 100 * MS);
        assertThat(statistics.lastSenderReport()).isEqualTo(0x5678_9abc);
        assertThat(statistics.delaySinceLastReport(600 * MS)).isEqualTo(32_768);
    }

    private void receive(int from, int to) {
        for (int n = from; n < to; n++) {
            statistics.onPacket(n, n * 900, 10 * MS * n);
        }
    }
}
