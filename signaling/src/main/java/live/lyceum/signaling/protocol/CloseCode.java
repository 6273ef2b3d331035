package live.lyceum.signaling.protocol;

/// Why the server closed a WebSocket; the number decides what the page does next.
public enum CloseCode {
    LEFT(1000, "left"),
    BAD_MESSAGE(4400, "bad message"),
    BAD_TOKEN(4401, "bad or missing token"),
    FORBIDDEN(4403, "forbidden"),
    NO_SESSION(4404, "no such session"),
    HEARTBEAT(4408, "heartbeat"),
    NOT_RESUMABLE(4409, "not to be resumed"),
    ENDED(4410, "session has ended"),
    TOO_BIG(4413, "frame too big"),
    NO_COMMON_VERSION(4426, "no common version"),
    TOO_MANY_MESSAGES(4429, "too many messages"),
    TAKEN_OVER(4430, "opened elsewhere"),
    INTERNAL(4500, "internal"),
    DRAINING(4503, "draining"),
    SLOW_CONSUMER(4508, "slow consumer");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    /// A few words for the close frame.
    public String reason() {
        return reason;
    }
}
