package live.lyceum.media.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.forward.Publication;
import live.lyceum.media.sdp.Negotiator;
import live.lyceum.media.testkit.InjectedDtls;
import live.lyceum.media.testkit.TestOffer;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.PacketCounters;
import live.lyceum.media.wire.rtcp.RtcpWriter;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.media.wire.rtp.RtpWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which line and layer a packet belongs to, by what it says of itself and what the offer said.
class IncomingMediaTest {
    private static final int MIC = 11;
    private static final int CAM = 12;
    private static final int CAM_RTX = 13;
    private static final long MS = 1_000_000;

    private final DropCounters drops = new DropCounters();
    private final List<Integer> lengths = new ArrayList<>();
    private final RtpPacket packet = new RtpPacket();
    private long nowNs = 1_000 * MS;

    @Test
    void linesAreSourcesInTheirOrder() throws Exception {
        IncomingMedia media = media(plain());
        assertThat(media.publications().stream().map(Publication::source))
                .containsExactly(Source.MIC, Source.CAM, Source.SCREEN);
        assertThat(media.publication(Source.SCREEN_AUDIO)).isNull();
    }

    @Test
    void aSignaledSsrcNeedsNoExtension() throws Exception {
        IncomingMedia media = media(plain());
        receive(media, TestOffer.OPUS, MIC, 1, null, null);
        receive(media, TestOffer.VP8, CAM, 1, null, null);
        assertThat(layerSsrc(media, Source.MIC, 0)).isEqualTo(MIC);
        assertThat(layerSsrc(media, Source.CAM, 0)).isEqualTo(CAM);
        assertThat(drops.count(DropReason.RTP_UNKNOWN_STREAM)).isZero();
    }

    @Test
    void anSsrcThatNobodyKnowsIsToldByItsMid() throws Exception {
        IncomingMedia media = media(plain());
        receive(media, TestOffer.VP8, 99, 1, "2", null);
        assertThat(layerSsrc(media, Source.SCREEN, 0)).isEqualTo(99);
        receive(media, TestOffer.VP8, 98, 1, "7", null);
        receive(media, TestOffer.VP8, 97, 1, null, null);
        assertThat(drops.count(DropReason.RTP_UNKNOWN_STREAM)).isEqualTo(2);
    }

    @Test
    void aPayloadTypeOfAnotherLineIsDropped() throws Exception {
        IncomingMedia media = media(plain());
        receive(media, TestOffer.VP8, MIC, 1, null, null);
        receive(media, 100, CAM, 1, null, null);
        receive(media, TestOffer.RTX, CAM, 2, null, null);
        assertThat(drops.count(DropReason.RTP_UNKNOWN_PAYLOAD_TYPE)).isEqualTo(3);
    }

    @Test
    void layersAreToldApartByTheirRid() throws Exception {
        IncomingMedia media = media(simulcast(""));
        receive(media, TestOffer.VP8, 21, 1, "1", "q");
        receive(media, TestOffer.VP8, 23, 1, "1", "f");
        receive(media, TestOffer.VP8, 22, 1, "1", "h");
        receive(media, TestOffer.VP8, 24, 1, "1", "x");
        for (int layer = 0; layer < 3; layer++) {
            assertThat(layerSsrc(media, Source.CAM, layer)).isEqualTo(21 + layer);
        }
        assertThat(drops.count(DropReason.RTP_UNKNOWN_STREAM)).isEqualTo(1);
    }

    /// Some senders of simulcast signal the SSRCs of all their layers too.
    @Test
    void layersAreToldApartByTheirRidAlsoWhenTheirSsrcsAreSignaled() throws Exception {
        String ssrcs = "a=ssrc:21 cname:t\r\na=ssrc:22 cname:t\r\na=ssrc:23 cname:t\r\n";
        IncomingMedia media = media(simulcast(ssrcs));
        receive(media, TestOffer.VP8, 21, 1, "1", "q");
        receive(media, TestOffer.VP8, 23, 1, "1", "f");
        receive(media, TestOffer.VP8, 22, 1, "1", "h");
        for (int layer = 0; layer < 3; layer++) {
            assertThat(layerSsrc(media, Source.CAM, layer)).isEqualTo(21 + layer);
        }
    }

    @Test
    void aRetransmissionWaitsForWhatItRepairs() throws Exception {
        IncomingMedia media = media(plain());
        receive(media, TestOffer.RTX, CAM_RTX, 1, null, null);
        assertThat(drops.count(DropReason.RTP_UNKNOWN_STREAM)).isEqualTo(1);
        receive(media, TestOffer.VP8, CAM, 5, null, null);
        receive(media, TestOffer.VP8, CAM, 7, null, null);
        // Its first two bytes of payload are the number of the packet it brings: 6.
        receive(media, TestOffer.RTX, CAM_RTX, 2, null, null, 0, 6, 0x10, 0, 1, 2);
        receive(media, TestOffer.RTX, CAM_RTX, 3, null, null, 0, 6, 0x10, 0, 1, 2);
        receive(media, TestOffer.RTX, CAM_RTX, 4, null, null);
        receive(media, TestOffer.RTX, CAM_RTX, 5, null, null, 9);
        assertThat(drops.count(DropReason.RTP_DUPLICATE)).isEqualTo(1);
        assertThat(drops.count(DropReason.RTP_PADDING_ONLY)).isEqualTo(1);
        assertThat(drops.count(DropReason.RTX_MALFORMED)).isEqualTo(1);
        assertThat(media.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsMissingIsAskedFor() throws Exception {
        IncomingMedia media = media(plain());
        receive(media, TestOffer.VP8, CAM, 5, null, null);
        receive(media, TestOffer.VP8, CAM, 8, null, null);
        assertThat(media.nextDeadlineNs()).isEqualTo(nowNs + 5 * MS);
        nowNs += 5 * MS;
        media.onDeadline(nowNs);
        assertThat(lengths).hasSize(1);
    }

    @Test
    void aGapTooWideIsAnsweredByARequestForAKeyframe() throws Exception {
        IncomingMedia media = media(plain());
        receive(media, TestOffer.VP8, CAM, 5, null, null);
        receive(media, TestOffer.VP8, CAM, 505, null, null);
        assertThat(media.nextDeadlineNs()).isEqualTo(nowNs);
        media.onDeadline(nowNs);
        assertThat(lengths).containsExactly(12);
    }

    @Test
    void aFloodOfSsrcsEndsAt32() throws Exception {
        IncomingMedia media = media(plain());
        for (int ssrc = 1_000; ssrc < 1_100; ssrc++) {
            receive(media, TestOffer.VP8, ssrc, 1, "2", null);
        }
        assertThat(drops.count(DropReason.RTP_UNKNOWN_STREAM)).isEqualTo(68);
    }

    @Test
    void theLevelOfAnOpenMicrophoneIsTold() throws Exception {
        IncomingMedia media = media(plain());
        assertThat(level(media, 30, 1)).isEqualTo(30);
        assertThat(level(media, 0x80 | 30, 2)).isEqualTo(30);
        assertThat(level(media, 30, 2)).isEqualTo(-1);
        media.gate(new MediaGate(false, true, true), nowNs);
        assertThat(level(media, 30, 3)).isEqualTo(-1);
    }

    private int level(IncomingMedia media, int level, int sequenceNumber) {
        byte[] buffer = new byte[100];
        RtpWriter writer = new RtpWriter();
        writer.header(buffer, 0, false, TestOffer.OPUS, sequenceNumber, 0, MIC);
        writer.extension(TestOffer.LEVEL_ID, (byte) level);
        writer.payload(new byte[] {1}, 0, 1);
        assertThat(packet.parse(buffer, 0, writer.length())).isNull();
        return media.onRtp(packet, nowNs);
    }

    private void receive(
            IncomingMedia media,
            int payloadType,
            int ssrc,
            int sequenceNumber,
            @Nullable String mid,
            @Nullable String rid,
            int... payload) {
        byte[] buffer = new byte[200];
        RtpWriter writer = new RtpWriter();
        writer.header(buffer, 0, false, payloadType, sequenceNumber, 0, ssrc);
        if (mid != null) {
            writer.extension(TestOffer.MID_ID, mid.getBytes(US_ASCII), 0, mid.length());
        }
        if (rid != null) {
            writer.extension(TestOffer.RID_ID, rid.getBytes(US_ASCII), 0, rid.length());
        }
        int at = writer.payloadOffset();
        for (int value : payload) {
            buffer[at++] = (byte) value;
        }
        assertThat(packet.parse(buffer, 0, at)).isNull();
        media.onRtp(packet, nowNs);
    }

    private static int layerSsrc(IncomingMedia media, Source source, int layer) {
        Publication publication = media.publication(source);
        if (publication == null) {
            throw new AssertionError("no " + source);
        }
        var stream = publication.layer(layer).stream();
        return stream == null ? 0 : stream.ssrc();
    }

    private static String plain() {
        return offer(false);
    }

    private static String simulcast(String ssrcLines) {
        String simulcast = "a=simulcast:send q;h;f\r\n";
        return offer(true).replace(simulcast, simulcast + ssrcLines);
    }

    private static String offer(boolean simulcast) {
        String fingerprint = "AB" + ":AB".repeat(31);
        TestOffer offer = new TestOffer("ufrag", "p".repeat(24), fingerprint, simulcast, 1, 1);
        return offer.sdp(MIC, CAM, CAM_RTX);
    }

    private IncomingMedia media(String sdp) throws Exception {
        LoopContext context =
                new LoopContext(
                        new NoOutbox(),
                        new InjectedDtls(),
                        new Random(1),
                        List.of(),
                        drops,
                        new PacketCounters(),
                        List.of(),
                        new LoopContext.Scratch());
        return new IncomingMedia(
                new ParticipantId("daniel"),
                Negotiator.negotiate(sdp),
                MediaGate.OPEN,
                new FeedbackLog(),
                context);
    }

    private final class FeedbackLog implements Feedback {
        private final RtcpWriter writer = new RtcpWriter();
        private final byte[] buffer = new byte[1_500];

        @Override
        public int localSsrc() {
            return 1;
        }

        @Override
        public long roundTripNs() {
            return 0;
        }

        @Override
        public RtcpWriter begin() {
            writer.reset(buffer, 0, buffer.length);
            return writer;
        }

        @Override
        public void flush() {
            lengths.add(writer.length());
        }
    }

    private static final class NoOutbox implements Outbox {
        @Override
        public void send(byte[] datagram, int length, InetSocketAddress remote) {}

        @Override
        public void bindRemote(InetSocketAddress remote, PeerSession session) {}

        @Override
        public void unbindRemote(InetSocketAddress remote, PeerSession session) {}

        @Override
        public void bindUfrag(String ufrag, PeerSession session) {}

        @Override
        public void unbindUfrag(String ufrag) {}
    }
}
