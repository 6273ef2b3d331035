package live.lyceum.signaling.shell;

import java.util.List;
import java.util.Set;
import live.lyceum.media.api.MediaEvents;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Reoffer;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.api.TransportState;
import live.lyceum.media.api.ViewerId;
import org.jspecify.annotations.Nullable;

/// Stands in for the rooms while there are none: the media server is made before them, and has
/// nothing to tell until the first offer. Safe to call from any thread.
public final class MediaBridge implements MediaEvents {
    private volatile @Nullable MediaEvents rooms;

    /// Hands all news on to `target` from here on.
    public void connect(MediaEvents target) {
        rooms = target;
    }

    @Override
    public void transport(
            RoomId room,
            ParticipantId participant,
            int generation,
            TransportState state,
            long proofAgoMs) {
        MediaEvents target = rooms;
        if (target != null) {
            target.transport(room, participant, generation, state, proofAgoMs);
        }
    }

    @Override
    public void slots(
            RoomId room,
            ParticipantId participant,
            int generation,
            long version,
            List<SlotAssignment> slots,
            @Nullable Reoffer reoffer) {
        MediaEvents target = rooms;
        if (target != null) {
            target.slots(room, participant, generation, version, slots, reoffer);
        }
    }

    @Override
    public void viewEnded(RoomId room, ViewerId viewer) {
        MediaEvents target = rooms;
        if (target != null) {
            target.viewEnded(room, viewer);
        }
    }

    @Override
    public void speaking(RoomId room, Set<ParticipantId> participants) {
        MediaEvents target = rooms;
        if (target != null) {
            target.speaking(room, participants);
        }
    }
}
