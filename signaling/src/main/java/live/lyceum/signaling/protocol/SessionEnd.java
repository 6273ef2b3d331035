package live.lyceum.signaling.protocol;

import java.util.List;
import live.lyceum.signaling.protocol.SessionRecord.Outcome;
import org.jspecify.annotations.Nullable;

/// How a session ended; decided once, at its end.
///
/// @param outcome what it came to; null exactly when it was cancelled before it began
/// @param absent the sides of which nobody ever came
/// @param activeMs joint active time
/// @param atMs epoch milliseconds
public record SessionEnd(
        Reason reason,
        @Nullable Outcome outcome,
        List<Timer.Side> absent,
        long activeMs,
        long atMs) {
    /// What ended it.
    public enum Reason {
        MENTOR,
        /// The planned joint active time is used up.
        TIME,
        /// The wall clock reached the end that the integrator laid down.
        HARD_END,
        /// The integrator ended it, or a mentor from outside the room.
        REQUESTED,
        /// The integrator took it back before it began.
        CANCELLED,
        /// Nobody came back.
        ABANDONED,
        /// Its log has no place for more.
        FULL
    }

    public SessionEnd {
        absent = List.copyOf(absent);
    }
}
