package live.lyceum.signaling.protocol;

import live.lyceum.media.api.ParticipantId;
import org.jspecify.annotations.Nullable;

/// What somebody said of a session.
///
/// @param name as their seat has it, or null when the session has no seat of theirs
/// @param atMs epoch milliseconds
public record Feedback(ParticipantId who, @Nullable String name, Review review, long atMs) {
    /// The part of it that they wrote.
    ///
    /// @param rating 1 to 5
    /// @param comment null for none
    public record Review(int rating, @Nullable String comment) {
        /// Leaves out what people wrote.
        @Override
        public String toString() {
            return "Review[%d]".formatted(rating);
        }
    }

    /// Leaves out the name and what people wrote.
    @Override
    public String toString() {
        return "Feedback[%s, %s]".formatted(who, review);
    }
}
