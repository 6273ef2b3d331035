package live.lyceum.media.sdp;

/// What we send on one m-line, for the life of the connection. `rtxSsrc` is 0 without
/// retransmission; SSRCs are raw bits of unsigned 32-bit numbers. The texts are ours: tokens
/// without spaces.
public record SlotSsrcs(int ssrc, int rtxSsrc, String streamId, String trackId, String cname) {}
