package live.lyceum.signaling.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Summary;
import live.lyceum.signaling.protocol.LessonSummary;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The statements about summaries, the same ones for SQLite and PostgreSQL. Owned by whoever has
/// the handle; blocks.
final class SummaryTable {
    private final Handle handle;

    SummaryTable(Handle handle) {
        this.handle = handle;
    }

    Optional<LessonSummary> of(RoomId room) {
        return handle.createQuery(
                        """
                        SELECT state, version, content, model, made_ms, edited_by, edited_name,
                            edited_ms
                        FROM summaries WHERE room = :room
                        """)
                .bind("room", room.value())
                .map((row, context) -> summary(row))
                .findOne();
    }

    private static LessonSummary summary(ResultSet row) throws SQLException {
        String content = row.getString("content");
        return new LessonSummary(
                StoredJson.constant(LessonSummary.State.class, row.getString("state")),
                row.getInt("version"),
                content == null ? null : SummaryJson.read(content),
                row.getString("model"),
                SqlTables.numberOrNull(row, "made_ms"),
                edit(row));
    }

    private static LessonSummary.@Nullable Edit edit(ResultSet row) throws SQLException {
        Long atMs = SqlTables.numberOrNull(row, "edited_ms");
        String who = row.getString("edited_by");
        return atMs == null
                ? null
                : new LessonSummary.Edit(
                        who == null ? null : new ParticipantId(who),
                        row.getString("edited_name"),
                        atMs);
    }

    /// @param again also where there is one
    void want(RoomId room, long nowMs, boolean again) {
        String conflict =
                again ? "DO UPDATE SET state = 'pending', tries = 0, next_ms = :now" : "DO NOTHING";
        handle.createUpdate(
                        """
                        INSERT INTO summaries (room, state, version, tries, next_ms)
                        VALUES (:room, 'pending', 0, 0, :now)
                        ON CONFLICT (room) %s
                        """
                                .formatted(conflict))
                .bind("room", room.value())
                .bind("now", nowMs)
                .execute();
    }

    SummaryStore.Due due(long nowMs, int limit) {
        List<SummaryStore.Wanted> now =
                handle.createQuery(
                                """
                                SELECT room, tries FROM summaries
                                WHERE state = 'pending' AND next_ms <= :now
                                ORDER BY next_ms, ord LIMIT :limit
                                """)
                        .bind("now", nowMs)
                        .bind("limit", limit)
                        .map((row, context) ->
                                new SummaryStore.Wanted(
                                        new RoomId(row.getString("room")), row.getInt("tries")))
                        .list();
        Long next =
                handle.createQuery(
                                "SELECT MIN(next_ms) AS next_ms FROM summaries"
                                        + " WHERE state = 'pending' AND next_ms > :now")
                        .bind("now", nowMs)
                        .map((row, context) -> SqlTables.numberOrNull(row, "next_ms"))
                        .one();
        return new SummaryStore.Due(now, next == null ? Long.MAX_VALUE : next);
    }

    /// False if it is not wanted any more.
    boolean made(RoomId room, SummaryStore.Made made) {
        return handle.createUpdate(
                                """
                                UPDATE summaries SET state = 'ready', version = version + 1,
                                    content = :content, model = :model, made_ms = :at,
                                    edited_by = NULL, edited_name = NULL, edited_ms = NULL
                                WHERE room = :room AND state = 'pending'
                                """)
                        .bind("room", room.value())
                        .bind("content", SummaryJson.write(made.content()))
                        .bind("model", made.model())
                        .bind("at", made.atMs())
                        .execute()
                > 0;
    }

    void later(RoomId room, long nextAtMs) {
        handle.createUpdate(
                        """
                        UPDATE summaries SET tries = tries + 1, next_ms = :next
                        WHERE room = :room AND state = 'pending'
                        """)
                .bind("room", room.value())
                .bind("next", nextAtMs)
                .execute();
    }

    void failed(RoomId room) {
        handle.createUpdate(
                        """
                        UPDATE summaries SET state = 'failed'
                        WHERE room = :room AND state = 'pending'
                        """)
                .bind("room", room.value())
                .execute();
    }

    /// False if that is not the version, or another one is being made.
    boolean edit(RoomId room, int version, Summary content, LessonSummary.Edit edit) {
        ParticipantId who = edit.who();
        return handle.createUpdate(
                                """
                                UPDATE summaries SET state = 'ready', version = version + 1,
                                    content = :content, edited_by = :by, edited_name = :name,
                                    edited_ms = :at
                                WHERE room = :room AND version = :version AND state <> 'pending'
                                    AND content IS NOT NULL
                                """)
                        .bind("room", room.value())
                        .bind("version", version)
                        .bind("content", SummaryJson.write(content))
                        .bind("by", who == null ? null : who.value())
                        .bind("name", edit.name())
                        .bind("at", edit.atMs())
                        .execute()
                > 0;
    }

    void erase(RoomId room) {
        handle.createUpdate("DELETE FROM summaries WHERE room = :room")
                .bind("room", room.value())
                .execute();
    }
}
