package live.lyceum.signaling.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.SeatedSession;
import live.lyceum.signaling.protocol.SessionSeat;
import live.lyceum.signaling.protocol.TenantId;
import org.jspecify.annotations.Nullable;

/// Keeps for whom sessions were made. Safe to call from any thread; nothing here blocks, and stages
/// may complete on any thread. What goes wrong is a [StoreException].
public interface SeatStore {
    /// Adds seats to a session, all of them or none; complete when they are durable. One that is
    /// there already gets the new name and role. Fails with [StoreException.Reason#CONFLICT] for an
    /// unknown session, and with [StoreException.Reason#FULL] at the store's limit.
    CompletionStage<Void> seat(RoomId room, List<SessionSeat> seats);

    /// Whether somebody was put out of a session, for good.
    CompletionStage<Boolean> isPutOut(RoomId room, ParticipantId who);

    /// A session as somebody sees it; empty if they have no seat in it.
    CompletionStage<Optional<SeatedSession>> sessionOf(ParticipantId who, RoomId room);

    /// The sessions of a tenant in which somebody has a seat, the one made last first, at most
    /// `limit`.
    ///
    /// @param before the last one of the page before, or null for the first page
    CompletionStage<List<SeatedSession>> sessionsOf(
            TenantId tenant, ParticipantId who, @Nullable RoomId before, int limit);
}
