package live.lyceum.recorder.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamClockTest {
    private static final long SECOND = 1L << 32;
    private static final long NTP = 3_990_000_000L << 32;
    private static final int RATE = 48_000;

    private final StreamClock clock = new StreamClock(RATE);

    /// A second of packets from `second` on, 30 ms after they were taken, 10 ms at the least.
    private void packets(int second) {
        for (int i = 0; i < 50; i++) {
            long delayUs = i == 25 ? 10_000 : 30_000;
            clock.packet(second * 1_000_000L + i * 20_000L + delayUs, second * RATE + i * 960);
            if (i % 5 == 4) {
                clock.tick();
            }
        }
    }

    private void report(int second, long ntp) {
        clock.report(second * 1_000_000L, ntp + second * SECOND, second * RATE);
    }

    @Test
    void theFastestPacketOfTheLastTwentySecondsCounts() {
        packets(0);
        long fastest = clock.arrivalOffset();
        assertThat(fastest).isEqualTo(10_000 - (1L << 32) * 1_000_000 / RATE);
        for (int i = 0; i < 195; i++) {
            clock.tick();
        }
        assertThat(clock.running()).isTrue();
        assertThat(clock.arrivalOffset()).isEqualTo(fastest);
        for (int i = 0; i < 5; i++) {
            clock.tick();
        }
        assertThat(clock.running()).isFalse();
    }

    /// RFC 3550 section 6.4.1: a sender without a clock "MAY set the NTP timestamp to zero".
    @Test
    void aReportWithoutATimeIsNone() {
        packets(0);
        clock.report(1_000_000, 0, RATE);
        assertThat(clock.reported()).isFalse();
    }

    @Test
    void aReportOfAnotherRtpClockIsNone() {
        packets(0);
        clock.report(1_000_000, NTP, 9 * RATE);
        assertThat(clock.reported()).isFalse();
    }

    @Test
    void oneReportThatDiffersDoesNotCount() {
        packets(0);
        report(1, NTP);
        long right = clock.senderOffset();
        report(2, NTP);
        report(3, NTP + SECOND);
        assertThat(clock.senderOffset()).isEqualTo(right);
        report(4, NTP + SECOND);
        assertThat(clock.senderOffset()).isEqualTo(right + 1_000_000);
    }

    @Test
    void aForeseenReportCountsUntilOneComes() {
        packets(0);
        clock.foresee(5_000_000, NTP + 5 * SECOND + SECOND, 5 * RATE);
        long foreseen = clock.senderOffset();
        report(1, NTP);
        assertThat(clock.senderOffset()).isEqualTo(foreseen - 1_000_000);
    }

    @Test
    void whatMostPacketsSayIsBelieved() {
        packets(0);
        long before = clock.arrivalOffset();
        // Two of three are an hour later; the third says something else every time.
        for (int i = 0; i < 60; i++) {
            int timestamp = i % 3 == 0 ? i * 99_999_999 : RATE + i * 960;
            clock.packet(3_600_000_000L + 1_000_000 + i * 20_000L, timestamp);
        }
        assertThat(clock.arrivalOffset() - before).isBetween(3_599_000_000L, 3_601_000_000L);
    }
}
