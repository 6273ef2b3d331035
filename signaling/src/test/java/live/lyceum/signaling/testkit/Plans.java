package live.lyceum.signaling.testkit;

import live.lyceum.signaling.protocol.SessionPlan;

/// Plans made of others.
public final class Plans {
    private Plans() {}

    /// The same plan, of which other things are kept.
    public static SessionPlan with(SessionPlan plan, SessionPlan.Saving saving) {
        return new SessionPlan(
                plan.id(),
                plan.tenant(),
                plan.title(),
                plan.plannedMs(),
                plan.startsAtMs(),
                plan.hardEndAtMs(),
                plan.abandonAfterMs(),
                plan.topics(),
                saving,
                plan.returnUrl(),
                plan.completeRatio(),
                plan.embedOrigins());
    }
}
