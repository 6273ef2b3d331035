package live.lyceum.signaling.protocol;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Summary;
import org.jspecify.annotations.Nullable;

/// What is known of the summary of a session; times are epoch milliseconds.
///
/// @param version grows with each change of the content; 0: there was none yet
/// @param content what it says, also while another one is made; null: nothing yet
/// @param model that made the content, or null
/// @param madeAtMs when it did, or null
/// @param edit the last one of what the model made, or null
public record LessonSummary(
        State state,
        int version,
        @Nullable Summary content,
        @Nullable String model,
        @Nullable Long madeAtMs,
        @Nullable Edit edit) {
    /// There is none, and none is made.
    public static final LessonSummary NONE =
            new LessonSummary(State.NONE, 0, null, null, null, null);

    /// How far it is.
    public enum State {
        NONE,
        /// A model is asked, or will be.
        PENDING,
        READY,
        /// No model could make it.
        FAILED
    }

    /// Somebody changed it.
    ///
    /// @param who or null: with an API key
    /// @param name theirs in the room; null if it is not known
    public record Edit(@Nullable ParticipantId who, @Nullable String name, long atMs) {
        /// Leaves out the name.
        @Override
        public String toString() {
            return "Edit[%s, %d]".formatted(who, atMs);
        }
    }
}
