package live.lyceum.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NtpTimeTest {
    private static final long HOUR_NS = 3_600_000_000_000L;

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, 999_999_999, 1_000_000_000, 123_456_789_012_345L, -1, -7_300_000_000L})
    void differencesSurvive(long nowNs) {
        long zero = NtpTime.toNanos(NtpTime.ofNanos(0));
        assertThat(NtpTime.toNanos(NtpTime.ofNanos(nowNs)) - zero).isBetween(nowNs - 1, nowNs);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 15258", "32768, 500000000", "65536, 1000000000", "-1, 65535999984741"})
    void units(int middle, long nanos) {
        assertThat(NtpTime.middleToNanos(middle)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1000000000, 65536", "500000000, 32768", "15259, 1"})
    void unitsBack(long nanos, int middle) {
        assertThat(NtpTime.nanosToMiddle(nanos)).isEqualTo(middle);
    }

    /// The unit has 32 bits, 18 hours; what is longer wraps like LSR does.
    @ParameterizedTest
    @ValueSource(longs = {1, 17, 19, 39, 40, 1_000})
    void delaysOfManyHoursWrap(long hours) {
        int expected = (int) (hours * 3_600 * 65_536);
        assertThat(NtpTime.nanosToMiddle(hours * HOUR_NS)).isEqualTo(expected);
    }

    /// RFC 3550 section 6.4.1, figure 2: the round trip of the example there.
    @ParameterizedTest
    @CsvSource({"0xb44db705, 0x20000000, 0x00054000, 0xb7108000, 0xb7052000, 6125"})
    void theExampleOfTheRfc(
            String ntpSeconds, String ntpFraction, String dlsr, String now, String lsr, long ms) {
        long ntp = Long.decode(ntpSeconds) << 32 | Long.decode(ntpFraction);
        assertThat(NtpTime.middle(ntp)).isEqualTo((int) Long.decode("0xb7052000").longValue());
        assertThat(NtpTime.middle(ntp)).isEqualTo((int) Long.decode(lsr).longValue());
        int units = (int) (Long.decode(now) - Long.decode(lsr) - Long.decode(dlsr));
        assertThat(NtpTime.middleToNanos(units) / 1_000_000).isEqualTo(ms);
    }
}
