package live.lyceum.signaling.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.SpokenWord;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The statements about lines of transcripts, the same ones for SQLite and PostgreSQL. What was
/// said stands beside the rows of the log, and only there. Owned by whoever has the handle; blocks.
final class LineTable {
    /// What [#line(ResultSet)] reads, out of [#WITH_TEXTS].
    static final String COLUMNS =
            "transcript_lines.id, who, at_ms, end_ms, language, rev, texts.text AS kept";

    static final String WITH_TEXTS =
            """
            transcript_lines LEFT JOIN texts
                ON texts.room = transcript_lines.room AND texts.seq = transcript_lines.seq
            """;

    private final Handle handle;

    LineTable(Handle handle) {
        this.handle = handle;
    }

    /// Keeps the lines among these rows that are new, or better than what is here. Those of a
    /// session that is to be erased are not found: to take out many of them takes long.
    void note(RoomId room, List<RoomEvent.Logged> rows) {
        List<RoomEvent.Logged> said =
                rows.stream().filter(each -> each.fact() instanceof RoomFact.Transcribed).toList();
        boolean found = !said.isEmpty() && isSaved(room);
        for (RoomEvent.Logged each : said) {
            if (each.fact() instanceof RoomFact.Transcribed(SpokenLine line)) {
                put(room, each.seq(), line, found ? words(line.text()) : "");
            }
        }
    }

    private boolean isSaved(RoomId room) {
        return handle.createQuery("SELECT plan FROM sessions WHERE room = :room")
                .bind("room", room.value())
                .map((row, context) -> isSaved(row))
                .one();
    }

    private static boolean isSaved(ResultSet row) throws SQLException {
        return PlanCodec.decode(row.getString("plan")).saving().transcript();
    }

    private static String words(@Nullable String text) {
        return SpokenWord.index(Objects.requireNonNullElse(text, ""));
    }

    private void put(RoomId room, long seq, SpokenLine line, String words) {
        handle.createUpdate(
                        """
                        INSERT INTO transcript_lines
                            (room, id, seq, who, at_ms, end_ms, language, rev, words)
                        VALUES (:room, :id, :seq, :who, :at, :end, :language, :rev, :words)
                        ON CONFLICT (room, id) DO UPDATE
                            SET seq = excluded.seq, who = excluded.who, at_ms = excluded.at_ms,
                                end_ms = excluded.end_ms, language = excluded.language,
                                rev = excluded.rev, words = excluded.words
                            WHERE excluded.rev > transcript_lines.rev
                        """)
                .bind("room", room.value())
                .bind("id", line.id())
                .bind("seq", seq)
                .bind("who", line.from().value())
                .bind("at", line.atMs())
                .bind("end", line.endAtMs())
                .bind("language", line.language())
                .bind("rev", line.revision())
                .bind("words", words)
                .execute();
    }

    /// Nothing of a session is found any more.
    void erase(RoomId room) {
        handle.createUpdate(
                        "UPDATE transcript_lines SET words = '' WHERE room = :room AND words <> ''")
                .bind("room", room.value())
                .execute();
    }

    /// Nothing of a row is found any more.
    void erase(RoomId room, long seq) {
        handle.createUpdate(
                        "UPDATE transcript_lines SET words = '' WHERE room = :room AND seq = :seq")
                .bind("room", room.value())
                .bind("seq", seq)
                .execute();
    }

    Optional<SpokenLine> line(RoomId room, String id) {
        return handle.createQuery(
                        "SELECT %s FROM %s WHERE transcript_lines.room = :room AND transcript_lines.id = :id"
                                .formatted(COLUMNS, WITH_TEXTS))
                .bind("room", room.value())
                .bind("id", id)
                .map((row, context) -> line(row))
                .findOne();
    }

    List<SpokenLine> lines(RoomId room, @Nullable SpokenLine after, int limit) {
        String from = after == null ? "" : "AND (at_ms, transcript_lines.id) > (:at, :after)";
        var query =
                handle.createQuery(
                                """
                                SELECT %s FROM %s WHERE transcript_lines.room = :room %s
                                ORDER BY at_ms, transcript_lines.id LIMIT :limit
                                """
                                        .formatted(COLUMNS, WITH_TEXTS, from))
                        .bind("room", room.value())
                        .bind("limit", limit);
        if (after != null) {
            query.bind("at", after.atMs()).bind("after", after.id());
        }
        return query.map((row, context) -> line(row)).list();
    }

    /// A row of [#COLUMNS].
    static SpokenLine line(ResultSet row) throws SQLException {
        LessonCodec.Kept kept = LessonCodec.Kept.of(row.getString("kept"));
        return new SpokenLine(
                row.getString("id"),
                new ParticipantId(row.getString("who")),
                kept.name(),
                kept.text(),
                row.getLong("at_ms"),
                row.getLong("end_ms"),
                row.getString("language"),
                row.getInt("rev"));
    }

    private record Unread(long place, String words) {}

    private static Unread unread(ResultSet row) throws SQLException {
        String text = LessonCodec.Kept.of(row.getString("kept")).text();
        return new Unread(row.getLong("place"), isSaved(row) ? words(text) : "");
    }

    /// Reads the words of lines for which that was not done yet; false if there are none.
    boolean read(int limit) {
        List<Unread> unread =
                handle.createQuery(
                                """
                                SELECT place, texts.text AS kept, plan
                                FROM %s JOIN sessions ON sessions.room = transcript_lines.room
                                WHERE words IS NULL ORDER BY place LIMIT :limit
                                """
                                        .formatted(WITH_TEXTS))
                        .bind("limit", limit)
                        .map((row, context) -> unread(row))
                        .list();
        for (Unread each : unread) {
            handle.createUpdate("UPDATE transcript_lines SET words = :words WHERE place = :place")
                    .bind("words", each.words())
                    .bind("place", each.place())
                    .execute();
        }
        return !unread.isEmpty();
    }
}
