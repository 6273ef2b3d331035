package live.lyceum.signaling.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.FilmCodec;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.Recording;
import live.lyceum.signaling.protocol.Recording.State;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The statements about recordings, the same ones for SQLite and PostgreSQL. Owned by whoever has
/// the handle; blocks.
final class RecordingTable {
    private static final String COLUMNS =
            "id, room, state, started_ms, ended_ms, stopped, manifest, error";

    private final Handle handle;

    RecordingTable(Handle handle) {
        this.handle = handle;
    }

    /// Notes what a row of a session's log says of its recordings.
    void note(RoomId room, RoomEvent.Logged row) {
        switch (row.fact()) {
            case RoomFact.RecordingStarted started -> insert(room, started.id(), row.wallMs());
            case RoomFact.RecordingStopped stopped -> end(room, stopped.reason(), row.wallMs());
            case RoomFact.Ended _ -> end(room, null, row.wallMs());
            default -> {}
        }
    }

    private void insert(RoomId room, RecordingId id, long atMs) {
        handle.createUpdate(
                        """
                        INSERT INTO recordings (id, room, state, started_ms)
                        VALUES (:id, :room, :state, :at)
                        """)
                .bind("id", id.value())
                .bind("room", room.value())
                .bind("state", StoredJson.word(State.RECORDING))
                .bind("at", atMs)
                .execute();
    }

    private void end(RoomId room, LiveRecording.@Nullable Stop reason, long atMs) {
        handle.createUpdate(
                        """
                        UPDATE recordings SET state = :after, ended_ms = :at, stopped = :reason
                        WHERE room = :room AND state = :before
                        """)
                .bind("room", room.value())
                .bind("before", StoredJson.word(State.RECORDING))
                .bind("after", StoredJson.word(State.PROCESSING))
                .bind("at", atMs)
                .bind("reason", reason == null ? null : StoredJson.word(reason))
                .execute();
    }

    Optional<Recording> find(RecordingId id) {
        return handle.createQuery("SELECT %s FROM recordings WHERE id = :id".formatted(COLUMNS))
                .bind("id", id.value())
                .map((row, context) -> recording(row))
                .findOne();
    }

    List<Recording> of(RoomId room) {
        return handle.createQuery(
                        "SELECT %s FROM recordings WHERE room = :room ORDER BY ord"
                                .formatted(COLUMNS))
                .bind("room", room.value())
                .map((row, context) -> recording(row))
                .list();
    }

    List<Recording> unmade() {
        return handle.createQuery(
                        "SELECT %s FROM recordings WHERE state = 'processing' ORDER BY ord"
                                .formatted(COLUMNS))
                .map((row, context) -> recording(row))
                .list();
    }

    List<Recording> doneBefore(long beforeMs, int limit) {
        return handle.createQuery(
                        """
                        SELECT %s FROM recordings
                        WHERE done_ms IS NOT NULL AND state <> 'deleted' AND done_ms < :before
                        ORDER BY done_ms LIMIT :limit
                        """
                                .formatted(COLUMNS))
                .bind("before", beforeMs)
                .bind("limit", limit)
                .map((row, context) -> recording(row))
                .list();
    }

    private static Recording recording(ResultSet row) throws SQLException {
        String stopped = row.getString("stopped");
        String manifest = row.getString("manifest");
        return new Recording(
                new RecordingId(row.getString("id")),
                new RoomId(row.getString("room")),
                StoredJson.constant(State.class, row.getString("state")),
                row.getLong("started_ms"),
                SqlTables.numberOrNull(row, "ended_ms"),
                stopped == null ? null : StoredJson.constant(LiveRecording.Stop.class, stopped),
                manifest == null ? null : FilmCodec.read(manifest),
                row.getString("error"));
    }

    /// False if it is done already.
    boolean made(RecordingId id, String manifest, long atMs) {
        return handle.createUpdate(
                                """
                                UPDATE recordings SET state = 'ready', manifest = :manifest,
                                    done_ms = :at
                                WHERE id = :id AND state = 'processing'
                                """)
                        .bind("id", id.value())
                        .bind("manifest", manifest)
                        .bind("at", atMs)
                        .execute()
                > 0;
    }

    /// False if it is done already.
    boolean failed(RecordingId id, String why, long atMs) {
        return handle.createUpdate(
                                """
                                UPDATE recordings SET state = 'failed', error = :why, done_ms = :at
                                WHERE id = :id AND state = 'processing'
                                """)
                        .bind("id", id.value())
                        .bind("why", why)
                        .bind("at", atMs)
                        .execute()
                > 0;
    }

    void deleted(RecordingId id) {
        handle.createUpdate("UPDATE recordings SET state = 'deleted' WHERE id = :id")
                .bind("id", id.value())
                .execute();
    }
}
