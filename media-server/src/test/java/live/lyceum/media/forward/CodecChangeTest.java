package live.lyceum.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.forward.OutgoingFormat.PayloadTypes;
import live.lyceum.media.rtp.ReceiveStream;
import live.lyceum.media.rtp.SenderTimeline;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.codec.PictureNumbers;
import live.lyceum.media.wire.codec.VideoPayload;
import live.lyceum.media.wire.rtp.RtpPacket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A sender goes on in another codec on the same stream.
class CodecChangeTest {
    private static final long BASE = 131_072;
    private static final long MS = 1_000_000;
    private static final PayloadTypes VP8 = new PayloadTypes(Codec.VP8, 102, 103);
    private static final PayloadTypes VP9 = new PayloadTypes(Codec.VP9, 112, 113);

    private final DropCounters drops = new DropCounters();
    private final List<Integer> asked = new ArrayList<>();
    private final PublicationLayer layer = new PublicationLayer(0, true, () -> asked.add(0));
    private final Publication camera =
            new Publication(new ParticipantId("mina"), Source.CAM, List.of(layer), true, drops);
    private final SentLog log = new SentLog();
    private long nowNs = 1_000 * MS;

    @BeforeEach
    void attach() {
        camera.attach(layer, new ReceiveStream(4_711, 90_000, new SenderTimeline(), true));
    }

    @Test
    void theStreamGoesOnUnderTheNumbersOfTheOtherCodec() {
        camera.subscribe(stream(VP8, VP9), nowNs);
        vp8(100, true);
        RtpPacket before = log.last();
        vp9(101, 40, 7, true);
        RtpPacket after = log.last();
        vp9(102, 41, 8, false);

        assertThat(log.sent()).extracting(RtpPacket::payloadType).containsExactly(102, 112, 112);
        assertThat(after.sequenceNumber()).isEqualTo(before.sequenceNumber() + 1);
        PictureNumbers last = numbers(log.last(), Codec.VP9);
        assertThat(numbers(after, Codec.VP9).pictureId())
                .isEqualTo((SentLog.numbers(before).pictureId() + 1) & 0x7fff);
        assertThat(last.pictureId())
                .isEqualTo((numbers(after, Codec.VP9).pictureId() + 1) & 0x7fff);
        assertThat(last.tl0PicIdx()).isEqualTo((numbers(after, Codec.VP9).tl0PicIdx() + 1) & 0xff);
    }

    @Test
    void whoDoesNotTakeTheOtherCodecIsSentNothingOfIt() {
        camera.subscribe(stream(VP8), nowNs);
        vp8(100, true);
        vp9(101, 40, 7, true);
        vp9(102, 41, 8, false);
        assertThat(log.sent()).hasSize(1);
        assertThat(drops.count(DropReason.CODEC_NOT_NEGOTIATED)).isEqualTo(2);

        vp8(103, true);
        assertThat(log.sent()).extracting(RtpPacket::payloadType).containsExactly(102, 102);
        assertThat(log.last().sequenceNumber())
                .isEqualTo(log.sent().getFirst().sequenceNumber() + 1);
    }

    @Test
    void theOtherCodecBeginsWithAKeyframe() {
        camera.subscribe(stream(VP8, VP9), nowNs);
        vp8(100, true);
        asked.clear();
        nowNs += 1_000 * MS;
        vp9(101, 40, 7, false);
        assertThat(log.sent()).hasSize(1);
        assertThat(asked).hasSize(1);
        assertThat(drops.count(DropReason.AWAITING_KEYFRAME)).isEqualTo(1);

        // What still comes in the codec before goes on meanwhile.
        vp8(102, false);
        vp9(103, 41, 8, true);
        assertThat(log.sent()).extracting(RtpPacket::payloadType).containsExactly(102, 102, 112);
    }

    @Test
    void whatComesLateOfTheCodecBeforeChangesNothing() {
        camera.subscribe(stream(VP8, VP9), nowNs);
        vp8(100, true);
        vp9(103, 40, 7, true);
        vp8(101, true);
        vp8(102, false);
        vp9(104, 41, 8, false);

        assertThat(log.sent()).extracting(RtpPacket::payloadType).containsExactly(102, 112, 112);
        assertThat(drops.count(DropReason.RTP_TOO_OLD)).isEqualTo(2);
    }

    @Test
    void whatIsSentAgainIsOfTheCodecThatStands() {
        OutgoingStream stream = stream(VP8, VP9);
        camera.subscribe(stream, nowNs);
        vp8(100, true);
        int old = log.last().sequenceNumber();
        vp9(101, 40, 7, true);
        RtpPacket sent = log.last();
        stream.onNack(old, 0, nowNs);
        assertThat(log.resent()).isEmpty();
        stream.onNack(sent.sequenceNumber(), 0, nowNs);

        RtpPacket again = log.resent().getFirst();
        assertThat(again.payloadType()).isEqualTo(113);
        byte[] payload = SentLog.payload(again);
        byte[] original = SentLog.payload(sent);
        assertThat(payload).hasSize(original.length + 2).endsWith(original);
    }

    @Test
    void afterANewNegotiationItGoesOnUnderNewNumbersWithAKeyframe() {
        OutgoingStream stream = stream(VP8, VP9);
        Subscription subscription = camera.subscribe(stream, nowNs);
        vp9(100, 40, 7, true);
        stream.renegotiated(format(VP8, new PayloadTypes(Codec.VP9, 35, 36)));
        subscription.interrupt();
        vp9(101, 41, 8, false);
        vp9(102, 42, 9, true);
        assertThat(log.sent()).extracting(RtpPacket::payloadType).containsExactly(112, 35);
    }

    private void vp8(int number, boolean keyframe) {
        receive(Packets.video(number, keyframe), Codec.VP8, number);
    }

    private void vp9(int number, int pictureId, int tl0, boolean keyframe) {
        byte[] payload = {
            (byte) (0xa8 | (keyframe ? 0 : 0x40)), (byte) 0x80, (byte) pictureId, 0, (byte) tl0, 1
        };
        receive(Packets.packet(98, number, number * 3_000, payload), Codec.VP9, number);
    }

    private void receive(RtpPacket packet, Codec codec, int number) {
        camera.onPacket(packet, layer, codec, BASE + number, -1, nowNs);
    }

    private static PictureNumbers numbers(RtpPacket packet, Codec codec) {
        VideoPayload payload = new VideoPayload();
        byte[] bytes = SentLog.payload(packet);
        assertThat(payload.parse(codec, bytes, 0, bytes.length)).isTrue();
        return payload.numbers();
    }

    private OutgoingStream stream(PayloadTypes... types) {
        return new OutgoingStream(format(types), new SplittableRandom(7), log, drops);
    }

    private static OutgoingFormat format(PayloadTypes... types) {
        return new OutgoingFormat(7, 1_007, List.of(types), 0, -1);
    }
}
