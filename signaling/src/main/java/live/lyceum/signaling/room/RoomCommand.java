package live.lyceum.signaling.room;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.Topic;
import org.jspecify.annotations.Nullable;

/// What is asked of a room. A `holder` names the page that speaks for a seat: of two pages with the
/// same token, the one that joined last.
public sealed interface RoomCommand {
    /// What a client asked for; carried out once for each `op`.
    sealed interface Operation extends RoomCommand {
        ParticipantId who();

        OperationId op();
    }

    record Join(
            ParticipantId who,
            String name,
            Role role,
            String holder,
            MediaIntent media,
            OperationId op)
            implements Operation {}

    /// What only the page may ask that has the seat.
    sealed interface Seated extends Operation {
        String holder();
    }

    record Leave(ParticipantId who, String holder, OperationId op) implements Seated {}

    record SetMedia(ParticipantId who, String holder, MediaIntent media, OperationId op)
            implements Seated {}

    /// What a lesson consists of besides coming, going and media.
    sealed interface Talk extends Seated {}

    record Say(ParticipantId who, String holder, String text, OperationId op) implements Talk {
        /// Leaves out the text.
        @Override
        public String toString() {
            return "Say[%s]".formatted(who);
        }
    }

    /// Raises or lowers a hand.
    ///
    /// @param whose `who` for one's own
    record SetHand(
            ParticipantId who, String holder, ParticipantId whose, boolean raised, OperationId op)
            implements Talk {}

    record MarkTopic(ParticipantId who, String holder, String topic, boolean done, OperationId op)
            implements Talk {}

    record Mute(ParticipantId who, String holder, ParticipantId whom, OperationId op)
            implements Talk {}

    record Remove(ParticipantId who, String holder, ParticipantId whom, OperationId op)
            implements Talk {}

    record SetRecording(ParticipantId who, String holder, boolean on, OperationId op)
            implements Talk {}

    record SetLocalRecording(ParticipantId who, String holder, boolean on, OperationId op)
            implements Talk {}

    record End(ParticipantId who, String holder, OperationId op, Proofs proofs) implements Talk {
        public End with(Proofs asked) {
            return new End(who, holder, op, asked);
        }
    }

    /// What an integrator asks for, or a mentor who is not in the room.
    sealed interface Directed extends RoomCommand {}

    record EndFromOutside(Proofs proofs) implements Directed {
        public EndFromOutside with(Proofs asked) {
            return new EndFromOutside(asked);
        }
    }

    /// Takes the session back before it has begun.
    record Cancel() implements Directed {}

    /// Lays down something else.
    ///
    /// @param before what it is made of
    record ChangePlan(SessionPlan before, SessionPlan after) implements Directed {}

    record PutOut(ParticipantId whom) implements Directed {}

    /// The whole list; topics without an id are new and get one.
    record SetTopics(List<Topic> topics) implements Directed {
        public SetTopics {
            topics = List.copyOf(topics);
        }
    }

    record TickTopic(String topic, boolean done) implements Directed {}

    record StartRecording() implements Directed {}

    /// Stops this recording, if it is the one.
    record StopRecording(RecordingId id) implements Directed {}

    /// A recording cannot go on.
    record RecordingBroke(RecordingId id, LiveRecording.Stop reason) implements RoomCommand {}

    /// What somebody said was understood.
    record Transcribed(TranscriptLine line) implements RoomCommand {}

    /// The page said good-bye but did not leave: the seat is kept.
    ///
    /// @param holder whose good-bye it is, or null when not known
    record Gone(ParticipantId who, @Nullable String holder) implements RoomCommand {}

    /// Time has passed; given at [Room#nextDeadlineMs].
    record Time(Proofs proofs) implements RoomCommand {}

    /// The room is in memory again after its process ended, or it failed: which took all transports
    /// along.
    ///
    /// @param aliveMs when they were last known to be alive, in epoch milliseconds
    /// @param silences of those who are known to have gone before
    record Restarted(long aliveMs, List<RoomFact.Silence> silences) implements RoomCommand {
        public Restarted {
            silences = List.copyOf(silences);
        }

        public Restarted(long aliveMs) {
            this(aliveMs, List.of());
        }
    }

    /// The media transport was found to be so.
    ///
    /// @param proofAgoMs how long ago its last authenticated packet came
    record Transport(ParticipantId who, ParticipantStatus status, long proofAgoMs)
            implements RoomCommand {}
}
