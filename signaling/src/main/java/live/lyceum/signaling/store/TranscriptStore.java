package live.lyceum.signaling.store;

import java.util.List;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Notice;
import org.jspecify.annotations.Nullable;

/// Which sessions have a transcript, and whether webhooks were told of it. That there is one is
/// noted with its first line. Safe to call from any thread; nothing here blocks. Stages fail with
/// [StoreException].
public interface TranscriptStore {
    /// Sessions that are over and have a transcript that nobody was told of.
    CompletionStage<List<RoomId>> untold();

    /// Nothing more comes of a session: tells webhooks, once. Complete when that is durable.
    ///
    /// @param notice what webhooks are told, or null: there is nothing to tell
    CompletionStage<Void> done(RoomId session, @Nullable Notice notice);
}
