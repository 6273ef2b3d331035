package live.lyceum.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import live.lyceum.media.api.MediaKind;
import live.lyceum.media.testkit.Mutations;
import live.lyceum.media.wire.Fingerprint;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NegotiatorTest {
    private static final ExtensionIds RECEIVED_AUDIO = new ExtensionIds(4, 0, 0, 1, 3);
    private static final ExtensionIds RECEIVED_VIDEO = new ExtensionIds(4, 10, 11, 0, 3);

    @Test
    void takesAllOfChromiumsOffer() throws SdpException {
        NegotiatedSession session = Negotiator.negotiate(Offers.chromium());

        assertThat(session.ice())
                .isEqualTo(new IceRemote("Lljk", "WVtWguXLYk3/mj/4uYxKCdwG", List.of("trickle")));
        assertThat(session.fingerprint().hash()).isEqualTo("sha-256");
        assertThat(session.fingerprint().value()).startsWith("B9:BF:76").hasSize(95);
        assertThat(session.rejected()).isEmpty();
        assertThat(session.bundle())
                .isEqualTo(IntStream.range(0, 11).mapToObj(Integer::toString).toList());
        assertThat(session.media()).extracting(NegotiatedMedia::mid).isEqualTo(session.bundle());
        assertThat(session.media().subList(0, 4)).allMatch(m -> m.receives() && !m.sends());
        assertThat(session.media().subList(4, 11)).allMatch(m -> !m.receives() && m.sends());

        var red = new NegotiatedCodec.Redundancy(63, false);
        NegotiatedCodec opus = Offers.opus(111, true, red);
        NegotiatedCodec vp8 = Offers.vp8(96, 97, true, true, true, true);
        assertThat(session.media().subList(0, 4))
                .containsExactly(
                        received(0, MediaKind.AUDIO, opus, List.of(), ssrc(2805707015L, 0)),
                        received(1, MediaKind.VIDEO, vp8, List.of("q", "h", "f"), List.of()),
                        received(2, MediaKind.VIDEO, vp8, List.of(), ssrc(102508423, 2438953589L)),
                        received(3, MediaKind.AUDIO, opus, List.of(), ssrc(1556715347, 0)));
        NegotiatedMedia slot = session.media().get(10);
        assertThat(slot.codec()).isEqualTo(Offers.vp8(96, 97, true, true, true, false));
        assertThat(slot.extensions()).isEqualTo(new ExtensionIds(4, 0, 0, 0, 0));
        assertThat(session.media().get(4).extensions()).isEqualTo(new ExtensionIds(4, 0, 0, 1, 0));
        assertThat(session.reducedSizeRtcp()).isTrue();
    }

    private static NegotiatedMedia received(
            int index,
            MediaKind kind,
            NegotiatedCodec codec,
            List<String> rids,
            List<SsrcPair> ssrcs) {
        ExtensionIds ids = kind == MediaKind.AUDIO ? RECEIVED_AUDIO : RECEIVED_VIDEO;
        return new NegotiatedMedia(
                index,
                Integer.toString(index),
                kind,
                true,
                false,
                codec,
                List.of(),
                ids,
                rids.stream().map(rid -> new SimulcastLayer(rid, false)).toList(),
                ssrcs);
    }

    private static List<SsrcPair> ssrc(long ssrc, long rtxSsrc) {
        return List.of(new SsrcPair((int) ssrc, (int) rtxSsrc));
    }

    @Test
    void aSmallClientIsServedWithWhatItHas() throws SdpException {
        NegotiatedSession session = Negotiator.negotiate(Offers.SMALL);

        assertThat(session.fingerprint()).isEqualTo(new Fingerprint("sha-256", Offers.FINGERPRINT));
        assertThat(session.media())
                .containsExactly(
                        new NegotiatedMedia(
                                0,
                                "0",
                                MediaKind.AUDIO,
                                true,
                                true,
                                Offers.opus(96, false, null),
                                List.of(),
                                ExtensionIds.NONE,
                                List.of(),
                                List.of()),
                        new NegotiatedMedia(
                                1,
                                "1",
                                MediaKind.VIDEO,
                                true,
                                true,
                                Offers.vp8(97, 98, true, true, false, false),
                                List.of(),
                                ExtensionIds.NONE,
                                List.of(),
                                List.of()));
    }

    @Test
    void takesTheClientsOwnIds() throws SdpException {
        NegotiatedSession session = Negotiator.negotiate(Offers.FIREFOX_LIKE);

        assertThat(session.media().get(0).codec().payloadType()).isEqualTo(109);
        assertThat(session.media().get(0).extensions()).isEqualTo(new ExtensionIds(3, 0, 0, 1, 0));
        assertThat(session.media().get(1).codec())
                .isEqualTo(Offers.vp8(120, 124, true, true, true, true));
        assertThat(session.media().get(1).extensions())
                .isEqualTo(new ExtensionIds(3, 9, 0, 0, 7, Set.of(9)));
        assertThat(session.media().get(1).rids()).containsExactly("q", "f");
    }

    @Test
    void aRestartBringsNewCredentialsAndNothingElse() throws SdpException {
        String offer = Offers.chromium();
        String restart =
                offer.replace("a=ice-ufrag:Lljk", "a=ice-ufrag:n3Wu")
                        .replace("WVtWguXLYk3/mj/4uYxKCdwG", "ZZZZguXLYk3/mj/4uYxKCdwG");

        NegotiatedSession before = Negotiator.negotiate(offer);
        NegotiatedSession after = Negotiator.negotiate(restart);

        assertThat(after.ice())
                .isEqualTo(new IceRemote("n3Wu", "ZZZZguXLYk3/mj/4uYxKCdwG", List.of("trickle")));
        assertThat(after.media()).isEqualTo(before.media());
        assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
    }

    static Stream<Arguments> rejections() {
        String app = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:2\n";
        String first = Offers.session("0 1 2") + Offers.AUDIO + Offers.TRANSPORT;
        String video = Offers.VIDEO.replace("a=mid:1", "a=mid:2");
        return Stream.of(
                arguments("a data channel", first.replace(" 1 2", " 2") + app),
                arguments(
                        "port 0",
                        first.replace(" 1 2", " 2") + video.replace("m=video 9", "m=video 0")),
                arguments("outside of the bundle", first.replace(" 1 2", "") + video),
                arguments("no mid", first.replace(" 1 2", "") + video.replace("a=mid:2\n", "")),
                arguments(
                        "an unknown codec",
                        first.replace(" 1 2", " 2") + video.replace("VP8", "VP10")),
                arguments(
                        "a clock rate unheard of",
                        first.replace(" 1 2", " 2") + video.replace("VP8/90000", "VP8/8000")),
                arguments(
                        "no rtpmap",
                        first.replace(" 1 2", " 2") + video.replace("a=rtpmap:97 VP8/90000\n", "")),
                arguments(
                        "another protocol",
                        first.replace(" 1 2", " 2")
                                + video.replace("UDP/TLS/RTP/SAVPF", "TCP/TLS/RTP/SAVPF")),
                arguments(
                        "a payload type that looks like RTCP",
                        first.replace(" 1 2", " 2") + video.replace("97", "72")),
                arguments(
                        "another kind",
                        first.replace(" 1 2", " 2") + video.replace("m=video", "m=text")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rejections")
    void rejectsOneLineAndServesTheOther(String name, String offer) throws SdpException {
        NegotiatedSession session = Negotiator.negotiate(offer);

        assertThat(session.media()).extracting(NegotiatedMedia::mid).containsExactly("0");
        assertThat(session.bundle()).containsExactly("0");
        assertThat(session.rejected()).hasSize(1);
        assertThat(session.rejected().getFirst().index()).isEqualTo(1);
        assertThat(session.rejected().getFirst().formats()).isNotEmpty();
    }

    @Test
    void bundleOnlyIsServedInSpiteOfPort0() throws SdpException {
        String offer =
                Offers.SMALL
                        .replace("m=video 9", "m=video 0")
                        .replace("a=mid:1", "a=bundle-only\na=mid:1");

        assertThat(Negotiator.negotiate(offer).media()).hasSize(2);
    }

    @Test
    void attributesOfTheBundleMayStandInItsFirstLineAlone() throws SdpException {
        String offer =
                Offers.session("0 1")
                        + Offers.AUDIO
                        + Offers.TRANSPORT
                        + "a=rtcp-rsize\n"
                        + Offers.VIDEO.replace("a=rtcp-mux\n", "");

        NegotiatedSession session = Negotiator.negotiate(offer);

        assertThat(session.media()).hasSize(2);
        assertThat(session.reducedSizeRtcp()).isTrue();
        assertThat(Negotiator.negotiate(Offers.SMALL).reducedSizeRtcp()).isFalse();
    }

    @Test
    void theTransportIsThatOfTheFirstServedLineWithAPort() throws SdpException {
        String rejected =
                Offers.session("0 1")
                        + Offers.AUDIO.replace("opus", "x")
                        + Offers.TRANSPORT.replace("wxyz", "none")
                        + Offers.VIDEO
                        + Offers.TRANSPORT;
        String bundleOnly =
                Offers.session("0 1")
                        + Offers.AUDIO.replace("m=audio 9", "m=audio 0")
                        + "a=bundle-only\n"
                        + Offers.VIDEO
                        + Offers.TRANSPORT;

        assertThat(Negotiator.negotiate(rejected).ice().ufrag()).isEqualTo("wxyz");
        assertThat(Negotiator.negotiate(rejected).bundle()).containsExactly("1");
        assertThat(Negotiator.negotiate(bundleOnly).ice().ufrag()).isEqualTo("wxyz");
        assertThat(Negotiator.negotiate(bundleOnly).bundle()).containsExactly("1", "0");
    }

    @Test
    void theTransportIsThatOfTheGroupsFirst() throws SdpException {
        String offer =
                Offers.session("1 0")
                        + Offers.AUDIO
                        + Offers.TRANSPORT.replace("wxyz", "none")
                        + Offers.VIDEO
                        + Offers.TRANSPORT;

        NegotiatedSession session = Negotiator.negotiate(offer);

        assertThat(session.ice().ufrag()).isEqualTo("wxyz");
        assertThat(session.bundle()).containsExactly("1", "0");
        assertThat(session.media()).extracting(NegotiatedMedia::mid).containsExactly("0", "1");
    }

    @ParameterizedTest
    @CsvSource({
        "sendrecv, true, true",
        "sendonly, true, false",
        "recvonly, false, true",
        "inactive, false, false",
    })
    void directionsAreMirrored(String direction, boolean receives, boolean sends)
            throws SdpException {
        String own = Offers.SMALL.replace("a=sendrecv", "a=" + direction);
        String sessions =
                Offers.SMALL
                        .replace("a=sendrecv\n", "")
                        .replace("t=0 0\n", "t=0 0\na=" + direction + "\n");
        for (String offer : List.of(own, sessions)) {
            assertThat(Negotiator.negotiate(offer).media())
                    .allMatch(m -> m.receives() == receives && m.sends() == sends);
        }
    }

    @ParameterizedTest
    @CsvSource({"sha-256, 32", "SHA-256, 32", "sha-384, 48", "sha-512, 64"})
    void takesTheFingerprintInNormalForm(String hash, int length) throws SdpException {
        String value = "ab:".repeat(length - 1) + "ab";
        String offer = Offers.SMALL.replace("sha-256 " + Offers.FINGERPRINT, hash + " " + value);

        assertThat(Negotiator.negotiate(offer).fingerprint())
                .isEqualTo(
                        new Fingerprint(
                                hash.toLowerCase(Locale.ROOT), value.toUpperCase(Locale.ROOT)));
    }

    static Stream<Arguments> simulcasts() {
        String rids =
                "a=rid:a send\na=rid:b send pt=97\na=rid:c send pt=99;max-fs=1\na=rid:d recv\n";
        return Stream.of(
                arguments(rids + "a=simulcast:send a;b", List.of("a", "b")),
                arguments(rids + "a=simulcast:send b;a", List.of("b", "a")),
                arguments(rids + "a=simulcast:send ~a;b", List.of("a", "b")),
                arguments(rids + "a=simulcast:send a,b;c", List.of("a")),
                arguments(rids + "a=simulcast:recv d send b", List.of("b")),
                arguments(rids + "a=simulcast:recv d", List.of()),
                arguments(rids + "a=simulcast:send d;x;a;a", List.of("a")),
                arguments(rids + "a=simulcast:send", List.of()),
                arguments(rids + "a=simulcast:send ;;,~", List.of()),
                arguments(rids + "a=rid:b send\na=simulcast:send a;b", List.of("a")),
                arguments(rids + "a=x", List.of()));
    }

    @ParameterizedTest
    @MethodSource("simulcasts")
    void keepsTheLayersItCanTake(String lines, List<String> rids) throws SdpException {
        String offer =
                Offers.SMALL
                        + "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\n"
                        + lines
                        + "\n";

        assertThat(Negotiator.negotiate(offer).media().get(1).rids()).isEqualTo(rids);
        String without = offer.replace("a=extmap:10", "a=x-extmap:10");
        assertThat(Negotiator.negotiate(without).media().get(1).rids()).isEmpty();
    }

    static Stream<Arguments> ssrcLines() {
        return Stream.of(
                arguments("a=ssrc:1 cname:x", List.of(new SsrcPair(1, 0))),
                arguments("a=ssrc:4294967295 cname:x", List.of(new SsrcPair(-1, 0))),
                arguments(
                        "a=ssrc-group:FID 1 2\na=ssrc:1 cname:x\na=ssrc:1 msid:a b\na=ssrc:2 cname:x",
                        List.of(new SsrcPair(1, 2))),
                arguments(
                        "a=ssrc-group:SIM 1 3\na=ssrc-group:FID 1 2\na=ssrc-group:FID 3 4\n"
                                + "a=ssrc:1 a\na=ssrc:2 a\na=ssrc:3 a\na=ssrc:4 a",
                        List.of(new SsrcPair(1, 2), new SsrcPair(3, 4))),
                arguments(
                        "a=ssrc-group:FEC-FR 1 5\na=ssrc:1 a\na=ssrc:5 a",
                        List.of(new SsrcPair(1, 0))),
                arguments(
                        "a=ssrc:4294967296 a\na=ssrc:-1 a\na=ssrc:x a\na=ssrc: a\na=ssrc:0 a",
                        List.of()),
                arguments(
                        "a=ssrc-group:\na=ssrc-group:FID\na=ssrc-group:FID 1 x\na=ssrc:1 a",
                        List.of(new SsrcPair(1, 0))));
    }

    @ParameterizedTest
    @MethodSource("ssrcLines")
    void pairsSignaledStreams(String lines, List<SsrcPair> pairs) throws SdpException {
        String offer = Offers.SMALL + lines + "\n";

        assertThat(Negotiator.negotiate(offer).media().get(1).ssrcs()).isEqualTo(pairs);
        String receiving = offer.replace("a=sendrecv", "a=recvonly");
        assertThat(Negotiator.negotiate(receiving).media().get(1).ssrcs()).isEmpty();
    }

    @Test
    void extensionIdsBeyondTheOneByteFormAreNotTaken() throws SdpException {
        String offer =
                Offers.SMALL
                        + "a=extmap:15 urn:ietf:params:rtp-hdrext:sdes:mid\n"
                        + "a=extmap:0 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\n"
                        + "a=extmap:14 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id\n";

        assertThat(Negotiator.negotiate(offer).media().get(1).extensions())
                .isEqualTo(new ExtensionIds(0, 0, 14, 0, 0));
    }

    @Test
    void feedbackForAllPayloadTypesCounts() throws SdpException {
        String offer = Offers.SMALL.replace("a=rtcp-fb:97", "a=rtcp-fb:*");

        assertThat(Negotiator.negotiate(offer).media().get(1).codec())
                .isEqualTo(Offers.vp8(97, 98, true, true, false, false));
    }

    static Stream<Arguments> refusals() {
        String small = Offers.SMALL;
        return Stream.of(
                arguments("", "empty"),
                arguments("hello", "v=0"),
                arguments("\n" + small, "v=0"),
                arguments("v=1\n", "v=0"),
                arguments("v=0\n", "no m-line"),
                arguments(Offers.session("0"), "no m-line"),
                arguments(small.replace("s=-", "nonsense"), "line 3"),
                arguments(small.replace("s=-", ""), "line 3 is empty"),
                arguments(small.replace("s=-", "s=\u0000"), "control character"),
                arguments(small.replace("a=setup", "a\u0007=setup"), "not of the form"),
                arguments(small + "x".repeat(256 * 1024), "256 KiB"),
                arguments(small + "b=x:1\n".repeat(17_000), "16384 lines"),
                arguments(small + "a=x\n".repeat(500), "more than 500 attributes"),
                arguments(small + "m=audio 9 X 0\n".repeat(63), "64 m-lines"),
                arguments(small + "m=audio 9\n", "m-line 2 is incomplete"),
                arguments(small.replace("a=group", "a=gruppe"), "a=group:BUNDLE"),
                arguments(small.replace("BUNDLE 0 1", "LS 0 1"), "a=group:BUNDLE"),
                arguments(small.replace("BUNDLE 0 1", "BUNDLE"), "a=group:BUNDLE"),
                arguments(small.replace("BUNDLE 0 1", "BUNDLE 0 0"), "twice"),
                arguments(small.replace("BUNDLE 0 1", "BUNDLE 0 7"), "no m-line has"),
                arguments(small.replace("a=mid:1", "a=mid:0"), "the mid 0"),
                arguments(small.replace("a=mid:1", "a=mid:a b"), "a=mid of m-line 1"),
                arguments(small.replace("a=mid:1", "a=mid:"), "a=mid of m-line 1"),
                arguments(small.replace("a=ice-ufrag:wxyz\n", ""), "a=ice-ufrag"),
                arguments(small.replace("a=ice-ufrag:wxyz", "a=ice-ufrag:wxy"), "4 to 256"),
                arguments(small.replace("a=ice-ufrag:wxyz", "a=ice-ufrag:wxyz\u00e9"), "4 to 256"),
                arguments(small.replace("ijkl", "ijk"), "22 to 256"),
                arguments(small.replaceAll("a=ice-pwd.*\n", ""), "a=ice-pwd"),
                arguments(small.replaceAll("a=fingerprint.*\n", ""), "no a=fingerprint"),
                arguments(small.replace("sha-256", "sha-1"), "none of sha-256"),
                arguments(small.replace("sha-256 12", "sha-256 1"), "form of sha-256"),
                arguments(small.replace("sha-256 12", "sha-256 1G"), "form of sha-256"),
                arguments(small.replace("sha-256", "sha-512"), "form of sha-512"),
                arguments(small.replaceAll("a=setup.*\n", ""), "no a=setup"),
                arguments(small.replace("actpass", "passive"), "actpass or active"),
                arguments(small.replace("actpass", "holdconn"), "actpass or active"),
                arguments(small.replace("t=0 0", "t=0 0\na=ice-lite"), "ice-lite"),
                arguments(small.replace("a=rtcp-mux\n", ""), "a=rtcp-mux"),
                arguments(
                        small.replaceAll("m=(audio|video) 9", "m=$1 0")
                                .replace("a=rtcp-mux", "a=bundle-only"),
                        "bundle-only"),
                arguments(
                        small.replace("opus", "x").replace("VP8", "y"), "no m-line can be served"),
                arguments(
                        small.replace("m=video", "a=extmap:3 " + ExtensionUris.MID + "\nm=video")
                                + "a=extmap:3 urn:b\n",
                        "a=extmap id 3"),
                arguments(
                        small + "a=extmap:3 urn:a\na=extmap:3 " + ExtensionUris.RID + "\n",
                        "a=extmap id 3"),
                arguments(
                        small
                                + "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\n"
                                + "a=rid:1 send\na=rid:2 send\na=rid:3 send\na=rid:4 send\na=rid:5 send\n"
                                + "a=rid:6 send\na=rid:7 send\na=rid:8 send\na=rid:9 send\n"
                                + "a=simulcast:send 1;2;3;4;5;6;7;8;9\n",
                        "8 layers"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWithWordsAndWithoutSecrets(String offer, String words) {
        assertThatThrownBy(() -> Negotiator.negotiate(offer))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining(words)
                .message()
                .doesNotContain("0123456789abcdef", "wxy", "12:34");
    }

    @Test
    void secretsAreNotPrinted() throws SdpException {
        assertThat(Negotiator.negotiate(Offers.SMALL).toString())
                .doesNotContain("0123456789abcdefghijkl");
    }

    @Test
    void linesMayEndWithANewlineAlone() throws SdpException {
        String crlf = Offers.SMALL.replace("\n", "\r\n");

        assertThat(Negotiator.negotiate(crlf)).isEqualTo(Negotiator.negotiate(Offers.SMALL));
    }

    @Test
    void bearsEveryPrefix() {
        Mutations.everyPrefix(bytes(Offers.SMALL), NegotiatorTest::negotiate);
        Mutations.everyPrefix(bytes(Offers.FIREFOX_LIKE), NegotiatorTest::negotiate);
        String chromium = Offers.chromium();
        for (int length = 0; length < chromium.length(); length += 97) {
            negotiate(bytes(chromium.substring(0, length)));
        }
    }

    @Test
    void bearsMutations() {
        List<byte[]> good = List.of(bytes(Offers.SMALL), bytes(Offers.FIREFOX_LIKE));
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> Mutations.mutated(5, 10_000, good, NegotiatorTest::negotiate));
    }

    @Test
    void hostileSizesTakeBoundedTime() {
        String manyFormats = Offers.SMALL.replace("97 98 99 100", "97 ".repeat(80_000) + "98");
        String manyLayers = Offers.SMALL + "a=simulcast:send " + ";".repeat(200_000) + "\n";
        String manyMids = Offers.SMALL.replace("BUNDLE 0 1", "BUNDLE 0 1 " + "x ".repeat(100_000));
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    for (String offer : List.of(manyFormats, manyLayers, manyMids)) {
                        negotiate(bytes(offer));
                    }
                });
    }

    /// Nothing but an SdpException may come out; what is negotiated must be answerable.
    private static void negotiate(byte[] offer) {
        try {
            NegotiatedSession session =
                    Negotiator.negotiate(new String(offer, StandardCharsets.UTF_8));
            assertThat(session.media()).isNotEmpty();
            assertThat(session.bundle()).hasSameSizeAs(session.media());
        } catch (SdpException e) {
            assertThat(e).message().isNotEmpty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
