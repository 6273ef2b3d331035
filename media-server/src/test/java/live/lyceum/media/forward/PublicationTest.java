package live.lyceum.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import live.lyceum.media.api.MediaKind;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.rtp.ReceiveStream;
import live.lyceum.media.rtp.SenderTimeline;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtp.RtpPacket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A publication, its subscriptions and the streams they write.
class PublicationTest {
    private static final long MS = 1_000_000;
    private static final long BASE = 131_072;

    private final DropCounters drops = new DropCounters();
    private final SentLog log = new SentLog();
    private final List<Integer> asked = new ArrayList<>();
    private final List<PublicationLayer> layers = new ArrayList<>();
    private long nowNs = 1_000 * MS;
    private Publication camera = publication(Source.CAM, 1, true);

    @BeforeEach
    void withOneLayer() {
        camera = publication(Source.CAM, 1, true);
    }

    @Test
    void theNumbersAreTheReceiversAndThePayloadIsTheSenders() {
        camera.subscribe(stream(7, true), nowNs);
        RtpPacket packet = Packets.video(100, 9_000, 55, 44, true, 30);
        forward(camera, 0, 100, packet);

        RtpPacket out = log.last();
        assertThat(out.ssrc()).isEqualTo(7);
        assertThat(out.payloadType()).isEqualTo(102);
        assertThat(out.marker()).isTrue();
        assertThat(out.hasExtension()).isFalse();
        byte[] sent = SentLog.payload(out);
        byte[] received = SentLog.payload(packet);
        for (int i = Packets.DESCRIPTOR; i < received.length; i++) {
            assertThat(sent[i]).isEqualTo(received[i]);
        }
        assertThat(SentLog.numbers(packet).pictureId()).isEqualTo(55);
        assertThat(SentLog.numbers(packet).tl0PicIdx()).isEqualTo(44);
    }

    @Test
    void theAudioLevelGoesWithTheSoundWhereItWasNegotiated() {
        Publication microphone = publication(Source.MIC, 1, true);
        SentLog without = new SentLog();
        microphone.subscribe(stream(7, log, 5, false), nowNs);
        microphone.subscribe(stream(8, without, 0, false), nowNs);
        RtpPacket packet = Packets.audio(10, 960, 1, 2, 3);

        microphone.onPacket(packet, layers.getFirst(), Codec.OPUS, BASE, 0x9e, nowNs);
        microphone.onPacket(
                Packets.audio(11, 1_920, 4), layers.getFirst(), Codec.OPUS, BASE + 1, -1, nowNs);

        assertThat(log.sent().getFirst().buffer()[log.sent().getFirst().extensionOffset(5)])
                .isEqualTo((byte) 0x9e);
        assertThat(log.last().hasExtension()).isFalse();
        assertThat(without.sent()).noneMatch(RtpPacket::hasExtension);
        assertThat(SentLog.payload(without.sent().getFirst())).containsExactly(1, 2, 3);
    }

    @Test
    void redundantSoundIsKeptForWhoTakesItAndUnwrappedForTheOthers() {
        Publication microphone = publication(Source.MIC, 1, true);
        microphone.redundancy(63, Packets.OPUS);
        SentLog without = new SentLog();
        OutgoingFormat red =
                new OutgoingFormat(
                        7,
                        0,
                        List.of(new OutgoingFormat.PayloadTypes(Codec.OPUS, 109, -1)),
                        0,
                        120);
        microphone.subscribe(new OutgoingStream(red, new SplittableRandom(1), log, drops), nowNs);
        microphone.subscribe(stream(8, without, 0, false), nowNs);
        byte[] payload = {(byte) 0xef, 0x0f, 0x00, 0x03, 0x6f, 1, 2, 3, 10, 11};
        microphone.onPacket(
                Packets.packet(63, 10, 960, payload),
                layers.getFirst(),
                Codec.OPUS,
                BASE,
                -1,
                nowNs);
        microphone.onPacket(
                Packets.audio(11, 1_920, 4), layers.getFirst(), Codec.OPUS, BASE + 1, -1, nowNs);
        microphone.onPacket(
                Packets.packet(63, 12, 2_880, new byte[] {(byte) 0xef, 0}),
                layers.getFirst(),
                Codec.OPUS,
                BASE + 2,
                -1,
                nowNs);

        payload[0] = (byte) (0x80 | 109);
        payload[4] = 109;
        assertThat(log.sent().getFirst().payloadType()).isEqualTo(120);
        assertThat(SentLog.payload(log.sent().getFirst())).isEqualTo(payload);
        assertThat(log.last().payloadType()).isEqualTo(109);
        assertThat(SentLog.payload(without.sent().getFirst())).containsExactly(10, 11);
        assertThat(without.sent().getFirst().payloadType()).isEqualTo(102);
        assertThat(without.sent()).hasSize(2);
        assertThat(drops.count(DropReason.CODEC_MALFORMED)).isEqualTo(1);
    }

    @Test
    void aPictureBeginsWithAKeyframe() {
        camera.subscribe(stream(7, true), nowNs);
        assertThat(asked).containsExactly(0);
        forward(camera, 0, 100, Packets.video(100, false));
        forward(camera, 0, 101, Packets.video(101, true));
        forward(camera, 0, 102, Packets.video(102, false));

        assertThat(log.sent()).hasSize(2);
        assertThat(drops.count(DropReason.AWAITING_KEYFRAME)).isEqualTo(1);
        assertThat(asked).containsExactly(0);
    }

    @Test
    void whileTheGateIsClosedNothingLeaves() {
        camera.subscribe(stream(7, true), nowNs);
        forward(camera, 0, 100, Packets.video(100, true));
        camera.gate(false, nowNs);
        for (int n = 101; n < 400; n++) {
            forward(camera, 0, n, Packets.video(n, n % 30 == 0));
        }
        assertThat(log.sent()).hasSize(1);
        assertThat(drops.count(DropReason.GATE_CLOSED)).isEqualTo(299);
    }

    @Test
    void whileTheGateIsClosedNothingIsSentAgain() {
        OutgoingStream stream = stream(7, true);
        camera.subscribe(stream, nowNs);
        forward(camera, 0, 100, Packets.video(100, true));
        int sent = log.last().sequenceNumber();
        camera.gate(false, nowNs);
        stream.onNack(sent, 0, nowNs + MS);
        assertThat(log.resent()).isEmpty();
        assertThat(drops.count(DropReason.NACK_NOT_IN_HISTORY)).isEqualTo(1);
    }

    @Test
    void whatWasKeptBackIsNeverSentAgain() {
        OutgoingStream stream = stream(7, true);
        camera.subscribe(stream, nowNs);
        forward(camera, 0, 100, Packets.video(100, true));
        camera.gate(false, nowNs);
        forward(camera, 0, 101, Packets.video(101, true));
        forward(camera, 0, 102, Packets.video(102, true));
        camera.gate(true, nowNs);
        forward(camera, 0, 103, Packets.video(103, true));
        for (int n = 0; n < 65_536; n++) {
            nowNs += MS;
            stream.onNack(n, 0, nowNs);
        }
        assertThat(log.resent()).hasSize(1);
    }

    /// What was sent while muted may come late, or again as somebody had asked for it.
    @Test
    void whatWasSentWhileMutedDoesNotLeaveAfterwards() {
        camera.subscribe(stream(7, true), nowNs);
        ReceiveStream received = Objects.requireNonNull(layers.getFirst().stream());
        camera.gate(false, nowNs);
        received.onPacket(100, 100, false, nowNs);
        received.onPacket(103, 103, false, nowNs);
        assertThat(received.nacks().missing()).isEqualTo(2);
        camera.gate(true, nowNs);
        assertThat(received.nacks().missing()).isZero();
        long muted = received.highest();
        for (long late = muted - 3; late <= muted; late++) {
            camera.onPacket(
                    Packets.video(100, true), layers.getFirst(), Codec.VP8, late, -1, nowNs);
        }
        assertThat(log.sent()).isEmpty();
        assertThat(drops.count(DropReason.GATE_CLOSED)).isEqualTo(4);

        camera.onPacket(
                Packets.video(104, true), layers.getFirst(), Codec.VP8, muted + 1, -1, nowNs);
        assertThat(log.sent()).hasSize(1);
    }

    /// Redundant blocks bring again what was said before: not what was said while muted.
    @Test
    void redundantSoundReachesBackToTheOpeningOnly() {
        Publication microphone = publication(Source.MIC, 1, true);
        microphone.redundancy(63, Packets.OPUS);
        OutgoingFormat format =
                new OutgoingFormat(
                        7,
                        0,
                        List.of(new OutgoingFormat.PayloadTypes(Codec.OPUS, 109, -1)),
                        0,
                        120);
        microphone.subscribe(
                new OutgoingStream(format, new SplittableRandom(1), log, drops), nowNs);
        microphone.gate(false, nowNs);
        microphone.gate(true, nowNs);

        int start = Integer.MAX_VALUE - 1_000;
        assertThat(redundant(microphone, 10, start, 960, 480)).isFalse();
        assertThat(SentLog.payload(log.last())).containsExactly(10, 11);
        assertThat(log.last().payloadType()).isEqualTo(109);
        assertThat(redundant(microphone, 11, start + 960, 1_920, 960)).isFalse();
        assertThat(redundant(microphone, 12, start + 1_920, 1_920, 960)).isTrue();
        assertThat(redundant(microphone, 30, start + 16_384, 16_383, 960)).isTrue();
        assertThat(redundant(microphone, 13, start + 2_880, 3_840, 960)).isFalse();
        // Half a turn of the timestamp later "before" would mean "after".
        int wrapped = start + Integer.MIN_VALUE + 48_000;
        assertThat(redundant(microphone, 31, wrapped, 960, 480)).isTrue();
    }

    /// Whether a packet goes on with its two redundant blocks, which are so far back.
    private boolean redundant(
            Publication microphone, int number, int timestamp, int older, int newer) {
        byte[] payload = HexFormat.of().parseHex("ef000003ef0000036f0102030405060a0b");
        Bytes.put16(payload, 1, older << 2);
        Bytes.put16(payload, 5, newer << 2);
        int before = log.sent().size();
        forward(microphone, 0, number, Packets.packet(63, number, timestamp, payload));
        assertThat(log.sent()).hasSize(before + 1);
        return log.last().payloadType() == 120;
    }

    @Test
    void afterOpeningNumbersGoOnWithAKeyframe() {
        camera.subscribe(stream(7, true), nowNs);
        forward(camera, 0, 100, Packets.video(100, true));
        RtpPacket before = log.last();
        camera.gate(false, nowNs);
        camera.gate(false, nowNs);
        nowNs += 10_000 * MS;
        asked.clear();
        camera.gate(true, nowNs);
        assertThat(asked).containsExactly(0);
        forward(camera, 0, 30_500, Packets.video(30_500, false));
        forward(camera, 0, 30_501, Packets.video(30_501, true));

        RtpPacket after = log.last();
        assertThat(log.sent()).hasSize(2);
        assertThat(after.sequenceNumber()).isEqualTo((before.sequenceNumber() + 1) & 0xffff);
        assertThat(after.timestamp() - before.timestamp()).isEqualTo(900_000);
        assertThat(SentLog.numbers(after).pictureId())
                .isEqualTo((SentLog.numbers(before).pictureId() + 1) & 0x7fff);
        assertThat(SentLog.numbers(after).tl0PicIdx())
                .isEqualTo((SentLog.numbers(before).tl0PicIdx() + 1) & 0xff);
    }

    @Test
    void aClosedPublicationAsksForNoKeyframe() {
        Publication closed = publication(Source.CAM, 1, false);
        Subscription subscription = closed.subscribe(stream(7, true), nowNs);
        subscription.onPli(nowNs);
        assertThat(asked).isEmpty();
    }

    /// Each keyframe is a burst to everybody: one receiver must not have them at any rate.
    @Test
    void whatAReceiverAsksForIsPassedOnOnceASecond() {
        Subscription greedy = camera.subscribe(stream(7, true), nowNs);
        Subscription modest = camera.subscribe(stream(8, true), nowNs);
        int number = 100;
        for (int i = 0; i < 10_000; i += 10) {
            forward(camera, 0, number, Packets.video(number++, true));
            nowNs += 10 * MS;
            greedy.onPli(nowNs);
        }
        assertThat(asked).hasSizeBetween(9, 13);
        assertThat(drops.count(DropReason.KEYFRAME_REQUEST_RATE)).isGreaterThan(980);

        nowNs += 300 * MS;
        forward(camera, 0, number, Packets.video(number, true));
        asked.clear();
        modest.onPli(nowNs);
        assertThat(asked).hasSize(1);
    }

    @Test
    void whoUnsubscribedGetsNothing() {
        Subscription subscription = camera.subscribe(stream(7, true), nowNs);
        forward(camera, 0, 100, Packets.video(100, true));
        camera.unsubscribe(subscription);
        forward(camera, 0, 101, Packets.video(101, true));
        assertThat(log.sent()).hasSize(1);
    }

    @Test
    void whatHasNoPayloadIsLeftOutWithoutAGap() {
        camera.subscribe(stream(7, true), nowNs);
        forward(camera, 0, 100, Packets.video(100, true));
        forward(camera, 0, 101, Packets.packet(Packets.VP8, 101, 0, new byte[0]));
        forward(camera, 0, 102, Packets.video(102, false));

        assertThat(drops.count(DropReason.RTP_PADDING_ONLY)).isEqualTo(1);
        int first = log.sequenceNumbers().getFirst();
        assertThat(log.sequenceNumbers()).containsExactly(first, (first + 1) & 0xffff);
    }

    @Test
    void silenceThatBeginsWithAnEmptyPacketBeginsWell() {
        Publication microphone = publication(Source.MIC, 1, true);
        microphone.subscribe(stream(7, false), nowNs);
        forward(microphone, 0, 10, Packets.audio(10, 960));
        forward(microphone, 0, 11, Packets.audio(11, 1_920, 1));
        forward(microphone, 0, 12, Packets.audio(12, 2_880, 2));
        int first = log.sequenceNumbers().getFirst();
        assertThat(log.sequenceNumbers()).containsExactly(first, (first + 1) & 0xffff);
    }

    @Test
    void aBrokenDescriptorIsDropped() {
        camera.subscribe(stream(7, true), nowNs);
        byte[] broken = {(byte) 0x90, (byte) 0x80};
        forward(camera, 0, 100, Packets.packet(Packets.VP8, 100, 0, broken));
        assertThat(drops.count(DropReason.CODEC_MALFORMED)).isEqualTo(1);
        assertThat(log.sent()).isEmpty();
    }

    @Test
    void ofSimulcastOneLayerGoesOutAsOneStream() {
        camera = publication(Source.CAM, 3, true);
        camera.subscribe(stream(7, true), nowNs);
        for (int n = 0; n < 200; n++) {
            for (int layer = 0; layer < 3; layer++) {
                boolean keyframe = n % 50 == layer * 10;
                forward(camera, layer, 500 * layer + n, Packets.video(500 * layer + n, keyframe));
            }
        }
        // In the frame of the change both layers went out.
        assertThat(log.sent()).hasSize(201);
        int first = log.sequenceNumbers().getFirst();
        for (int i = 0; i < log.sent().size(); i++) {
            assertThat(log.sequenceNumbers().get(i)).isEqualTo((first + i) & 0xffff);
        }
        assertThat(drops.count(DropReason.LAYER_NOT_SELECTED)).isPositive();
    }

    /// A sender may begin anew under another SSRC: with other numbers, from anywhere.
    @Test
    void anotherStreamBehindALayerIsANewPiece() {
        camera.subscribe(stream(7, true), nowNs);
        forward(camera, 0, 40_000, Packets.video(40_000, true));
        RtpPacket before = log.last();

        camera.attach(layers.getFirst(), new ReceiveStream(5, 90_000, new SenderTimeline(), true));
        forward(camera, 0, 100, Packets.video(100, false));
        forward(camera, 0, 101, Packets.video(101, true));
        forward(camera, 0, 102, Packets.video(102, false));

        assertThat(log.sequenceNumbers())
                .containsExactly(
                        before.sequenceNumber(),
                        (before.sequenceNumber() + 1) & 0xffff,
                        (before.sequenceNumber() + 2) & 0xffff);
    }

    @Test
    void whatAnotherStreamBroughtIsNotSentInPlaceOfWhatWasLost() {
        OutgoingStream stream = stream(7, true);
        camera.subscribe(stream, nowNs);
        forward(camera, 0, 100, Packets.video(100, 0, 1, 1, true, 20));
        int lost = log.last().sequenceNumber();
        camera.attach(layers.getFirst(), new ReceiveStream(5, 90_000, new SenderTimeline(), true));
        forward(camera, 0, 100, Packets.video(100, 0, 1, 1, true, 33));

        stream.onNack(lost, 0, nowNs);

        assertThat(log.resent()).isEmpty();
        assertThat(drops.count(DropReason.NACK_NOT_IN_HISTORY)).isEqualTo(1);
    }

    private void forward(Publication publication, int layer, int number, RtpPacket packet) {
        boolean video = publication.source().kind() == MediaKind.VIDEO;
        Codec codec = video ? Codec.VP8 : Codec.OPUS;
        publication.onPacket(packet, layers.get(layer), codec, BASE + number, -1, nowNs);
    }

    private Publication publication(Source source, int count, boolean open) {
        layers.clear();
        boolean video = source == Source.CAM;
        for (int i = 0; i < count; i++) {
            int index = i;
            layers.add(new PublicationLayer(i, video, () -> asked.add(index)));
            layers.get(i).attach(new ReceiveStream(900 + i, 90_000, new SenderTimeline(), video));
        }
        return new Publication(new ParticipantId("mina"), source, layers, open, drops);
    }

    private OutgoingStream stream(int ssrc, boolean rtx) {
        return stream(ssrc, log, 0, rtx);
    }

    private OutgoingStream stream(int ssrc, SentLog into, int levelId, boolean rtx) {
        OutgoingFormat format = Packets.format(ssrc, rtx, levelId);
        return new OutgoingStream(format, new SplittableRandom(ssrc), into, drops);
    }
}
