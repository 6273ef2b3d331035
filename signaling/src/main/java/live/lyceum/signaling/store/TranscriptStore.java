package live.lyceum.signaling.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.FoundLine;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.Transcript;
import live.lyceum.signaling.protocol.TranscriptQuery;
import live.lyceum.signaling.protocol.TranscriptScope;
import org.jspecify.annotations.Nullable;

/// The lines of transcripts, each in its best version, and whether webhooks were told of them. A
/// line is here with its row: [EventStore] has both written at once. Safe to call from any thread;
/// nothing here blocks. Stages fail with [StoreException].
public interface TranscriptStore {
    /// All that was said in a session; nothing for an unknown one.
    CompletionStage<Transcript> all(RoomId session);

    /// Empty if no line of the session is called so.
    CompletionStage<Optional<SpokenLine>> line(RoomId session, String id);

    /// Lines of a session in the order of speech.
    ///
    /// @param after the one before the first of them, or null
    CompletionStage<List<SpokenLine>> lines(RoomId session, @Nullable SpokenLine after, int limit);

    /// Lines that have the words, those of the session made last first, and those of a session in
    /// the order of speech. Empty if `after` is not in the scope. Fails with
    /// [StoreException.Reason#TOO_SLOW] if that takes too long.
    ///
    /// @param after the [FoundLine#place] before the first of them, or null
    CompletionStage<Optional<List<FoundLine>>> find(
            TranscriptScope scope, TranscriptQuery query, @Nullable Long after, int limit);

    /// Sessions that are over and have a transcript that nobody was told of.
    CompletionStage<List<RoomId>> untold();

    /// Nothing more comes of a session: tells webhooks, once. Complete when that is durable.
    ///
    /// @param notice what webhooks are told, or null: there is nothing to tell
    CompletionStage<Void> done(RoomId session, @Nullable Notice notice);
}
