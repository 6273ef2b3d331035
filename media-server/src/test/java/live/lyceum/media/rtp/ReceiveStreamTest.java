package live.lyceum.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import live.lyceum.media.wire.DropReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReceiveStreamTest {
    private static final long MS = 1_000_000;
    private static final long TURN = 65_536;

    private final ReceiveStream video = new ReceiveStream(7, 90_000, new SenderTimeline(), true);
    private final ReceiveStream audio = new ReceiveStream(8, 48_000, new SenderTimeline(), false);
    private final int[] asked = new int[64];
    private long nowNs = 5_000 * MS;

    @Test
    void beforeTheFirstPacket() {
        assertThat(video.highest()).isEqualTo(-1);
        assertThat(video.ssrc()).isEqualTo(7);
        assertThat(video.nacks().nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(video.clock().known()).isFalse();
    }

    @Test
    void numbersGoOnOverTheWrap() {
        assertThat(take(video, 65_535)).isNull();
        long first = video.extendedSequenceNumber();
        assertThat(take(video, 0)).isNull();
        assertThat(video.extendedSequenceNumber()).isEqualTo(first + 1);
        assertThat(video.highest()).isEqualTo(first + 1);
        assertThat(video.nacks().missing()).isZero();
        assertThat(video.lastPacketNs()).isEqualTo(nowNs);
    }

    @Test
    void eachIsLetThroughOnce() {
        take(video, 10);
        take(video, 12);
        assertThat(take(video, 12)).isEqualTo(DropReason.RTP_DUPLICATE);
        assertThat(again(video, 11)).isNull();
        assertThat(video.extendedSequenceNumber()).isEqualTo(2 * TURN + 11);
        assertThat(take(video, 11)).isEqualTo(DropReason.RTP_DUPLICATE);
        assertThat(again(video, 10)).isEqualTo(DropReason.RTP_DUPLICATE);
        assertThat(video.statistics().received()).isEqualTo(3);
    }

    @Test
    void aRefusedPacketChangesNothing() {
        take(video, 2_000);
        nowNs += MS;
        assertThat(take(video, 900)).isEqualTo(DropReason.RTP_TOO_OLD);
        assertThat(video.extendedSequenceNumber()).isEqualTo(2 * TURN + 2_000);
        assertThat(video.lastPacketNs()).isEqualTo(nowNs - MS);
        assertThat(video.statistics().received()).isEqualTo(1);
    }

    @Test
    void whatIsMissingIsAskedForUntilItComes() {
        take(video, 65_534);
        take(video, 1);
        assertThat(video.nacks().missing()).isEqualTo(2);
        assertThat(video.nacks().collect(nowNs + 5 * MS, 0, asked)).isEqualTo(2);
        assertThat(asked).startsWith(65_535, 0);
        take(video, 65_535);
        again(video, 0);
        assertThat(video.nacks().missing()).isZero();
    }

    @Test
    void aRetransmissionMayBeTheNewest() {
        take(video, 10);
        assertThat(again(video, 13)).isNull();
        assertThat(video.highest()).isEqualTo(2 * TURN + 13);
        assertThat(video.nacks().missing()).isEqualTo(2);
    }

    @Test
    void lostSoundIsNotAskedFor() {
        take(audio, 10);
        take(audio, 20);
        assertThat(audio.nacks().missing()).isZero();
        assertThat(audio.nacks().nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(audio.statistics().cumulativeLost(audio.highest())).isEqualTo(9);
    }

    @Test
    void aSenderReportTimesTheStream() {
        video.onSenderReport(NtpTime.ofNanos(0), 4_711, nowNs);
        assertThat(video.clock().timestampAt(nowNs)).isEqualTo(4_711);
        assertThat(video.statistics().lastSenderReport()).isNotZero();
    }

    private @Nullable DropReason take(ReceiveStream stream, int sequenceNumber) {
        return stream.onPacket(sequenceNumber, sequenceNumber * 90, false, nowNs);
    }

    private @Nullable DropReason again(ReceiveStream stream, int sequenceNumber) {
        return stream.onPacket(sequenceNumber, sequenceNumber * 90, true, nowNs);
    }
}
