package live.lyceum.signaling.protocol;

/// Where a session is between being planned and being over.
public enum SessionState {
    SCHEDULED,
    LIVE,
    PAUSED,
    ENDED,
    CANCELLED;

    /// Whether nothing can happen in it any more.
    public boolean over() {
        return this == ENDED || this == CANCELLED;
    }
}
