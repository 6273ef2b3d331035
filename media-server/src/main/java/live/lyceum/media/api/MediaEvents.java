package live.lyceum.media.api;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// News from the media plane, told on the room's media loop: implementations hand it on and return,
/// never block.
public interface MediaEvents {
    /// The transport of the participant's `generation` changed; the last authenticated packet came
    /// `proofAgoMs` ago.
    void transport(
            RoomId room,
            ParticipantId participant,
            int generation,
            TransportState state,
            long proofAgoMs);

    /// Who stands on each receiving m-line of this participant now: the whole table, `version`
    /// grows with each change. `reoffer` says what the client should offer anew, null: nothing.
    void slots(
            RoomId room,
            ParticipantId participant,
            int generation,
            long version,
            List<SlotAssignment> slots,
            @Nullable Reoffer reoffer);

    /// Who speaks now, by RFC 6464 audio level: the whole set.
    void speaking(RoomId room, Set<ParticipantId> participants);

    /// The viewer's transport has ended, for whatever reason; told once. Nothing to do for who
    /// makes no viewers.
    default void viewEnded(RoomId room, ViewerId viewer) {}
}
