package live.lyceum.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.codec.Codec;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {
    private static final LocalTransport LOCAL =
            new LocalTransport(
                    "abcdefgh",
                    "0123456789abcdefghijklmn",
                    new Fingerprint("sha-256", Offers.FINGERPRINT),
                    List.of("candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host"));

    /// Set as the remote description of the offer's connection, Chromium 156 took this answer:
    /// every transceiver had the wanted currentDirection, and the camera's sender kept its three
    /// encodings.
    @Test
    void answersChromium() throws SdpException {
        NegotiatedSession session = Negotiator.negotiate(Offers.chromium());

        assertThat(AnswerWriter.write(session, LOCAL, slots(session), Codec.VP8, 1))
                .isEqualTo(Offers.resource("chromium-156-answer.sdp"));
    }

    /// Chromium starts a paused encoding when the answer lists it without the mark.
    @Test
    void layersThatTheClientPausedStayPaused() throws SdpException {
        String offer =
                Offers.chromium().replace("a=simulcast:send q;h;f", "a=simulcast:send ~q;~h;f");
        NegotiatedSession session = Negotiator.negotiate(offer);

        assertThat(session.media().get(1).rids()).containsExactly("q", "h", "f");
        assertThat(AnswerWriter.write(session, LOCAL, slots(session), Codec.VP8, 1))
                .contains("a=simulcast:recv ~q;~h;f\r\n");
    }

    @Test
    void answersASmallClient() throws SdpException {
        NegotiatedSession session = Negotiator.negotiate(Offers.SMALL);

        assertThat(
                        AnswerWriter.write(session, LOCAL, slots(session), Codec.VP8, 3)
                                .replace("\r\n", "\n"))
                .isEqualTo(
                        """
                        v=0
                        o=- 1 3 IN IP4 127.0.0.1
                        s=-
                        t=0 0
                        a=group:BUNDLE 0 1
                        a=ice-lite
                        a=fingerprint:sha-256 %s
                        m=audio 9 UDP/TLS/RTP/SAVPF 96
                        c=IN IP4 0.0.0.0
                        a=mid:0
                        a=ice-ufrag:abcdefgh
                        a=ice-pwd:0123456789abcdefghijklmn
                        a=setup:passive
                        a=candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host
                        a=end-of-candidates
                        a=sendrecv
                        a=rtcp-mux
                        a=rtpmap:96 opus/48000/2
                        a=fmtp:96 minptime=10;useinbandfec=1
                        a=msid:slot0 slot0-audio
                        a=ssrc:1000 cname:lyceum
                        m=video 9 UDP/TLS/RTP/SAVPF 97 98
                        c=IN IP4 0.0.0.0
                        a=mid:1
                        a=sendrecv
                        a=rtcp-mux
                        a=rtpmap:97 VP8/90000
                        a=rtcp-fb:97 nack
                        a=rtcp-fb:97 nack pli
                        a=rtpmap:98 rtx/90000
                        a=fmtp:98 apt=97
                        a=msid:slot0 slot0-video
                        a=ssrc-group:FID 4294966297 4294965297
                        a=ssrc:4294966297 cname:lyceum
                        a=ssrc:4294965297 cname:lyceum
                        """
                                .formatted(Offers.FINGERPRINT));
    }

    @Test
    void optionsAreTakenWhereTheyAreOffered() throws SdpException {
        String offer =
                Offers.SMALL.replace(
                        "a=mid:0",
                        "a=mid:0\na=rtcp-rsize\na=ice-options:trickle renomination ice2");
        String answer =
                AnswerWriter.write(Negotiator.negotiate(offer), LOCAL, Map.of(), Codec.VP8, 1);

        assertThat(answer.split("a=rtcp-rsize", -1)).hasSize(3);
        assertThat(answer).contains("a=ice-options:ice2 trickle\r\n");
    }

    @Test
    void linesEndWithCarriageReturnAndNewline() throws SdpException {
        NegotiatedSession session = Negotiator.negotiate(Offers.SMALL);
        String answer = AnswerWriter.write(session, LOCAL, Map.of(), Codec.VP8, 1);

        assertThat(answer).endsWith("\r\n");
        assertThat(answer.replace("\r\n", "")).doesNotContain("\r", "\n");
    }

    @Test
    void withoutASlotNothingIsSent() throws SdpException {
        String offer = Offers.SMALL.replace("a=mid:1\na=sendrecv", "a=mid:1\na=recvonly");
        String answer =
                AnswerWriter.write(Negotiator.negotiate(offer), LOCAL, Map.of(), Codec.VP8, 1);

        assertThat(answer).contains("a=recvonly", "a=inactive").doesNotContain("msid", "ssrc");
    }

    @Test
    void withoutRtxTheSlotHasOneStream() throws SdpException {
        String offer = Offers.SMALL.replace("apt=97", "apt=96");
        NegotiatedSession session = Negotiator.negotiate(offer);
        String answer = AnswerWriter.write(session, LOCAL, slots(session), Codec.VP8, 1);

        assertThat(answer)
                .contains("m=video 9 UDP/TLS/RTP/SAVPF 97\r\n")
                .doesNotContain("FID", "rtx", "4294965297");
    }

    @Test
    void rejectedLinesKeepTheirPlaceAndFormats() throws SdpException {
        String offer =
                Offers.session("2 1")
                        + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:0\n"
                        + Offers.VIDEO
                        + Offers.TRANSPORT
                        + Offers.AUDIO.replace("a=mid:0", "a=mid:2")
                        + Offers.TRANSPORT
                        + "m=audio 0 RTP/AVP 0 8\n";
        String answer =
                AnswerWriter.write(Negotiator.negotiate(offer), LOCAL, Map.of(), Codec.VP8, 1);

        assertThat(answer.lines().filter(l -> l.startsWith("m=") || l.startsWith("a=group")))
                .containsExactly(
                        "a=group:BUNDLE 2 1",
                        "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
                        "m=video 9 UDP/TLS/RTP/SAVPF 97 98",
                        "m=audio 9 UDP/TLS/RTP/SAVPF 96",
                        "m=audio 0 RTP/AVP 0 8");
        assertThat(answer).containsOnlyOnce("a=ice-ufrag");
        assertThat(answer.indexOf("a=ice-ufrag")).isGreaterThan(answer.indexOf("a=mid:2"));
    }

    /// Firefox ends its process over a bundled line without one.
    @Test
    void theFingerprintStandsForAllLines() throws SdpException {
        String answer =
                AnswerWriter.write(
                        Negotiator.negotiate(Offers.FIREFOX_LIKE), LOCAL, Map.of(), Codec.VP8, 1);

        assertThat(answer).containsOnlyOnce("a=fingerprint:");
        assertThat(answer.indexOf("a=fingerprint:")).isLessThan(answer.indexOf("m="));
    }

    @Test
    void layersAreAnsweredInTheOffersOrder() throws SdpException {
        String answer =
                AnswerWriter.write(
                        Negotiator.negotiate(Offers.FIREFOX_LIKE), LOCAL, Map.of(), Codec.VP8, 1);

        assertThat(answer)
                .contains("a=rid:q recv\r\na=rid:f recv\r\na=simulcast:recv q;f\r\n")
                .contains("a=extmap:9/recvonly urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n")
                .contains("a=rtpmap:120 VP8/90000\r\n");
    }

    /// The nth audio and the nth video slot share a stream.
    private static Map<String, SlotSsrcs> slots(NegotiatedSession session) {
        Map<String, SlotSsrcs> slots = new HashMap<>();
        int audio = 0;
        int video = 0;
        for (NegotiatedMedia media : session.media()) {
            if (!media.sends()) {
                continue;
            }
            boolean isVideo = media.codec().codec().video();
            int n = isVideo ? video++ : audio++;
            String stream = "slot" + n;
            slots.put(
                    media.mid(),
                    isVideo
                            ? new SlotSsrcs(
                                    -999 - n, -1999 - n, stream, stream + "-video", "lyceum")
                            : new SlotSsrcs(1000 + n, 0, stream, stream + "-audio", "lyceum"));
        }
        return slots;
    }
}
