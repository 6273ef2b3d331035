package live.lyceum.signaling.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import live.lyceum.signaling.protocol.AccessKey;
import org.jspecify.annotations.Nullable;

/// Keeps the keys of the REST API. Safe to call from any thread; nothing here blocks, and stages
/// may complete on any thread. What goes wrong is a [StoreException].
public interface KeyStore {
    /// Adds a key, or gives the one with this id a new digest; complete when it is durable.
    CompletionStage<Void> put(AccessKey key);

    CompletionStage<Optional<AccessKey>> key(String id);

    /// Keys in the order of their ids, at most `limit`.
    ///
    /// @param after the last one of the page before, or null for the first page
    CompletionStage<List<AccessKey>> keys(@Nullable String after, int limit);

    /// Takes a key away; an unknown one is left out.
    CompletionStage<Void> deleteKey(String id);
}
