package live.lyceum.signaling.room;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
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

    record Leave(ParticipantId who, String holder, OperationId op) implements Operation {}

    record SetMedia(ParticipantId who, String holder, MediaIntent media, OperationId op)
            implements Operation {}

    /// The page said good-bye but did not leave: the seat is kept.
    ///
    /// @param holder whose good-bye it is, or null when not known
    record Gone(ParticipantId who, @Nullable String holder) implements RoomCommand {}

    /// The media transport was found to be so.
    ///
    /// @param proofAgoMs how long ago its last authenticated packet came
    record Transport(ParticipantId who, ParticipantStatus status, long proofAgoMs)
            implements RoomCommand {}
}
