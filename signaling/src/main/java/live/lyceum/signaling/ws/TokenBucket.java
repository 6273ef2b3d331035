package live.lyceum.signaling.ws;

/// Lets a number of things through each second, and a burst after a pause. Owned by one thread.
final class TokenBucket {
    private static final long NS_PER_MS = 1_000_000;

    private final long intervalNs;
    private final long burstNs;
    private long fullAtNs;

    TokenBucket(int perSecond, int burst, long nowNs) {
        intervalNs = 1_000 * NS_PER_MS / perSecond;
        burstNs = intervalNs * burst;
        fullAtNs = nowNs;
    }

    /// 0 if one more may go through now, else in how many milliseconds it may.
    long take(long nowNs) {
        long earliest = Math.max(fullAtNs - nowNs, 0);
        if (earliest + intervalNs > burstNs) {
            return Math.max(1, (earliest + intervalNs - burstNs) / NS_PER_MS);
        }
        fullAtNs = nowNs + earliest + intervalNs;
        return 0;
    }
}
