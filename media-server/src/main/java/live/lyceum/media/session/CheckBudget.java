package live.lyceum.media.session;

import live.lyceum.media.wire.RateLimit;

/// How many checks of one client are looked at: each costs a hash, and an answer. A browser sends
/// some 20 in a second. Addresses that a check made valid have a budget of their own, so that
/// whoever has seen the user fragment on its way cannot use theirs up from elsewhere. Owned by its
/// session.
final class CheckBudget {
    static final int PER_SECOND = 200;
    static final int BURST = 400;

    private final RateLimit known;
    private final RateLimit others;

    CheckBudget(long nowNs) {
        known = new RateLimit(PER_SECOND, BURST, nowNs);
        others = new RateLimit(PER_SECOND, BURST, nowNs);
    }

    /// Whether one more may be looked at.
    boolean take(boolean fromKnownAddress, long nowNs) {
        return (fromKnownAddress ? known : others).take(nowNs);
    }
}
