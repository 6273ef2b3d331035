package live.lyceum.signaling.store;

import java.util.List;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;

/// Logs with what proves that nobody changed them. Safe to call from any thread; nothing here
/// blocks, and stages may complete on any thread. What goes wrong is a [StoreException].
public interface ChainStore {
    /// Rows with numbers above `after`, in order, at most `limit`; none for an unknown room.
    CompletionStage<List<ChainedRow>> chain(RoomId room, long after, int limit);
}
