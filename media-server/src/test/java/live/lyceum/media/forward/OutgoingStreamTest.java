package live.lyceum.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.rtp.ReceiveStream;
import live.lyceum.media.rtp.SenderTimeline;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.media.wire.rtp.Rtx;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One stream out, and what of it is sent again.
class OutgoingStreamTest {
    private static final long MS = 1_000_000;
    private static final long BASE = 131_072;

    private final DropCounters drops = new DropCounters();
    private final SentLog log = new SentLog();
    private final PublicationLayer layer = new PublicationLayer(0, true, () -> {});
    private final Publication camera =
            new Publication(new ParticipantId("mina"), Source.CAM, List.of(layer), true, drops);
    private final OutgoingStream stream = stream(true);
    private long nowNs = 1_000 * MS;

    @BeforeEach
    void attach() {
        layer.attach(new ReceiveStream(900, 90_000, new SenderTimeline(), true));
    }

    @Test
    void countsWhatIsSentFirst() {
        camera.subscribe(stream, nowNs);
        forward(1, Packets.video(1, true));
        forward(2, Packets.video(2, false));
        stream.onNack(log.last().sequenceNumber(), 0, nowNs);

        assertThat(stream.packets()).isEqualTo(2);
        assertThat(stream.octets()).isEqualTo(2 * (Packets.DESCRIPTOR + 20));
        assertThat(log.resent()).hasSize(1);
    }

    @Test
    void whatIsForgottenDoesNotComeAgain() {
        camera.subscribe(stream, nowNs);
        forward(1, Packets.video(1, true));
        stream.forget();
        stream.onNack(log.last().sequenceNumber(), 0, nowNs);
        assertThat(log.resent()).isEmpty();
    }

    /// RFC 4588 section 4: all of the original but SSRC, payload type and sequence number.
    @Test
    void whatIsLostComesAgainAsItWas() {
        camera.subscribe(stream, nowNs);
        forward(1, Packets.video(1, 500, 32_767, 255, true, 700));
        RtpPacket original = log.last();
        forward(2, Packets.video(2, false));

        stream.onNack(original.sequenceNumber(), 0, nowNs);

        RtpPacket again = log.resent().getFirst();
        assertThat(again.ssrc()).isEqualTo(1_007);
        assertThat(again.payloadType()).isEqualTo(103);
        assertThat(again.timestamp()).isEqualTo(original.timestamp());
        assertThat(Rtx.originalSequenceNumber(again)).isEqualTo(original.sequenceNumber());
        assertThat(Rtx.unwrap(again, 102, 7)).isNull();
        assertThat(again.marker()).isEqualTo(original.marker());
        assertThat(SentLog.payload(again)).isEqualTo(SentLog.payload(original));
    }

    @Test
    void paddingIsNotSentAgain() {
        camera.subscribe(stream, nowNs);
        byte[] padded = Packets.video(1, true).buffer().clone();
        RtpPacket packet = new RtpPacket();
        int length = Packets.video(1, true).length();
        padded[0] |= 0x20;
        padded[length + 3] = 4;
        assertThat(packet.parse(padded, 0, length + 4)).isNull();
        forward(1, packet);
        stream.onNack(log.last().sequenceNumber(), 0, nowNs);

        RtpPacket again = log.resent().getFirst();
        assertThat(again.paddingLength()).isZero();
        assertThat(again.payloadLength()).isEqualTo(Packets.DESCRIPTOR + 20 + Rtx.OSN_LENGTH);
    }

    @Test
    void retransmissionsHaveNumbersOfTheirOwn() {
        camera.subscribe(stream, nowNs);
        forward(1, Packets.video(1, true));
        forward(2, Packets.video(2, false));
        int last = log.last().sequenceNumber();
        stream.onNack(last, 0, nowNs);
        stream.onNack((last - 1) & 0xffff, 0, nowNs);
        int first = log.resent().getFirst().sequenceNumber();
        assertThat(log.resent().getLast().sequenceNumber()).isEqualTo((first + 1) & 0xffff);
    }

    @Test
    void aPacketIsNotSentTwiceWithinHalfARoundTrip() {
        camera.subscribe(stream, nowNs);
        forward(1, Packets.video(1, true));
        int lost = log.last().sequenceNumber();
        stream.onNack(lost, 0, nowNs);
        stream.onNack(lost, 0, nowNs + 9 * MS);
        assertThat(log.resent()).hasSize(1);
        stream.onNack(lost, 100 * MS, nowNs + 49 * MS);
        assertThat(log.resent()).hasSize(1);
        assertThat(drops.count(DropReason.NACK_RATE)).isEqualTo(2);
        stream.onNack(lost, 100 * MS, nowNs + 50 * MS);
        assertThat(log.resent()).hasSize(2);
    }

    @Test
    void whatWasNeverSentIsNotSentAgain() {
        stream.onNack(5, 0, nowNs);
        camera.subscribe(stream, nowNs);
        forward(1, Packets.video(1, true));
        stream.onNack((log.last().sequenceNumber() + 1) & 0xffff, 0, nowNs);
        stream.onNack((log.last().sequenceNumber() + 512) & 0xffff, 0, nowNs);
        assertThat(log.resent()).isEmpty();
        assertThat(drops.count(DropReason.NACK_NOT_IN_HISTORY)).isEqualTo(3);
    }

    @Test
    void theLast512CanBeSentAgain() {
        camera.subscribe(stream, nowNs);
        for (int n = 1; n <= 513; n++) {
            forward(n, Packets.video(n, n == 1));
        }
        int newest = log.last().sequenceNumber();
        stream.onNack((newest - 511) & 0xffff, 0, nowNs);
        assertThat(log.resent()).hasSize(1);
        stream.onNack((newest - 512) & 0xffff, 0, nowNs);
        assertThat(log.resent()).hasSize(1);
    }

    @Test
    void withoutRtxNothingIsSentAgain() {
        OutgoingStream plain = stream(false);
        camera.subscribe(plain, nowNs);
        forward(1, Packets.video(1, true));
        plain.onNack(log.last().sequenceNumber(), 0, nowNs);
        assertThat(log.resent()).isEmpty();
        assertThat(drops.count(DropReason.NACK_NOT_IN_HISTORY)).isEqualTo(1);
    }

    @Test
    void whatIsTooLargeIsDropped() {
        camera.subscribe(stream, nowNs);
        forward(1, Packets.video(1, 0, 1, 1, true, 1_483));
        assertThat(log.sent()).hasSize(1);
        forward(2, Packets.video(2, 0, 2, 2, false, 1_484));
        assertThat(log.sent()).hasSize(1);
        assertThat(drops.count(DropReason.TOO_LARGE)).isEqualTo(1);
        forward(3, Packets.video(3, false));
        assertThat(log.sent()).hasSize(2);
    }

    @Test
    void ofAnotherPieceALatePacketIsTooOld() {
        camera.subscribe(stream, nowNs);
        forward(5, Packets.video(5, true));
        forward(4, Packets.video(4, false));
        assertThat(log.sent()).hasSize(1);
        assertThat(drops.count(DropReason.RTP_TOO_OLD)).isEqualTo(1);
    }

    @Test
    void aPictureIdOf7BitsKeepsItsWidth() {
        camera.subscribe(stream, nowNs);
        int last = -1;
        for (int n = 0; n < 300; n++) {
            byte[] payload = {(byte) 0x90, (byte) 0x80, (byte) (n & 0x7f), (byte) (n == 0 ? 0 : 1)};
            forward(n, Packets.packet(Packets.VP8, n, n, payload));
            assertThat(log.last().payloadLength()).isEqualTo(4);
            int pictureId = SentLog.numbers(log.last()).pictureId();
            if (last >= 0) {
                assertThat(pictureId).isEqualTo((last + 1) & 0x7f);
            }
            last = pictureId;
        }
    }

    private void forward(int number, RtpPacket packet) {
        camera.onPacket(packet, layer, Codec.VP8, BASE + number, -1, nowNs);
    }

    private OutgoingStream stream(boolean rtx) {
        return new OutgoingStream(Packets.format(7, rtx, 0), new SplittableRandom(3), log, drops);
    }
}
