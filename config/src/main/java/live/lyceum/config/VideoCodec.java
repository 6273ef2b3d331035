package live.lyceum.config;

/// What may be used for video instead of VP8, which everybody has.
public enum VideoCodec {
    H264,
    VP9,
    AV1
}
