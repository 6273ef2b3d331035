package live.lyceum.media.api;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The media plane as the rest of the program sees it. Safe to call from any thread; nothing here
/// blocks. A room comes into being with its first offer and is pinned to one media loop. Results
/// complete on that loop: do not block there.
public interface MediaServer extends AutoCloseable {
    /// Answers an offer. The stage fails with [OfferRefused], or with [MediaOverloaded] when the
    /// loop's queue is full. A newer generation replaces the participant's transport; an older one
    /// is refused as stale.
    CompletionStage<String> offer(RoomId room, ParticipantId participant, MediaOffer offer);

    /// Opens and closes the participant's gates; complete when in force. Unknown participants are
    /// ignored.
    CompletionStage<Void> gate(RoomId room, ParticipantId participant, MediaGate gate);

    /// Ends the participant's transport; the others' slots are free at once. Unknown participants
    /// are ignored.
    CompletionStage<Void> leave(RoomId room, ParticipantId participant);

    /// Gives the participant's transport new ICE credentials (RFC 8445 section 9) and keeps all
    /// else; the answer as it is from then on. Fails with [OfferRefused] when there is no such
    /// transport.
    CompletionStage<String> restart(RoomId room, ParticipantId participant, int generation);

    /// Answers the offer of a new viewer, who is told of nothing and of whom the participants are
    /// not told. Fails as [#offer] does.
    CompletionStage<String> view(RoomId room, ViewerId viewer, ViewOffer offer);

    /// As for participants.
    CompletionStage<String> restart(RoomId room, ViewerId viewer);

    /// Ends a viewer's transport. Unknown viewers are ignored.
    CompletionStage<Void> endView(RoomId room, ViewerId viewer);

    /// Hands all that passes the mute gates of a room to `tap` too, also when the room comes into
    /// being later or again; null: to nobody. Complete when in force.
    CompletionStage<Void> tap(RoomId room, @Nullable MediaTap tap);

    /// How many milliseconds ago the last authenticated packet of each participant with a transport
    /// came. An unknown room has none.
    CompletionStage<Map<ParticipantId, Long>> proofsAgoMs(RoomId room);

    /// Ends the room and all its transports. An unknown room is ignored.
    CompletionStage<Void> closeRoom(RoomId room);

    @Override
    void close();
}
