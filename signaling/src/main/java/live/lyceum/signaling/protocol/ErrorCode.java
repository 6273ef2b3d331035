package live.lyceum.signaling.protocol;

/// Why a request over the WebSocket was refused.
public enum ErrorCode {
    BAD_REQUEST,
    UNKNOWN_TYPE,
    OP_REUSED,
    NOT_JOINED,
    FORBIDDEN,
    ENDED,
    RATE_LIMITED,
    BAD_SDP,
    STALE_GEN,
    BUSY,
    INTERNAL
}
