package live.lyceum.signaling.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Recording;
import org.jspecify.annotations.Nullable;

/// Keeps recordings in the database of a [SqlStore].
final class SqlRecordings implements RecordingStore {
    private final SqlStore store;

    SqlRecordings(SqlStore store) {
        this.store = store;
    }

    @Override
    public CompletionStage<Optional<Recording>> recording(RecordingId id) {
        return store.read(tables -> tables.recordings().find(id));
    }

    @Override
    public CompletionStage<List<Recording>> recordings(RoomId session) {
        return store.read(tables -> tables.recordings().of(session));
    }

    @Override
    public CompletionStage<List<Recording>> unmade() {
        return store.read(tables -> tables.recordings().unmade());
    }

    @Override
    public CompletionStage<List<Recording>> doneBefore(long beforeMs, int limit) {
        return store.read(tables -> tables.recordings().doneBefore(beforeMs, limit));
    }

    @Override
    public CompletionStage<Void> made(RecordingId id, String manifest, long atMs, Notice notice) {
        return store.write(tables -> {
            if (tables.recordings().made(id, manifest, atMs)) {
                tell(tables, notice);
            }
        });
    }

    @Override
    public CompletionStage<Void> failed(RecordingId id, String why, long atMs, Notice notice) {
        return store.write(tables -> {
            if (tables.recordings().failed(id, why, atMs)) {
                tell(tables, notice);
            }
        });
    }

    private static void tell(SqlTables tables, Notice notice) {
        @Nullable RoomId room = notice.room();
        if (room != null) {
            tables.webhooks().tell(room, List.of(notice));
        }
    }

    @Override
    public CompletionStage<Void> deleted(RecordingId id) {
        return store.write(tables -> tables.recordings().deleted(id));
    }
}
