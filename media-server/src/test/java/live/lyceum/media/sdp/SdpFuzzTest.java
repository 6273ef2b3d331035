package live.lyceum.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.codec.Codec;

class SdpFuzzTest {
    private static final LocalTransport LOCAL =
            new LocalTransport(
                    "ourufrag",
                    "p".repeat(24),
                    new Fingerprint("sha-256", Offers.FINGERPRINT),
                    List.of("candidate:1 1 udp 2130706431 192.0.2.10 10000 typ host"));

    private static final List<Codec> VIDEO_CODECS = List.of(Codec.AV1, Codec.VP9, Codec.H264);

    @FuzzTest(maxDuration = "60s")
    void offer(byte[] bytes) throws SdpException {
        String offer = new String(bytes, StandardCharsets.UTF_8);
        NegotiatedSession session;
        try {
            session = Negotiator.negotiate(offer, VIDEO_CODECS);
        } catch (SdpException refused) {
            assertThat(refused).message().isNotBlank().hasSizeLessThan(300);
            return;
        }
        checkSession(session);
        Map<String, SlotSsrcs> slots = new HashMap<>();
        int ssrc = 1;
        for (NegotiatedMedia media : session.media()) {
            slots.put(media.mid(), new SlotSsrcs(ssrc++, ssrc++, "cname", "stream", "track"));
        }
        String answer = AnswerWriter.write(session, LOCAL, slots, Codec.VP9, 1);
        // At most as long as what was asked and a bounded text for each m-line.
        int lines = session.media().size() + session.rejected().size();
        assertThat(answer.length()).isLessThan(1_000 + 3 * offer.length() + 2_000 * lines);
        // Nothing in an offer can put a line of its own into the answer.
        assertThat(answer.lines().filter(line -> line.startsWith("m=")).count()).isEqualTo(lines);
        assertThat(answer.lines().filter(line -> line.startsWith("a=fingerprint:"))).hasSize(1);
        assertThat(answer.lines())
                .allMatch(line -> line.length() > 2 && "vostmca".indexOf(line.charAt(0)) >= 0);
        SdpText read = SdpText.parse(answer);
        assertThat(read.media()).hasSize(lines);
    }

    private static void checkSession(NegotiatedSession session) {
        int lines = session.media().size() + session.rejected().size();
        assertThat(lines).isBetween(1, 64);
        assertThat(session.media()).isNotEmpty();
        HashSet<Integer> indexes = new HashSet<>();
        session.media().forEach(media -> indexes.add(media.index()));
        session.rejected().forEach(media -> indexes.add(media.index()));
        assertThat(indexes).hasSize(lines).allMatch(index -> index >= 0 && index < lines);
        assertThat(session.bundle())
                .containsExactlyInAnyOrderElementsOf(
                        session.media().stream().map(NegotiatedMedia::mid).toList());
        assertThat(session.ice().ufrag()).matches("[A-Za-z0-9+/]{4,256}");
        assertThat(session.ice().password()).matches("[A-Za-z0-9+/]{22,256}");
        for (NegotiatedMedia media : session.media()) {
            assertThat(media.codec().payloadType()).isBetween(0, 127);
            assertThat(media.codec().rtxPayloadType()).isBetween(-1, 127);
            assertThat(media.others()).hasSizeLessThanOrEqualTo(VIDEO_CODECS.size());
            HashSet<Integer> types = new HashSet<>();
            for (NegotiatedCodec codec : media.codecs(Codec.VP9)) {
                assertThat(types.add(codec.payloadType())).isTrue();
            }
            assertThat(media.layers()).hasSizeLessThanOrEqualTo(8);
            assertThat(media.ssrcs()).hasSizeLessThanOrEqualTo(16);
            ExtensionIds ids = media.extensions();
            assertThat(
                            List.of(
                                    ids.mid(),
                                    ids.rid(),
                                    ids.repairedRid(),
                                    ids.audioLevel(),
                                    ids.transportCc()))
                    .allMatch(id -> id >= 0 && id <= 14);
        }
    }
}
