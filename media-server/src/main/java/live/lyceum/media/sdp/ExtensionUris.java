package live.lyceum.media.sdp;

/// The names of the header extensions we take.
final class ExtensionUris {
    static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid"; // RFC 9143
    static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"; // RFC 8852
    static final String REPAIRED_RID =
            "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"; // RFC 8852
    static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"; // RFC 6464
    static final String TRANSPORT_CC =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    private ExtensionUris() {}

    /// Those that no stream of ours carries.
    static boolean isOnlyRead(String uri) {
        return uri.equals(RID) || uri.equals(REPAIRED_RID) || uri.equals(TRANSPORT_CC);
    }
}
