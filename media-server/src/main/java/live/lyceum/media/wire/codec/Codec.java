package live.lyceum.media.wire.codec;

/// The codecs we forward, by the name and the figures of their `a=rtpmap`.
public enum Codec {
    /// RFC 7587: always 48 kHz and two channels in the signaling.
    OPUS("opus", 48_000, 2),
    /// RFC 7741.
    VP8("VP8", 90_000, 1),
    /// RFC 6184, Constrained Baseline in packetization mode 1.
    H264("H264", 90_000, 1),
    /// RFC 9628, profile 0.
    VP9("VP9", 90_000, 1),
    /// RTP Payload Format For AV1, profile 0.
    AV1("AV1", 90_000, 1);

    private final String encodingName;
    private final int clockRateHz;
    private final int channels;

    Codec(String encodingName, int clockRateHz, int channels) {
        this.encodingName = encodingName;
        this.clockRateHz = clockRateHz;
        this.channels = channels;
    }

    /// As written in SDP; compared without regard to case (RFC 8866 section 6.6).
    public String encodingName() {
        return encodingName;
    }

    public int clockRateHz() {
        return clockRateHz;
    }

    /// 1 for video.
    public int channels() {
        return channels;
    }

    /// Whether a new receiver has to wait for a keyframe.
    public boolean video() {
        return switch (this) {
            case OPUS -> false;
            case VP8, H264, VP9, AV1 -> true;
        };
    }
}
