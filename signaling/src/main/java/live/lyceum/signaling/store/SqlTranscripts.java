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

/// Keeps transcripts in the database of a [SqlStore].
final class SqlTranscripts implements TranscriptStore {
    private final SqlStore store;

    SqlTranscripts(SqlStore store) {
        this.store = store;
    }

    @Override
    public CompletionStage<Transcript> all(RoomId session) {
        return store.read(tables ->
                new Transcript(
                        tables.lines().lines(session, null, Integer.MAX_VALUE),
                        tables.people().roles(session)));
    }

    @Override
    public CompletionStage<Optional<SpokenLine>> line(RoomId session, String id) {
        return store.read(tables -> tables.lines().line(session, id));
    }

    @Override
    public CompletionStage<List<SpokenLine>> lines(
            RoomId session, @Nullable SpokenLine after, int limit) {
        return store.read(tables -> tables.lines().lines(session, after, limit));
    }

    @Override
    public CompletionStage<Optional<List<FoundLine>>> find(
            TranscriptScope scope, TranscriptQuery query, @Nullable Long after, int limit) {
        return store.search(search -> search.find(scope, query, after, limit));
    }

    @Override
    public CompletionStage<List<RoomId>> untold() {
        return store.read(tables -> tables.transcripts().untold());
    }

    @Override
    public CompletionStage<Void> done(RoomId session, @Nullable Notice notice) {
        return store.write(tables -> {
            if (tables.transcripts().done(session) && notice != null) {
                tables.webhooks().tell(session, List.of(notice));
            }
        });
    }
}
