package live.lyceum.signaling.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Feedback;
import live.lyceum.signaling.protocol.LessonSummary;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SeatedSession;
import live.lyceum.signaling.protocol.SessionSeat;
import live.lyceum.signaling.protocol.TenantId;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The statements about the people of sessions, the same ones for SQLite and PostgreSQL. Owned by
/// whoever has the handle; blocks.
final class PeopleTables {
    private static final String SEATED =
            """
            SELECT %s, role, put_out,
                (SELECT summaries.state FROM summaries WHERE summaries.room = seats.room) AS summary
            FROM seats JOIN sessions ON sessions.room = seats.room WHERE participant = :who
            """
                    .formatted(SqlTables.SESSION_COLUMNS);

    private final Handle handle;

    PeopleTables(Handle handle) {
        this.handle = handle;
    }

    void seat(RoomId room, List<SessionSeat> seats) throws StoreException {
        requireSession(room);
        var rows =
                handle.prepareBatch(
                        """
                        INSERT INTO seats (room, participant, name, role)
                        VALUES (:room, :who, :name, :role)
                        ON CONFLICT (room, participant)
                            DO UPDATE SET name = excluded.name, role = excluded.role
                        """);
        for (SessionSeat seat : seats) {
            rows.bind("room", room.value())
                    .bind("who", seat.who().value())
                    .bind("name", seat.name())
                    .bind("role", StoredJson.word(seat.role()))
                    .add();
        }
        if (rows.size() > 0) {
            rows.execute();
        }
    }

    private void requireSession(RoomId room) throws StoreException {
        boolean known =
                handle.createQuery("SELECT 1 FROM sessions WHERE room = :room")
                        .bind("room", room.value())
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent();
        if (!known) {
            throw new StoreException(StoreException.Reason.CONFLICT, "there is no such session");
        }
    }

    void putOut(RoomId room, ParticipantId who) {
        handle.createUpdate(
                        "UPDATE seats SET put_out = 1 WHERE room = :room AND participant = :who")
                .bind("room", room.value())
                .bind("who", who.value())
                .execute();
    }

    boolean isPutOut(RoomId room, ParticipantId who) {
        return handle.createQuery(
                                """
                                SELECT put_out FROM seats WHERE room = :room AND participant = :who
                                """)
                        .bind("room", room.value())
                        .bind("who", who.value())
                        .mapTo(Integer.class)
                        .findOne()
                        .orElse(0)
                == 1;
    }

    Map<ParticipantId, Role> roles(RoomId room) {
        return handle.createQuery("SELECT participant, role FROM seats WHERE room = :room")
                .bind("room", room.value())
                .map((row, context) ->
                        Map.entry(
                                new ParticipantId(row.getString("participant")),
                                StoredJson.constant(Role.class, row.getString("role"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    Optional<SeatedSession> sessionOf(ParticipantId who, RoomId room) {
        return handle.createQuery(SEATED + " AND seats.room = :room")
                .bind("who", who.value())
                .bind("room", room.value())
                .map((row, context) -> seated(row))
                .findOne();
    }

    List<SeatedSession> sessionsOf(
            TenantId tenant, ParticipantId who, @Nullable RoomId before, int limit) {
        String from =
                before == null ? "" : "AND ord < (SELECT ord FROM sessions WHERE room = :before)";
        var query =
                handle.createQuery(
                                "%s AND tenant = :tenant %s ORDER BY ord DESC LIMIT :limit"
                                        .formatted(SEATED, from))
                        .bind("tenant", tenant.value())
                        .bind("who", who.value())
                        .bind("limit", limit);
        if (before != null) {
            query.bind("before", before.value());
        }
        return query.map((row, context) -> seated(row)).list();
    }

    private static SeatedSession seated(ResultSet row) throws SQLException {
        String summary = row.getString("summary");
        boolean putOut = row.getInt("put_out") == 1;
        return new SeatedSession(
                SqlTables.session(row),
                StoredJson.constant(Role.class, row.getString("role")),
                summary == null || putOut
                        ? LessonSummary.State.NONE
                        : StoredJson.constant(LessonSummary.State.class, summary),
                putOut);
    }

    void put(RoomId room, Feedback feedback) throws StoreException {
        requireSession(room);
        handle.createUpdate(
                        """
                        INSERT INTO feedback (room, participant, rating, comment, at_ms)
                        VALUES (:room, :who, :rating, :comment, :at)
                        ON CONFLICT (room, participant)
                            DO UPDATE SET rating = excluded.rating, comment = excluded.comment,
                                at_ms = excluded.at_ms
                        """)
                .bind("room", room.value())
                .bind("who", feedback.who().value())
                .bind("rating", feedback.review().rating())
                .bind("comment", feedback.review().comment())
                .bind("at", feedback.atMs())
                .execute();
    }

    List<Feedback> feedback(RoomId room, @Nullable ParticipantId after, int limit) {
        return handle.createQuery(
                        """
                        SELECT feedback.participant, name, rating, comment, at_ms FROM feedback
                        LEFT JOIN seats ON seats.room = feedback.room
                            AND seats.participant = feedback.participant
                        WHERE feedback.room = :room AND feedback.participant > :after
                        ORDER BY feedback.participant LIMIT :limit
                        """)
                .bind("room", room.value())
                // No id is empty.
                .bind("after", after == null ? "" : after.value())
                .bind("limit", limit)
                .map((row, context) -> feedback(row))
                .list();
    }

    private static Feedback feedback(ResultSet row) throws SQLException {
        return new Feedback(
                new ParticipantId(row.getString("participant")),
                row.getString("name"),
                new Feedback.Review(row.getInt("rating"), row.getString("comment")),
                row.getLong("at_ms"));
    }
}
