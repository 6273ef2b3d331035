package live.lyceum.signaling.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.FoundLine;
import live.lyceum.signaling.protocol.TranscriptQuery;
import live.lyceum.signaling.protocol.TranscriptScope;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The statements that look for lines of transcripts. Owned by whoever has the handle; blocks.
final class LineSearch {
    private static final String IN_SCOPE =
            """
            FROM transcript_lines JOIN sessions ON sessions.room = transcript_lines.room
            WHERE sessions.tenant = :tenant
            """;

    private static final String OF_PERSON =
            """
            AND transcript_lines.room IN
                (SELECT room FROM seats WHERE participant = :who AND put_out = 0)
            """;

    private static final String BEHIND =
            """
            AND (ord < :ord OR (ord = :ord AND (at_ms, transcript_lines.id) > (:at, :id)))
            """;

    private static final String ORDER = "ORDER BY ord DESC, at_ms, transcript_lines.id";

    private final Handle handle;
    private final WordSearch words;

    LineSearch(Handle handle, WordSearch words) {
        this.handle = handle;
        this.words = words;
    }

    private record Place(long ord, long atMs, String id) {}

    Optional<List<FoundLine>> find(
            TranscriptScope scope, TranscriptQuery query, @Nullable Long after, int limit) {
        String inScope = scope.who() == null ? IN_SCOPE : IN_SCOPE + OF_PERSON;
        Place behind = after == null ? null : place(inScope, scope, after);
        if (after != null && behind == null) {
            return Optional.empty();
        }
        String places =
                "SELECT place %s AND %s %s %s LIMIT :limit"
                        .formatted(inScope, words.condition(), behind == null ? "" : BEHIND, ORDER);
        Query found =
                scoped(handle.createQuery(shown(places)), scope)
                        .bind("words", words.words(query.words()))
                        .bind("limit", limit);
        if (behind != null) {
            found.bind("ord", behind.ord()).bind("at", behind.atMs()).bind("id", behind.id());
        }
        return Optional.of(found.map((row, context) -> found(row)).list());
    }

    /// What is sorted is small: the rest is looked up for those that are shown.
    private static String shown(String places) {
        return """
        SELECT transcript_lines.place, %s, %s,
            (SELECT recordings.id FROM recordings
                WHERE recordings.room = transcript_lines.room AND recordings.state = 'ready'
                    AND recordings.started_ms <= at_ms AND recordings.ended_ms >= at_ms
                ORDER BY recordings.ord DESC LIMIT 1) AS recording
        FROM %s JOIN sessions ON sessions.room = transcript_lines.room
        WHERE transcript_lines.place IN (%s)
        %s
        """
                .formatted(
                        SqlTables.SESSION_COLUMNS,
                        LineTable.COLUMNS,
                        LineTable.WITH_TEXTS,
                        places,
                        ORDER);
    }

    private @Nullable Place place(String inScope, TranscriptScope scope, long place) {
        String query = "SELECT ord, at_ms, transcript_lines.id " + inScope + " AND place = :place";
        return scoped(handle.createQuery(query), scope)
                .bind("place", place)
                .map((row, context) ->
                        new Place(row.getLong("ord"), row.getLong("at_ms"), row.getString("id")))
                .findOne()
                .orElse(null);
    }

    private static Query scoped(Query query, TranscriptScope scope) {
        query.bind("tenant", scope.tenant().value());
        if (scope.who() != null) {
            query.bind("who", scope.who().value());
        }
        return query;
    }

    private static FoundLine found(ResultSet row) throws SQLException {
        String recording = row.getString("recording");
        return new FoundLine(
                row.getLong("place"),
                SqlTables.session(row),
                recording == null ? null : new RecordingId(recording),
                LineTable.line(row));
    }
}
