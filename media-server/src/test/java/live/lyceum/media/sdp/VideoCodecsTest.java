package live.lyceum.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.codec.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Codecs of video besides VP8: which formats are ours, and how they are answered.
class VideoCodecsTest {
    private static final List<Codec> ALL = List.of(Codec.AV1, Codec.VP9, Codec.H264);
    private static final LocalTransport LOCAL =
            new LocalTransport(
                    "abcdefgh",
                    "0123456789abcdefghijklmn",
                    new Fingerprint("sha-256", Offers.FINGERPRINT),
                    List.of());

    @Test
    void ofChromiumsOfferEachIsTakenOnce() throws SdpException {
        NegotiatedSession session = Negotiator.negotiate(Offers.chromium(), ALL);

        for (NegotiatedMedia media : session.media()) {
            if (media.codec().codec() == Codec.VP8) {
                assertThat(media.others())
                        .extracting(NegotiatedCodec::codec)
                        .containsExactlyElementsOf(ALL);
                assertThat(media.others())
                        .allMatch(codec -> codec.nack() && codec.pli() && codec.fir())
                        .allMatch(codec -> codec.rtxPayloadType() == codec.payloadType() + 1);
            } else {
                assertThat(media.others()).isEmpty();
            }
        }
        assertThat(session.media().get(1).others())
                .extracting(NegotiatedCodec::parameters)
                .containsExactly(
                        "level-idx=5;profile=0;tier=0",
                        "profile-id=0",
                        "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f");
        assertThat(ALL).allMatch(session::takes);
    }

    @Test
    void withoutASettingVp8IsAllThereIs() throws SdpException {
        NegotiatedSession session = Negotiator.negotiate(Offers.chromium());

        assertThat(session.media()).allMatch(media -> media.others().isEmpty());
        assertThat(ALL).noneMatch(session::takes);
        assertThat(session.takes(Codec.VP8)).isTrue();
    }

    /// RFC 6184 section 8.1, RFC 9628 section 7.1, the AV1 RTP specification section 7.2.1.
    @ParameterizedTest
    @CsvSource({
        "H264, packetization-mode=1;profile-level-id=42e01f,          true",
        "H264, profile-level-id=42E01F; packetization-mode=1,         true",
        "H264, packetization-mode=1;profile-level-id=42c02a,          true",
        "H264, packetization-mode=1;profile-level-id=42001f,          false", // may have FMO, ASO
        "H264, packetization-mode=0;profile-level-id=42e01f,          false",
        "H264, profile-level-id=42e01f,                               false", // mode 0
        "H264, packetization-mode=1,                                  false", // level 1
        "H264, packetization-mode=1;profile-level-id=42e01e,          false", // level 3
        "H264, packetization-mode=1;profile-level-id=4d001f,          false", // Main
        "H264, packetization-mode=1;profile-level-id=640c1f,          false", // High
        "H264, packetization-mode=1;profile-level-id=42e01,           false",
        "H264, packetization-mode=1;profile-level-id=42e0-1,          false",
        "H264, packetization-mode=1;profile-level-id=42e11f,          false",
        "VP9,  profile-id=0,                                          true",
        "VP9,  max-fs=8160,                                           true",
        "VP9,  profile-id=2,                                          false",
        "AV1,  level-idx=5;profile=0;tier=0,                          true",
        "AV1,  profile=0,                                             true",
        "AV1,  level-idx=8;profile=0,                                 true",
        "AV1,  level-idx=4,                                           false", // level 3.0
        "AV1,  level-idx=x,                                           false",
        "AV1,  profile=1,                                             false",
        "AV1,  tier=1,                                                false",
    })
    void aFormatIsOursByItsParameters(Codec codec, String parameters, boolean ours)
            throws SdpException {
        NegotiatedMedia video = sent(offer(codec, "a=fmtp:99 " + parameters + "\n"));

        assertThat(video.has(codec)).isEqualTo(ours);
        assertThat(video.others()).hasSize(ours ? 1 : 0);
    }

    /// Who decodes Baseline decodes Constrained Baseline; who sends it may send more than that.
    @Test
    void ofOneWhoOnlyReceivesBaselineWillDo() throws SdpException {
        String baseline = "a=fmtp:99 packetization-mode=1;profile-level-id=42001f\n";
        String receiving = offer(Codec.H264, baseline).replace("a=sendrecv", "a=recvonly");
        NegotiatedMedia video = sent(receiving);

        assertThat(video.others()).hasSize(1);
        assertThat(video.others().getFirst().parameters()).endsWith("profile-level-id=42001f");
    }

    @Test
    void theAnswerBeginsWithWhatTheClientIsToSend() throws SdpException {
        NegotiatedSession session = Negotiator.negotiate(Offers.chromium(), ALL);

        String av1 = " 45 46 98 99 108 109 96 97\r\n";
        String h264 = " 108 109 45 46 98 99 96 97\r\n";
        assertThat(answer(session, Codec.AV1).split(av1, -1)).hasSize(7);
        assertThat(answer(session, Codec.H264).split(h264, -1)).hasSize(7);
        assertThat(answer(session, Codec.VP8))
                .contains(
                        "SAVPF 96 97 45 46 98 99 108 109\r\n",
                        "a=rtpmap:108 H264/90000\r\na=rtcp-fb:108 transport-cc\r\n",
                        "a=rtpmap:109 rtx/90000\r\na=fmtp:109 apt=108\r\n")
                .doesNotContain("a=rtpmap:102", "a=rtpmap:100");
    }

    @Test
    void whoLacksTheCodecIsAnsweredWithoutIt() throws SdpException {
        NegotiatedSession session = Negotiator.negotiate(Offers.SMALL, ALL);

        assertThat(session.takes(Codec.VP9)).isFalse();
        assertThat(answer(session, Codec.VP9)).contains("m=video 9 UDP/TLS/RTP/SAVPF 97 98\r\n");
    }

    @Test
    void whoHasNoVp8IsNotServed() {
        String offer = Offers.SMALL.replace("VP8", "VP9").replace("opus", "PCMU");

        assertThatThrownBy(() -> Negotiator.negotiate(offer, ALL))
                .isInstanceOfSatisfying(
                        SdpException.class,
                        refused -> assertThat(refused.isNothingInCommon()).isTrue());
    }

    @Test
    void aCodecWithoutKeyframesOnRequestIsLeftOut() throws SdpException {
        String offer = offer(Codec.VP9, "").replace("a=rtcp-fb:99 nack pli\n", "");
        assertThat(sent(offer).others()).isEmpty();
    }

    /// A packet of that type would be of either.
    @Test
    void twoCodecsWithOneTypeOfRetransmissionsAreNotTaken() throws SdpException {
        String offer = offer(Codec.VP9, "").replace("a=fmtp:100 apt=99", "a=fmtp:98 apt=99");
        NegotiatedMedia video = sent(offer);

        assertThat(video.others()).isEmpty();
        assertThat(video.codec().rtxPayloadType()).isEqualTo(98);
    }

    @Test
    void whatOneLineLacksTheClientDoesNotTake() throws SdpException {
        String vp9 = "m=video 9 UDP/TLS/RTP/SAVPF 97 98 99 100";
        String second =
                Offers.VIDEO
                        .replace("a=mid:1", "a=mid:2")
                        .replace("a=sendrecv", "a=recvonly")
                        .replace(vp9, "m=video 9 UDP/TLS/RTP/SAVPF 97 98");
        String offer = offer(Codec.VP9, "").replace("BUNDLE 0 1", "BUNDLE 0 1 2") + second;

        assertThat(Negotiator.negotiate(offer + Offers.TRANSPORT, ALL).takes(Codec.VP9)).isFalse();
        String unused = offer + second.replace("a=mid:2\na=recvonly", "a=mid:2\na=inactive");
        String inactive = unused.replace(second, "") + Offers.TRANSPORT;
        assertThat(Negotiator.negotiate(inactive, ALL).takes(Codec.VP9)).isTrue();
    }

    private static NegotiatedMedia sent(String offer) throws SdpException {
        return Negotiator.negotiate(offer, ALL).media().get(1);
    }

    /// The small client's, with `codec` in the place of its H264.
    private static String offer(Codec codec, String fmtp) {
        return Offers.SMALL.replace(
                "a=rtpmap:99 H264/90000\n",
                "a=rtpmap:99 "
                        + codec.encodingName()
                        + "/90000\na=rtcp-fb:99 nack\na=rtcp-fb:99 nack pli\n"
                        + fmtp);
    }

    private static String answer(NegotiatedSession session, Codec codec) {
        return AnswerWriter.write(session, LOCAL, Map.of(), codec, 1);
    }
}
