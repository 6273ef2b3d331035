package live.lyceum.signaling.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Recording;

/// Recordings and what became of them. That one starts and stops is in the rows of its session, and
/// is noted here with them. Safe to call from any thread; nothing here blocks. Stages fail with
/// [StoreException].
public interface RecordingStore {
    CompletionStage<Optional<Recording>> recording(RecordingId id);

    /// Those of a session, oldest first.
    CompletionStage<List<Recording>> recordings(RoomId session);

    /// Those that nobody records any more and no film was made of yet, oldest first.
    CompletionStage<List<Recording>> unmade();

    /// Those that were done before `beforeMs` and are not deleted, oldest first.
    CompletionStage<List<Recording>> doneBefore(long beforeMs, int limit);

    /// A film was made: once, whatever was before. Complete when that is durable.
    ///
    /// @param manifest what [live.lyceum.recorder.api.FilmCodec] reads
    /// @param notice what webhooks are told
    CompletionStage<Void> made(RecordingId id, String manifest, long atMs, Notice notice);

    /// No film can be made.
    ///
    /// @param why for people
    CompletionStage<Void> failed(RecordingId id, String why, long atMs, Notice notice);

    /// Its files are gone: complete when that is durable. What they were stays known.
    CompletionStage<Void> deleted(RecordingId id);
}
