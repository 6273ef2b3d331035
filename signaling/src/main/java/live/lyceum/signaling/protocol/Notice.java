package live.lyceum.signaling.protocol;

import java.util.List;
import java.util.Locale;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.RecordingId;
import org.jspecify.annotations.Nullable;

/// What a webhook is told.
///
/// @param room the session it is about, or null for a test
/// @param seq the row of the session's log that it tells of, or null
/// @param atMs when it happened, in epoch milliseconds
public record Notice(
        Type type, @Nullable RoomId room, @Nullable Long seq, long atMs, Content content) {
    /// What happened.
    public enum Type {
        SESSION_STARTED,
        SESSION_PAUSED,
        SESSION_RESUMED,
        SESSION_ENDED,
        PARTICIPANT_JOINED,
        PARTICIPANT_LEFT,
        FEEDBACK_RECEIVED,
        RECORDING_STARTED,
        RECORDING_STOPPED,
        RECORDING_READY,
        RECORDING_FAILED,
        TRANSCRIPT_READY,
        SUMMARY_READY,
        WEBHOOK_TEST;

        /// As outsiders call it, such as `session.started`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '.');
        }

        /// The type that is called so, or null.
        public static @Nullable Type of(String word) {
            for (Type each : values()) {
                if (each.word().equals(word)) {
                    return each;
                }
            }
            return null;
        }
    }

    /// What is told of it.
    public sealed interface Content {
        /// The joint active time began, paused or went on; `timer` is as of this row.
        record Time(Timer timer) implements Content {}

        /// The session ended.
        ///
        /// @param totalMs the planned joint active time
        /// @param attendance everybody who is or was there
        record End(SessionEnd end, long totalMs, List<Receipt.Attendance> attendance)
                implements Content {
            public End {
                attendance = List.copyOf(attendance);
            }
        }

        /// Somebody came.
        record Arrival(ParticipantId who, String name, Role role) implements Content {
            /// Leaves out the name.
            @Override
            public String toString() {
                return "Arrival[%s, %s]".formatted(who, role);
            }
        }

        /// Somebody is not in the room any more.
        ///
        /// @param removed whether somebody put them out
        record Departure(ParticipantId who, Role role, boolean removed) implements Content {}

        /// Somebody said what they think of the session.
        record Opinion(Feedback feedback) implements Content {}

        /// The session is recorded.
        ///
        /// @param by the mentor who started it, or null
        record RecordingStart(RecordingId id, @Nullable ParticipantId by) implements Content {}

        /// It is not recorded any more.
        ///
        /// @param reason or null: the session ended
        record RecordingStop(RecordingId id, LiveRecording.@Nullable Stop reason)
                implements Content {}

        /// A recording's files are there.
        record RecordingFiles(RecordingId id, long durationMs, List<Film.File> files)
                implements Content {
            public RecordingFiles {
                files = List.copyOf(files);
            }
        }

        /// Nothing could be made of a recording.
        record RecordingFailure(RecordingId id, String why) implements Content {}

        /// All lines of a session's transcript are there.
        ///
        /// @param languages that were recognised, as BCP 47 has them
        record TranscriptLines(int lines, int words, List<String> languages) implements Content {
            public TranscriptLines {
                languages = List.copyOf(languages);
            }
        }

        /// A model summed up a session.
        ///
        /// @param topics of which it says something
        record SummaryPoints(int topics, int decisions, int homework, String model)
                implements Content {}

        /// There is no more to tell.
        record Nothing() implements Content {}
    }

    /// Somebody gave feedback.
    public static Notice of(RoomId room, Feedback feedback) {
        return new Notice(
                Type.FEEDBACK_RECEIVED, room, null, feedback.atMs(), new Content.Opinion(feedback));
    }

    /// Whether a receiver can be reached.
    public static Notice test(long atMs) {
        return new Notice(Type.WEBHOOK_TEST, null, null, atMs, new Content.Nothing());
    }
}
