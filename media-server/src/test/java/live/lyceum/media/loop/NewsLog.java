package live.lyceum.media.loop;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import live.lyceum.media.api.MediaEvents;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Reoffer;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.api.TransportState;
import org.jspecify.annotations.Nullable;

/// What a media plane told, for the thread of a test.
final class NewsLog implements MediaEvents {
    private final BlockingQueue<String> transports = new LinkedBlockingQueue<>();
    private volatile @Nullable RoomId broken;

    @Override
    public void transport(
            RoomId room,
            ParticipantId participant,
            int generation,
            TransportState state,
            long proofAgoMs) {
        transports.add(participant + " " + generation + " " + state);
        if (room.equals(broken)) {
            throw new IllegalStateException("a bug");
        }
    }

    /// From now on news of this room throws.
    void breakRoom(RoomId room) {
        broken = room;
    }

    @Override
    public void slots(
            RoomId room,
            ParticipantId participant,
            int generation,
            long version,
            List<SlotAssignment> slots,
            @Nullable Reoffer reoffer) {}

    @Override
    public void speaking(RoomId room, Set<ParticipantId> participants) {}

    BlockingQueue<String> transports() {
        return transports;
    }
}
