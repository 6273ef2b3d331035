package live.lyceum.media.wire.rtcp;

/// What a receiver says of one source (RFC 3550 section 6.4.1). `fractionLost` is 0..255 of 256;
/// `cumulativeLost` is signed, 24 bits; `extendedHighest` are the raw bits of cycles and sequence
/// number; `jitter` is in units of the stream's clock; `lastSenderReport` are the middle bits of
/// its NTP time, 0 without one; `delaySinceLastSenderReport` is in 1/65536 s.
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        int extendedHighest,
        int jitter,
        int lastSenderReport,
        int delaySinceLastSenderReport) {}
