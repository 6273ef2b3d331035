package live.lyceum.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamClockTest {
    private static final long MS = 1_000_000;
    private static final long S = 1_000 * MS;

    private final SenderTimeline timeline = new SenderTimeline();
    private final StreamClock audio = new StreamClock(48_000, timeline);
    private final StreamClock video = new StreamClock(90_000, timeline);

    @Test
    void knowsNothingBeforeTheFirstReport() {
        assertThat(audio.known()).isFalse();
        video.onSenderReport(NtpTime.ofNanos(S), 1, S);
        assertThat(video.known()).isTrue();
        assertThat(audio.known()).isFalse();
    }

    @Test
    void goesOnAtItsRateAndWraps() {
        audio.onSenderReport(NtpTime.ofNanos(7_200 * S), -48, 10 * S);

        assertThat(audio.timestampAt(10 * S)).isEqualTo(-48);
        assertThat(audio.timestampAt(11 * S)).isEqualTo(48_000 - 48);
        assertThat(audio.timestampAt(10 * S - 500 * MS)).isEqualTo(-48 - 24_000);
        assertThat(audio.timestampAt(10 * S + 86_400 * S)).isEqualTo((int) (86_400L * 48_000) - 48);
    }

    /// What the network does to the reports' arrival must not move sound against picture.
    @ParameterizedTest
    @ValueSource(longs = {0, 3, 80, 900})
    void soundAndPictureStayTogetherHoweverLateAReportComes(long lateMs) {
        long sender = 7_200 * S;
        audio.onSenderReport(NtpTime.ofNanos(sender + S), 48_000, S + 20 * MS);
        video.onSenderReport(NtpTime.ofNanos(sender + S + 10 * MS), 90_900, S + (10 + lateMs) * MS);

        for (long at = S; at < 100 * S; at += S) {
            double soundS = audio.timestampAt(at) / 48_000.0;
            double pictureS = video.timestampAt(at) / 90_000.0;
            assertThat(soundS - pictureS).isBetween(-0.0001, 0.0001);
        }
    }

    @Test
    void aLaterReportCorrectsAClockThatDrifts() {
        audio.onSenderReport(NtpTime.ofNanos(0), 0, 0);
        audio.onSenderReport(NtpTime.ofNanos(10 * S), 480_100, 10 * S + 30 * MS);
        assertThat(audio.timestampAt(10 * S)).isBetween(480_099, 480_101);
    }

    /// The era of NTP ends in February 2036: seconds begin again at 0.
    @Test
    void theEndOfNtpsEraIsNotNoticed() {
        long last = 0xffff_ffffL << 32;
        audio.onSenderReport(last, 0, S);
        assertThat(audio.timestampAt(2 * S)).isEqualTo(48_000);
        audio.onSenderReport(0, 48_000, 2 * S);
        assertThat(audio.timestampAt(3 * S)).isEqualTo(96_000);
    }
}
