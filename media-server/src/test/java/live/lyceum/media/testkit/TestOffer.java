package live.lyceum.media.testkit;

import java.util.List;
import live.lyceum.media.wire.codec.Codec;

/// The offer of a peer: a microphone and a camera to send, some slots to receive, in the shape
/// browsers write.
///
/// @param simulcast three RIDs on the camera, no SSRC signaled; otherwise one stream with its SSRCs
///   in the offer
/// @param codecs of video, in their order
public record TestOffer(
        String ufrag,
        String password,
        String fingerprint,
        boolean simulcast,
        int audioSlots,
        int videoSlots,
        List<Codec> codecs) {
    public static final int OPUS = 111;
    public static final int VP8 = 96;
    public static final int RTX = 97;
    public static final int H264 = 108;
    public static final int VP9 = 98;
    public static final int AV1 = 45;
    public static final int LEVEL_ID = 1;
    public static final int MID_ID = 4;
    public static final int TRANSPORT_ID = 3;
    public static final int RID_ID = 10;
    public static final int REPAIRED_RID_ID = 11;

    /// With VP8 alone.
    public TestOffer(
            String ufrag,
            String password,
            String fingerprint,
            boolean simulcast,
            int audioSlots,
            int videoSlots) {
        this(ufrag, password, fingerprint, simulcast, audioSlots, videoSlots, List.of(Codec.VP8));
    }

    /// The payload type of a codec; its retransmissions have the next one.
    public static int payloadType(Codec codec) {
        return switch (codec) {
            case OPUS -> OPUS;
            case VP8 -> VP8;
            case H264 -> H264;
            case VP9 -> VP9;
            case AV1 -> AV1;
        };
    }

    static Codec codec(int payloadType) {
        for (Codec codec : Codec.values()) {
            if (payloadType(codec) == payloadType) {
                return codec;
            }
        }
        throw new IllegalArgumentException("no codec has the payload type " + payloadType);
    }

    /// The first three m-lines: microphone, camera, screen.
    public static final int SENDING_LINES = 3;

    public String sdp(int micSsrc, int camSsrc, int camRtxSsrc) {
        StringBuilder sdp =
                new StringBuilder("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
        int lines = SENDING_LINES + audioSlots + videoSlots;
        sdp.append("a=group:BUNDLE");
        for (int mid = 0; mid < lines; mid++) {
            sdp.append(' ').append(mid);
        }
        sdp.append("\r\na=msid-semantic: WMS\r\n");
        audio(sdp, 0, "sendonly");
        sdp.append("a=ssrc:%s cname:t\r\n".formatted(Integer.toUnsignedString(micSsrc)));
        video(sdp, 1, "sendonly");
        if (simulcast) {
            sdp.append("a=rid:q send\r\na=rid:h send\r\na=rid:f send\r\n");
            sdp.append("a=simulcast:send q;h;f\r\n");
        } else {
            String ssrc = Integer.toUnsignedString(camSsrc);
            String rtx = Integer.toUnsignedString(camRtxSsrc);
            sdp.append("a=ssrc-group:FID %s %s\r\n".formatted(ssrc, rtx));
            sdp.append("a=ssrc:%s cname:t\r\na=ssrc:%s cname:t\r\n".formatted(ssrc, rtx));
        }
        video(sdp, 2, "sendonly");
        for (int i = 0; i < audioSlots; i++) {
            audio(sdp, SENDING_LINES + i, "recvonly");
        }
        for (int i = 0; i < videoSlots; i++) {
            video(sdp, SENDING_LINES + audioSlots + i, "recvonly");
        }
        return sdp.toString();
    }

    private void audio(StringBuilder sdp, int mid, String direction) {
        sdp.append("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n");
        common(sdp, mid, direction);
        sdp.append(
                "a=extmap:%d urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n".formatted(LEVEL_ID));
        sdp.append("a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n");
    }

    private void video(StringBuilder sdp, int mid, String direction) {
        sdp.append("m=video 9 UDP/TLS/RTP/SAVPF");
        for (Codec codec : codecs) {
            sdp.append(" %d %d".formatted(payloadType(codec), payloadType(codec) + 1));
        }
        sdp.append("\r\n");
        common(sdp, mid, direction);
        sdp.append(
                "a=extmap:%d urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n".formatted(RID_ID));
        sdp.append(
                "a=extmap:%d urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id\r\n"
                        .formatted(REPAIRED_RID_ID));
        for (Codec codec : codecs) {
            codec(sdp, codec);
        }
    }

    private static void codec(StringBuilder sdp, Codec codec) {
        int number = payloadType(codec);
        sdp.append("a=rtpmap:%d %s/90000\r\n".formatted(number, codec.encodingName()));
        for (String feedback : List.of("transport-cc", "ccm fir", "nack", "nack pli")) {
            sdp.append("a=rtcp-fb:%d %s\r\n".formatted(number, feedback));
        }
        if (codec == Codec.H264) {
            sdp.append(
                    "a=fmtp:%d packetization-mode=1;profile-level-id=42e01f\r\n".formatted(number));
        }
        sdp.append("a=rtpmap:%d rtx/90000\r\n".formatted(number + 1));
        sdp.append("a=fmtp:%d apt=%d\r\n".formatted(number + 1, number));
    }

    private void common(StringBuilder sdp, int mid, String direction) {
        sdp.append("c=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n");
        sdp.append("a=ice-ufrag:%s\r\na=ice-pwd:%s\r\n".formatted(ufrag, password));
        sdp.append("a=ice-options:trickle\r\na=fingerprint:sha-256 %s\r\n".formatted(fingerprint));
        sdp.append("a=setup:actpass\r\na=mid:%d\r\na=%s\r\n".formatted(mid, direction));
        sdp.append("a=rtcp-mux\r\na=rtcp-rsize\r\n");
        sdp.append("a=extmap:%d urn:ietf:params:rtp-hdrext:sdes:mid\r\n".formatted(MID_ID));
        sdp.append(
                "a=extmap:%d http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
                        .formatted(TRANSPORT_ID));
    }
}
