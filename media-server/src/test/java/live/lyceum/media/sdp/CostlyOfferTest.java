package live.lyceum.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An offer is read on the media loop, where everybody waits for it: within the limits of its size
/// nothing in it may make that long.
class CostlyOfferTest {
    private static final int LINES = 16_000;

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
        offer.append("a=fmtp:2 x\n".repeat(LINES));
        checkRatio(offer.toString());
    }

    @Test
    void thousandsOfStreamsAreReadOnce() throws SdpException {
        StringBuilder offer = new StringBuilder(Offers.session("1"));
        offer.append("m=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:1\na=rtcp-mux\n");
        offer.append(Offers.TRANSPORT).append("a=rtpmap:96 VP8/90000\n");
        for (int i = 0; i < LINES; i++) {
            offer.append("a=ssrc:%d\n".formatted(i + 1));
        }
        checkRatio(offer.toString());
    }

    private static void checkRatio(String offer) throws SdpException {
        String lines = offer.replaceAll("(?m)^a=(fmtp|ssrc):", "a=other:");
        assertThat(offer.length()).isBetween(150_000, 256 * 1024);
        double ratio = (double) fastestNs(offer) / fastestNs(lines);
        System.out.printf(
                "an offer of %d bytes costs %.1f times the usual%n", offer.length(), ratio);
        assertThat(ratio).isLessThan(MOST);
    }

    private static long fastestNs(String offer) throws SdpException {
        long fastestNs = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long startNs = System.nanoTime();
            assertThat(Negotiator.negotiate(offer).media()).hasSize(1);
            fastestNs = Math.min(fastestNs, System.nanoTime() - startNs);
        }
        return fastestNs;
    }
}
