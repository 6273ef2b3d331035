package live.lyceum.media.wire;

/// Lets things through at a rate, and a burst of them after a pause: a token bucket. Time is passed
/// in, by a monotonic clock that may stand anywhere. Owned by whoever asks.
public final class RateLimit {
    private final long everyNs;
    private final long burstNs;

    /// Up to when the bucket is used; full when that is `burstNs` ago.
    private long usedNs;

    /// Full at first.
    public RateLimit(int perSecond, int burst, long nowNs) {
        everyNs = 1_000_000_000L / perSecond;
        burstNs = everyNs * burst;
        usedNs = nowNs - burstNs;
    }

    /// Whether one more may go through now; one that may not takes nothing.
    public boolean take(long nowNs) {
        long from = nowNs - usedNs > burstNs ? nowNs - burstNs : usedNs;
        if (from + everyNs - nowNs > 0) {
            return false;
        }
        usedNs = from + everyNs;
        return true;
    }
}
