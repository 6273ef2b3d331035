package live.lyceum.signaling.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.room.RoomEvent;
import org.jspecify.annotations.Nullable;

/// Keeps what the REST API lists. Safe to call from any thread; nothing here blocks, and stages may
/// complete on any thread. What goes wrong is a [StoreException].
public interface SessionStore {
    /// Adds a session together with the first row of its log: both are durable, or neither. Fails
    /// with [StoreException.Reason#CONFLICT] for an id that exists, and with
    /// [StoreException.Reason#FULL] at the store's limit.
    CompletionStage<Void> create(SessionRecord session, RoomEvent.Logged opened);

    /// Replaces a session that exists; an unknown one is left out. What was written in one that is
    /// over and does not save its chat is erased with it, and what was said in one that does not
    /// save its transcript.
    CompletionStage<Void> update(SessionRecord session);

    CompletionStage<Optional<SessionRecord>> get(RoomId id);

    /// A tenant's sessions made after `after`, in the order of making, at most `limit`.
    ///
    /// @param after the last one of the page before, or null for the first page
    CompletionStage<List<SessionRecord>> list(TenantId tenant, @Nullable RoomId after, int limit);

    /// Sessions that are not over and whose log has more than its first row: those that a process
    /// before this one may have left in the middle, in the order of making.
    CompletionStage<List<RoomId>> unfinished();

    /// Sessions that nobody came to and that by `nowMs` end by themselves
    /// ([SessionPlan#emptyUntilMs]), at most `limit`.
    CompletionStage<List<RoomId>> overdue(long nowMs, int limit);
}
