package live.lyceum.signaling.protocol;

import java.net.URI;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import org.jspecify.annotations.Nullable;

/// A session as an integrator asks for it, valid field by field; what was left out has its default,
/// or null where the default depends on the time.
public record SessionDraft(
        String title,
        long plannedMs,
        @Nullable Long startsAtMs,
        @Nullable Long hardEndAtMs,
        long abandonAfterMs,
        List<String> topics,
        List<Invitation> participants,
        SessionPlan.Saving saving,
        @Nullable URI returnUrl,
        double completeRatio,
        List<String> embedOrigins) {
    public static final long DEFAULT_ABANDON_AFTER_MS = 30 * 60_000L;
    public static final double DEFAULT_COMPLETE_RATIO = 0.8;

    public SessionDraft {
        topics = List.copyOf(topics);
        participants = List.copyOf(participants);
        embedOrigins = List.copyOf(embedOrigins);
    }

    /// Somebody to make a join token for.
    ///
    /// @param ttlMs how long the token is good for, or null for the default
    /// @param mayRecord whether they may record on their own device and send it here
    public record Invitation(
            ParticipantId id, String name, Role role, @Nullable Long ttlMs, boolean mayRecord) {
        /// Leaves out the name.
        @Override
        public String toString() {
            return "Invitation[%s, %s]".formatted(id, role);
        }
    }

    /// Leaves out what people wrote.
    @Override
    public String toString() {
        return "SessionDraft[plannedMs=%d]".formatted(plannedMs);
    }
}
