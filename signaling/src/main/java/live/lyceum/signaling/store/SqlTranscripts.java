package live.lyceum.signaling.store;

import java.util.List;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Notice;
import org.jspecify.annotations.Nullable;

/// Keeps in the database of a [SqlStore] which sessions have a transcript.
final class SqlTranscripts implements TranscriptStore {
    private final SqlStore store;

    SqlTranscripts(SqlStore store) {
        this.store = store;
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
