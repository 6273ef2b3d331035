package live.lyceum.signaling.protocol;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Transcriber;
import org.jspecify.annotations.Nullable;

/// A room as of one sequence number: what somebody needs who has seen none of its events.
///
/// @param participants those who have joined and not left, in the order of joining
/// @param hands those raised, first raised first
/// @param chat the latest messages, oldest first
/// @param recording that it is recorded, or null
/// @param localRecordings who records on their own device
/// @param transcript what was said, and how it is with that
/// @param end how it ended, or null
public record Snapshot(
        SessionPlan plan,
        SessionState state,
        List<Participant> participants,
        List<Topic> topics,
        List<ParticipantId> hands,
        List<ChatMessage> chat,
        Timer timer,
        @Nullable LiveRecording recording,
        List<ParticipantId> localRecordings,
        Transcript transcript,
        @Nullable SessionEnd end) {
    public Snapshot {
        hands = List.copyOf(hands);
        chat = List.copyOf(chat);
        localRecordings = List.copyOf(localRecordings);
        participants = List.copyOf(participants);
        topics = List.copyOf(topics);
    }

    /// What was said lately.
    ///
    /// @param lines in the order of speech
    public record Transcript(Transcriber.State state, List<SpokenLine> lines) {
        public Transcript {
            lines = List.copyOf(lines);
        }
    }

    /// The same with another state of the transcript.
    public Snapshot with(Transcriber.State state) {
        return new Snapshot(
                plan,
                this.state,
                participants,
                topics,
                hands,
                chat,
                timer,
                recording,
                localRecordings,
                new Transcript(state, transcript.lines()),
                end);
    }
}
