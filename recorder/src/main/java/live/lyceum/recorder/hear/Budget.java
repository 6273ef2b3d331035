package live.lyceum.recorder.hear;

/// So much in each second, and a burst at once: whoever sends more is not heard beyond it. Owned by
/// its caller's thread; times are microseconds of any clock.
public final class Budget {
    private static final double US = 1e6;

    private final double perSecond;
    private final long burstUs;

    /// The time up to which it is used; full when that is the burst ago.
    private long usedUs = Long.MIN_VALUE;

    /// @param perSecond above 0
    /// @param burst at least what is taken at once
    public Budget(double perSecond, double burst) {
        this.perSecond = perSecond;
        burstUs = (long) (burst / perSecond * US);
    }

    /// Whether so much is within the budget, which is then less by it; what is not takes nothing.
    public boolean take(long amount, long nowUs) {
        long used = Math.max(usedUs, nowUs - burstUs) + (long) (amount / perSecond * US);
        if (used > nowUs) {
            return false;
        }
        usedUs = used;
        return true;
    }
}
