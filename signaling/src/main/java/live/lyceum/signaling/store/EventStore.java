package live.lyceum.signaling.store;

import java.util.List;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.room.RoomEvent;
import org.jspecify.annotations.Nullable;

/// Keeps the logs of rooms. Safe to call from any thread; nothing here blocks, and stages may
/// complete on any thread. What goes wrong is a [StoreException].
public interface EventStore {
    /// Adds rows to a room's log, all of them or none; complete when they are durable. Many rooms'
    /// rows may share one commit. A room has one append under way at a time.
    ///
    /// @param events not empty; the first one's number is one more than the log's last
    /// @param session how the session is listed with these rows, in the same commit, or null: as
    ///   before; see [SessionStore#update]
    /// @param notices what webhooks are told of these rows; their deliveries are in the same commit
    CompletionStage<Void> append(
            RoomId room,
            List<RoomEvent.Logged> events,
            @Nullable SessionRecord session,
            List<Notice> notices);

    /// Adds rows that change nothing of what is listed, and of which nobody is told.
    default CompletionStage<Void> append(RoomId room, List<RoomEvent.Logged> events) {
        return append(room, events, null, List.of());
    }

    /// Rows with numbers above `after`, in order, at most `limit`; none for an unknown room.
    CompletionStage<List<RoomEvent.Logged>> read(RoomId room, long after, int limit);
}
