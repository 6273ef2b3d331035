package live.lyceum.signaling.protocol;

import org.jspecify.annotations.Nullable;

/// A session as the REST API lists it: its plan, and how far it has come.
///
/// @param plan with the topics of now
/// @param epoch names the session's log; a cursor into another log means nothing here
/// @param startedAtMs when mentor and learner were first active together, or null
/// @param endedAtMs when it ended, or null
/// @param outcome how it ended, or null
public record SessionRecord(
        SessionPlan plan,
        String epoch,
        SessionState state,
        long activeMs,
        @Nullable Long startedAtMs,
        @Nullable Long endedAtMs,
        @Nullable Outcome outcome,
        long createdAtMs) {
    /// How a session ended.
    public enum Outcome {
        COMPLETED,
        INCOMPLETE,
        NO_SHOW
    }

    /// When it ends by itself if nobody ever comes, in epoch milliseconds.
    public long emptyUntilMs() {
        return plan.emptyUntilMs(createdAtMs);
    }

    /// A session that nobody has been to yet.
    public static SessionRecord scheduled(SessionPlan plan, String epoch, long createdAtMs) {
        return new SessionRecord(
                plan, epoch, SessionState.SCHEDULED, 0, null, null, null, createdAtMs);
    }
}
