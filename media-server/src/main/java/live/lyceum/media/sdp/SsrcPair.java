package live.lyceum.media.sdp;

/// A stream that the client signaled, and the stream that repairs it; `rtxSsrc` is 0 without one.
/// Raw bits of unsigned 32-bit numbers.
public record SsrcPair(int ssrc, int rtxSsrc) {}
