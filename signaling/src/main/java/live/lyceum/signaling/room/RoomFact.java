package live.lyceum.signaling.room;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.protocol.SessionPlan;
import org.jspecify.annotations.Nullable;

/// What happened in a room, as its log keeps it. The state is a fold over these, so each one has
/// all that the fold needs.
public sealed interface RoomFact {
    /// The first row of every log.
    ///
    /// @param epoch names the log
    record Opened(SessionPlan plan, String epoch) implements RoomFact {}

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

    /// How the others are told, or null for what happens before there are others.
    default ServerEvent.@Nullable Durable event() {
        return switch (this) {
            case Opened opened -> null;
            case Joined joined -> new ServerEvent.ParticipantJoined(joined.participant());
            case Rejoined again ->
                    new ServerEvent.ParticipantUpdated(again.who(), again.status(), again.media());
            case Left left ->
                    new ServerEvent.ParticipantLeft(
                            left.who(), ServerEvent.ParticipantLeft.Reason.LEFT);
            case MediaSet set -> new ServerEvent.ParticipantUpdated(set.who(), null, set.media());
            case Transported transported ->
                    new ServerEvent.ParticipantUpdated(
                            transported.who(), transported.status(), null);
        };
    }
}
