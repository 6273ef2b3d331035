package live.lyceum.signaling.room;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.Timer;
import live.lyceum.signaling.protocol.Topic;
import org.jspecify.annotations.Nullable;

/// What happened in a room, as its log keeps it. The state is a fold over these, so each one has
/// all that the fold needs.
public sealed interface RoomFact {
    /// The first row of every log.
    ///
    /// @param epoch names the log
    record Opened(SessionPlan plan, String epoch) implements RoomFact {}

    /// The integrator laid down something else.
    record PlanChanged(SessionPlan plan) implements RoomFact {}

    /// Somebody came in, or came in again under another name or role.
    record Joined(Participant participant, String holder) implements RoomFact {}

    /// A page took over a seat that was in the room already.
    record Rejoined(ParticipantId who, String holder, MediaIntent media, ParticipantStatus status)
            implements RoomFact {}

    record Left(ParticipantId who) implements RoomFact {}

    record MediaSet(ParticipantId who, MediaIntent media) implements RoomFact {}

    /// The media transport changed; `sinceMs` is when the last proof of the old state came, in the
    /// wall time of the log.
    record Transported(ParticipantId who, ParticipantStatus status, long sinceMs)
            implements RoomFact {}

    /// The message's id is [#messageId] of the row.
    record Said(ChatMessage message) implements RoomFact {
        /// What the message that the row `seq` brought is called.
        public static String messageId(long seq) {
            return "m_" + seq;
        }
    }

    record HandSet(ParticipantId who, boolean raised) implements RoomFact {}

    /// The whole list, as it is now.
    record TopicsSet(List<Topic> topics) implements RoomFact {
        public TopicsSet {
            topics = List.copyOf(topics);
        }
    }

    /// A mentor closed somebody's microphone.
    record Muted(ParticipantId who, ParticipantId by, MediaIntent media) implements RoomFact {}

    /// Somebody was put out, for good.
    ///
    /// @param by the mentor, or null: from outside the room
    record Removed(ParticipantId who, @Nullable ParticipantId by) implements RoomFact {}

    /// The joint active time began, paused or was corrected; `timer` is as of this row.
    record TimerSet(Timer timer) implements RoomFact {}

    /// All were told that so little joint active time is left.
    record TimeWarned(long leftMs) implements RoomFact {}

    /// From here on the session is recorded.
    ///
    /// @param by the mentor who started it, or null: by the plan, or from outside the room
    record RecordingStarted(RecordingId id, @Nullable ParticipantId by) implements RoomFact {}

    /// The session is not recorded any more, and goes on.
    ///
    /// @param by the mentor who stopped it, or null
    record RecordingStopped(RecordingId id, LiveRecording.Stop reason, @Nullable ParticipantId by)
            implements RoomFact {}

    /// Somebody records, or does not record any more, on their own device.
    record LocalRecordingSet(ParticipantId who, boolean on) implements RoomFact {}

    /// What somebody said, or a better version of it.
    record Transcribed(SpokenLine line) implements RoomFact {}

    /// The last row of a log, but for what was said before and understood later.
    ///
    /// @param silences of those whose transport had not been found dead yet
    record Ended(SessionEnd end, List<Silence> silences) implements RoomFact {
        public Ended {
            silences = List.copyOf(silences);
        }
    }

    /// Somebody's last proof of life came at `sinceMs`, in the wall time of the log.
    record Silence(ParticipantId who, long sinceMs) {}

    /// How the others are told, or null for what happens before there are others.
    default ServerEvent.@Nullable Durable event() {
        return switch (this) {
            case Opened opened -> null;
            case PlanChanged changed -> new ServerEvent.SessionUpdated(changed.plan());
            case Joined joined -> new ServerEvent.ParticipantJoined(joined.participant());
            case Rejoined again ->
                    new ServerEvent.ParticipantUpdated(
                            again.who(), again.status(), again.media(), null);
            case Left left ->
                    new ServerEvent.ParticipantLeft(
                            left.who(), ServerEvent.ParticipantLeft.Reason.LEFT);
            case MediaSet set ->
                    new ServerEvent.ParticipantUpdated(set.who(), null, set.media(), null);
            case Transported transported ->
                    new ServerEvent.ParticipantUpdated(
                            transported.who(), transported.status(), null, null);
            case Said said -> new ServerEvent.ChatMessaged(said.message());
            case HandSet set -> new ServerEvent.HandSet(set.who(), set.raised());
            case TopicsSet set -> new ServerEvent.TopicsUpdated(set.topics());
            case Muted muted ->
                    new ServerEvent.ParticipantUpdated(
                            muted.who(), null, muted.media(), muted.by());
            case Removed removed ->
                    new ServerEvent.ParticipantLeft(
                            removed.who(), ServerEvent.ParticipantLeft.Reason.REMOVED);
            case TimerSet set -> new ServerEvent.TimerSet(set.timer());
            case TimeWarned warned -> new ServerEvent.TimeWarned(warned.leftMs());
            case RecordingStarted started ->
                    new ServerEvent.RecordingStarted(started.id(), started.by());
            case RecordingStopped stopped ->
                    new ServerEvent.RecordingStopped(stopped.id(), stopped.reason(), stopped.by());
            case LocalRecordingSet set -> new ServerEvent.LocalRecordingSet(set.who(), set.on());
            case Transcribed said -> new ServerEvent.Transcribed(said.line());
            case Ended ended -> new ServerEvent.SessionEnded(ended.end());
        };
    }
}
