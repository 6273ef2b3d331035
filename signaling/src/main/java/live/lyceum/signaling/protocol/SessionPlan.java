package live.lyceum.signaling.protocol;

import java.net.URI;
import java.util.List;
import live.lyceum.media.api.RoomId;
import org.jspecify.annotations.Nullable;

/// What the integrator laid down when the session was made; times are epoch milliseconds.
///
/// @param tenant whose session it is
/// @param hardEndAtMs when it ends whatever the joint active time, or null for never
/// @param abandonAfterMs how long nobody may be there before it ends by itself
/// @param returnUrl where the page goes at the end, or null
/// @param completeRatio the part of `plannedMs` that makes it completed, 0 to 1
/// @param embedOrigins whose pages may frame ours
public record SessionPlan(
        RoomId id,
        TenantId tenant,
        String title,
        long plannedMs,
        long startsAtMs,
        @Nullable Long hardEndAtMs,
        long abandonAfterMs,
        List<Topic> topics,
        Saving saving,
        @Nullable URI returnUrl,
        double completeRatio,
        List<String> embedOrigins) {
    private static final long EMPTY_MS = 24 * 3_600_000L;

    public SessionPlan {
        topics = List.copyOf(topics);
        embedOrigins = List.copyOf(embedOrigins);
    }

    /// When a session that was made at `madeAtMs` ends by itself if nobody ever comes: at its hard
    /// end, or a day after its start.
    public long emptyUntilMs(long madeAtMs) {
        long dayLaterMs = Math.max(startsAtMs, madeAtMs) + EMPTY_MS;
        return hardEndAtMs == null ? dayLaterMs : Math.min(hardEndAtMs, dayLaterMs);
    }

    /// The same with other topics.
    public SessionPlan with(List<Topic> others) {
        return new SessionPlan(
                id,
                tenant,
                title,
                plannedMs,
                startsAtMs,
                hardEndAtMs,
                abandonAfterMs,
                others,
                saving,
                returnUrl,
                completeRatio,
                embedOrigins);
    }

    /// What is kept of a session; shown to everybody in it.
    public record Saving(boolean record, boolean transcribe, boolean chat, boolean transcript) {}

    /// Leaves out what people wrote.
    @Override
    public String toString() {
        return "SessionPlan[%s]".formatted(id);
    }
}
