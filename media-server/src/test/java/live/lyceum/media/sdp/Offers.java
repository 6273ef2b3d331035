package live.lyceum.media.sdp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import live.lyceum.media.wire.codec.Codec;
import org.jspecify.annotations.Nullable;

/// Offers for tests.
final class Offers {
    static final String FINGERPRINT =
            "12:34:56:78:9A:BC:DE:F0:12:34:56:78:9A:BC:DE:F0"
                    + ":12:34:56:78:9A:BC:DE:F0:12:34:56:78:9A:BC:DE:F0";

    static final String TRANSPORT =
            """
            a=ice-ufrag:wxyz
            a=ice-pwd:0123456789abcdefghijkl
            a=fingerprint:sha-256 %s
            a=setup:actpass
            """
                    .formatted(FINGERPRINT);

    static final String AUDIO =
            """
            m=audio 9 UDP/TLS/RTP/SAVPF 96 0 8
            c=IN IP4 0.0.0.0
            a=mid:0
            a=sendrecv
            a=rtcp-mux
            a=rtpmap:96 opus/48000/2
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            """;

    static final String VIDEO =
            """
            m=video 9 UDP/TLS/RTP/SAVPF 97 98 99 100
            c=IN IP4 0.0.0.0
            a=mid:1
            a=sendrecv
            a=rtcp-mux
            a=rtpmap:97 VP8/90000
            a=rtcp-fb:97 nack
            a=rtcp-fb:97 nack pli
            a=rtcp-fb:97 goog-remb
            a=rtpmap:98 rtx/90000
            a=fmtp:98 apt=97
            a=rtpmap:99 H264/90000
            a=rtpmap:100 rtx/90000
            a=fmtp:100 apt=99
            """;

    /// As a small client such as aiortc offers: one camera, one microphone, both ways.
    static final String SMALL = session("0 1") + AUDIO + TRANSPORT + VIDEO + TRANSPORT;

    /// With Firefox's payload types and extension ids, its session-level fingerprint, and its
    /// directions on extmap.
    static final String FIREFOX_LIKE =
            session("0 1")
                    + "a=fingerprint:sha-256 "
                    + FINGERPRINT
                    + "\n"
                    + """
                    a=ice-options:trickle
                    m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101
                    c=IN IP4 0.0.0.0
                    a=sendrecv
                    a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
                    a=extmap:2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level
                    a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
                    a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1
                    a=ice-pwd:0123456789abcdefghijkl
                    a=ice-ufrag:wxyz
                    a=mid:0
                    a=msid:{c5a2} {d5a2}
                    a=rtcp-mux
                    a=rtpmap:109 opus/48000/2
                    a=setup:actpass
                    a=ssrc:3184534671 cname:{e5a2}
                    m=video 9 UDP/TLS/RTP/SAVPF 120 124 121 125
                    c=IN IP4 0.0.0.0
                    a=sendonly
                    a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
                    a=extmap:4 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
                    a=extmap:6/recvonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
                    a=extmap:7 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
                    a=extmap:9/sendonly urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
                    a=fmtp:124 apt=120
                    a=fmtp:120 max-fs=12288;max-fr=60
                    a=ice-pwd:0123456789abcdefghijkl
                    a=ice-ufrag:wxyz
                    a=mid:1
                    a=rid:q send
                    a=rid:f send
                    a=rtcp-fb:120 nack
                    a=rtcp-fb:120 nack pli
                    a=rtcp-fb:120 ccm fir
                    a=rtcp-fb:120 goog-remb
                    a=rtcp-fb:120 transport-cc
                    a=rtcp-mux
                    a=rtcp-rsize
                    a=rtpmap:120 VP8/90000
                    a=rtpmap:124 rtx/90000
                    a=setup:actpass
                    a=simulcast:send q;f
                    """;

    private Offers() {}

    /// As it is negotiated.
    static NegotiatedCodec vp8(
            int payloadType, int rtx, boolean nack, boolean pli, boolean fir, boolean transportCc) {
        return new NegotiatedCodec(
                Codec.VP8, payloadType, rtx, nack, pli, fir, transportCc, null, null);
    }

    static NegotiatedCodec opus(
            int payloadType, boolean transportCc, NegotiatedCodec.@Nullable Redundancy red) {
        String parameters = "minptime=10;useinbandfec=1";
        return new NegotiatedCodec(
                Codec.OPUS, payloadType, -1, false, false, false, transportCc, red, parameters);
    }

    static String session(String bundled) {
        return """
        v=0
        o=- 4611731400430051336 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE %s
        """
                .formatted(bundled);
    }

    /// What the page offers in Chromium 156: microphone, camera with three layers, screen, its
    /// sound, three receiving audio and four receiving video, bundlePolicy max-bundle.
    static String chromium() {
        return resource("chromium-156-offer.sdp");
    }

    static String resource(String name) {
        try (InputStream in = Offers.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
