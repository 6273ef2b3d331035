package live.lyceum.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Anybody with a token may make a server read offers: within the limits of its size nothing in one
/// may make that long.
class CostlyOfferTest {
    /// As many as a section may have, less those that every section needs.
    private static final int LINES = 480;

    private static final int SECTIONS = 30;

    private static final int TRIES = 3;

    /// To as many lines that mean nothing; far above when each payload type searches them all.
    private static final double MOST = 10;

    @Test
    void thousandsOfFormatParametersAreReadOnce() throws SdpException {
        List<String> payloadTypes = new ArrayList<>();
        StringBuilder maps = new StringBuilder("a=rtpmap:1 VP8/90000\n");
        for (int payloadType = 2; payloadType < 128; payloadType++) {
            maps.append("a=rtpmap:%d rtx/90000\n".formatted(payloadType));
            payloadTypes.add(Integer.toString(payloadType));
        }
        StringBuilder offer = new StringBuilder(Offers.session("1"));
        offer.append(
                "m=video 9 UDP/TLS/RTP/SAVPF 1 %s\n".formatted(String.join(" ", payloadTypes)));
        offer.append("a=mid:1\na=rtcp-mux\n").append(Offers.TRANSPORT).append(maps);
        offer.append(("a=fmtp:2 " + "x".repeat(500) + "\n").repeat(LINES - 127));
        checkRatio(offer.toString(), 1);
    }

    @Test
    void thousandsOfStreamsAreReadOnce() throws SdpException {
        List<String> mids = new ArrayList<>();
        StringBuilder sections = new StringBuilder();
        for (int section = 1; section <= SECTIONS; section++) {
            mids.add(Integer.toString(section));
            sections.append("m=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:%d\n".formatted(section));
            sections.append("a=rtcp-mux\na=rtpmap:96 VP8/90000\n").append(Offers.TRANSPORT);
            for (int i = 0; i < LINES; i++) {
                sections.append("a=ssrc:%d\n".formatted(section * LINES + i));
            }
        }
        checkRatio(Offers.session(String.join(" ", mids)) + sections, SECTIONS);
    }

    /// Each m-line inherits the session's: as many as there may be of both stay cheap.
    @Test
    void linesOfTheSessionTimesMediaLinesAreBounded() {
        List<String> mids = new ArrayList<>();
        StringBuilder sections = new StringBuilder();
        for (int section = 0; section < 64; section++) {
            mids.add(Integer.toString(section));
            sections.append(Offers.VIDEO.replace("mid:1", "mid:" + section))
                    .append(Offers.TRANSPORT);
        }
        String session = Offers.session(String.join(" ", mids));
        String good = session + "a=extmap:1 x\n".repeat(LINES) + sections;
        String bad = session + "a=extmap:1 x\n".repeat(LINES + 64) + sections;

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> {
                    for (int i = 0; i < 20; i++) {
                        assertThat(Negotiator.negotiate(good).media()).hasSize(64);
                    }
                });
        assertThatThrownBy(() -> Negotiator.negotiate(bad)).hasMessageContaining("500 attributes");
    }

    private static void checkRatio(String offer, int served) throws SdpException {
        String lines = offer.replaceAll("(?m)^a=(fmtp|ssrc):", "a=other:");
        assertThat(offer.length()).isBetween(150_000, 256 * 1024);
        double ratio = (double) fastestNs(offer, served) / fastestNs(lines, served);
        System.out.printf(
                "an offer of %d bytes costs %.1f times the usual%n", offer.length(), ratio);
        assertThat(ratio).isLessThan(MOST);
    }

    private static long fastestNs(String offer, int served) throws SdpException {
        long fastestNs = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long startNs = System.nanoTime();
            assertThat(Negotiator.negotiate(offer).media()).hasSize(served);
            fastestNs = Math.min(fastestNs, System.nanoTime() - startNs);
        }
        return fastestNs;
    }
}
