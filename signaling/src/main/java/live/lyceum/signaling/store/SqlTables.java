package live.lyceum.signaling.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// The statements of a store, the same ones for SQLite and PostgreSQL. Owned by whoever has the
/// handle; blocks.
final class SqlTables {
    /// A log with more rows than this takes no more: its room would not fit into memory.
    static final int MAX_ROWS = 100_000;

    /// How many rows are changed or deleted at a time: rooms wait for the same writer.
    static final int PART = 1_000;

    /// The only node there is.
    private static final String NODE = "main";

    static final String SESSION_COLUMNS =
            "plan, epoch, state, active_ms, started_ms, ended_ms, outcome, created_ms";

    private final Handle handle;
    private final WebhookTables webhooks;
    private boolean erased;

    SqlTables(Handle handle) {
        this.handle = handle;
        webhooks = new WebhookTables(handle);
    }

    AnswerTable answers() {
        return new AnswerTable(handle);
    }

    KeyTable keys() {
        return new KeyTable(handle);
    }

    PeopleTables people() {
        return new PeopleTables(handle);
    }

    WebhookTables webhooks() {
        return webhooks;
    }

    RecordingTable recordings() {
        return new RecordingTable(handle);
    }

    SummaryTable summaries() {
        return new SummaryTable(handle);
    }

    TranscriptTable transcripts() {
        return new TranscriptTable(handle);
    }

    LineTable lines() {
        return new LineTable(handle);
    }

    OutboxTables outbox() {
        return new OutboxTables(handle);
    }

    private record Last(long seq, String hash) {}

    // --- Sessions ---

    void create(SessionRecord session, RoomEvent.Logged opened) throws StoreException {
        RoomId room = session.plan().id();
        if (last(room) != null) {
            throw new StoreException(
                    StoreException.Reason.CONFLICT, "there is such a session already");
        }
        bind(
                        handle.createUpdate(
                                """
                                INSERT INTO sessions (room, tenant, plan, epoch, state, active_ms,
                                    started_ms, ended_ms, outcome, created_ms, empty_until_ms)
                                VALUES (:room, :tenant, :plan, :epoch, :state, :active, :started,
                                    :ended, :outcome, :created, :emptyUntil)
                                """),
                        session)
                .bind("tenant", session.plan().tenant().value())
                .execute();
        insert(room, List.of(opened), Sha256.BEFORE_FIRST);
    }

    void update(SessionRecord session) {
        bind(
                        handle.createUpdate(
                                """
                                UPDATE sessions SET plan = :plan, epoch = :epoch, state = :state,
                                    active_ms = :active, started_ms = :started, ended_ms = :ended,
                                    outcome = :outcome, created_ms = :created,
                                    empty_until_ms = :emptyUntil
                                WHERE room = :room
                                """),
                        session)
                .execute();
        if (session.state().over() && !session.plan().saving().chat()) {
            erase(session.plan().id(), "said");
        }
        if (session.state().over() && !session.plan().saving().transcript()) {
            erase(session.plan().id(), "transcribed");
            lines().erase(session.plan().id());
            summaries().erase(session.plan().id());
        }
    }

    private static <S extends SqlStatement<S>> S bind(S statement, SessionRecord session) {
        var outcome = session.outcome();
        return statement
                .bind("room", session.plan().id().value())
                .bind("plan", PlanCodec.encode(session.plan()).toString())
                .bind("epoch", session.epoch())
                .bind("state", StoredJson.word(session.state()))
                .bind("active", session.activeMs())
                .bind("started", session.startedAtMs())
                .bind("ended", session.endedAtMs())
                .bind("outcome", outcome == null ? null : StoredJson.word(outcome))
                .bind("created", session.createdAtMs())
                .bind("emptyUntil", session.emptyUntilMs());
    }

    Optional<SessionRecord> session(RoomId room) {
        return handle.createQuery(
                        "SELECT %s FROM sessions WHERE room = :room".formatted(SESSION_COLUMNS))
                .bind("room", room.value())
                .map((row, context) -> session(row))
                .findOne();
    }

    List<SessionRecord> sessions(TenantId tenant, @Nullable RoomId after, int limit) {
        String from =
                after == null ? "" : "AND ord > (SELECT ord FROM sessions WHERE room = :after)";
        var query =
                handle.createQuery(
                                "SELECT %s FROM sessions WHERE tenant = :tenant %s ORDER BY ord LIMIT :limit"
                                        .formatted(SESSION_COLUMNS, from))
                        .bind("tenant", tenant.value())
                        .bind("limit", limit);
        if (after != null) {
            query.bind("after", after.value());
        }
        return query.map((row, context) -> session(row)).list();
    }

    List<RoomId> unfinished() {
        return handle.createQuery(
                        """
                        SELECT room FROM sessions WHERE state NOT IN (:ended, :cancelled)
                            AND EXISTS (SELECT 1 FROM events
                                WHERE events.room = sessions.room AND events.seq = 2)
                        ORDER BY ord
                        """)
                .bind("ended", StoredJson.word(SessionState.ENDED))
                .bind("cancelled", StoredJson.word(SessionState.CANCELLED))
                .map((row, context) -> new RoomId(row.getString("room")))
                .list();
    }

    List<RoomId> overdue(long nowMs, int limit) {
        return handle.createQuery(
                        """
                        SELECT room FROM sessions
                        WHERE state = 'scheduled' AND empty_until_ms <= :now
                        ORDER BY empty_until_ms LIMIT :limit
                        """)
                .bind("now", nowMs)
                .bind("limit", limit)
                .map((row, context) -> new RoomId(row.getString("room")))
                .list();
    }

    /// A row of [#SESSION_COLUMNS].
    static SessionRecord session(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new SessionRecord(
                PlanCodec.decode(row.getString("plan")),
                row.getString("epoch"),
                StoredJson.constant(SessionState.class, row.getString("state")),
                row.getLong("active_ms"),
                numberOrNull(row, "started_ms"),
                numberOrNull(row, "ended_ms"),
                outcome == null ? null : StoredJson.constant(SessionRecord.Outcome.class, outcome),
                row.getLong("created_ms"));
    }

    static @Nullable Long numberOrNull(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(number);
    }

    // --- Logs ---

    void append(RoomId room, List<RoomEvent.Logged> events) throws StoreException {
        Last last = last(room);
        if (last == null) {
            throw new StoreException(StoreException.Reason.CONFLICT, "there is no such log");
        }
        if (events.getFirst().seq() != last.seq() + 1) {
            throw new StoreException(
                    StoreException.Reason.CONFLICT, "the log has gone on elsewhere");
        }
        if (events.getLast().seq() > MAX_ROWS) {
            throw new StoreException(StoreException.Reason.FULL, "the log is at its limit");
        }
        insert(room, events, last.hash());
        for (RoomEvent.Logged each : events) {
            if (each.fact() instanceof RoomFact.Removed removed) {
                people().putOut(room, removed.who());
            }
            recordings().note(room, each);
        }
        transcripts().note(room, events);
        lines().note(room, events);
    }

    private @Nullable Last last(RoomId room) {
        return handle.createQuery(
                        "SELECT seq, hash FROM events WHERE room = :room ORDER BY seq DESC LIMIT 1")
                .bind("room", room.value())
                .map((row, context) -> new Last(row.getLong("seq"), row.getString("hash")))
                .findOne()
                .orElse(null);
    }

    private void insert(RoomId room, List<RoomEvent.Logged> events, String previous) {
        var rows =
                handle.prepareBatch(
                        """
                        INSERT INTO events (room, seq, wall_ms, json, hash)
                        VALUES (:room, :seq, :wall, :json, :hash)
                        """);
        var texts =
                handle.prepareBatch(
                        "INSERT INTO texts (room, seq, salt, text) VALUES (:room, :seq, :salt, :text)");
        String hash = previous;
        for (RoomEvent.Logged event : events) {
            ChainedRow row = ChainedRow.of(event, hash);
            hash = row.hash();
            rows.bind("room", room.value())
                    .bind("seq", event.seq())
                    .bind("wall", event.wallMs())
                    .bind("json", row.json())
                    .bind("hash", hash)
                    .add();
            ErasableText text = row.text();
            if (text != null) {
                texts.bind("room", room.value())
                        .bind("seq", event.seq())
                        .bind("salt", text.salt())
                        .bind("text", text.text())
                        .add();
            }
        }
        rows.execute();
        if (texts.size() > 0) {
            texts.execute();
        }
    }

    /// Rows above `after`, each checked to follow from the one before it. Fails with
    /// [UnreadableRowException].
    List<RoomEvent.Logged> read(RoomId room, long after, int limit) {
        String previous = after <= 0 ? Sha256.BEFORE_FIRST : hash(room, after);
        if (previous == null) {
            return List.of();
        }
        var log = new ArrayList<RoomEvent.Logged>();
        for (ChainedRow row : chain(room, after, limit)) {
            RoomEvent.Logged event = row.event();
            if (!row.follows(previous) || event.seq() != Math.max(0, after) + log.size() + 1) {
                throw new UnreadableRowException(
                        "row %d of %s does not follow from the one before it"
                                .formatted(event.seq(), room));
            }
            previous = row.hash();
            log.add(event);
        }
        return log;
    }

    /// Rows above `after` as they are kept.
    List<ChainedRow> chain(RoomId room, long after, int limit) {
        return handle.createQuery(
                        """
                        SELECT json, hash, salt, text FROM events
                        LEFT JOIN texts
                            ON texts.room = events.room AND texts.seq = events.seq
                        WHERE events.room = :room AND events.seq > :after
                        ORDER BY events.seq LIMIT :limit
                        """)
                .bind("room", room.value())
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> chained(row))
                .list();
    }

    private @Nullable String hash(RoomId room, long seq) {
        return handle.createQuery("SELECT hash FROM events WHERE room = :room AND seq = :seq")
                .bind("room", room.value())
                .bind("seq", seq)
                .mapTo(String.class)
                .findOne()
                .orElse(null);
    }

    private static ChainedRow chained(ResultSet row) throws SQLException {
        String salt = row.getString("salt");
        return new ChainedRow(
                row.getString("json"),
                row.getString("hash"),
                salt == null ? null : new ErasableText(salt, row.getString("text")));
    }

    /// Whether a text was erased by this.
    boolean erased() {
        return erased;
    }

    void erase(RoomId room, long seq) {
        erased = true;
        handle.createUpdate("DELETE FROM texts WHERE room = :room AND seq = :seq")
                .bind("room", room.value())
                .bind("seq", seq)
                .execute();
        lines().erase(room, seq);
    }

    /// Erases the texts of all rows of a kind.
    private void erase(RoomId room, String kind) {
        erased = true;
        handle.createUpdate(
                        """
                        DELETE FROM texts WHERE room = :room AND seq IN
                            (SELECT seq FROM events WHERE room = :room AND json LIKE :fact)
                        """)
                .bind("room", room.value())
                .bind("fact", "%%\"fact\":{\"kind\":\"%s\"%%".formatted(kind))
                .execute();
    }

    // --- Checkpoints ---

    void alive(long atMs) {
        handle.createUpdate(
                        """
                        INSERT INTO checkpoints (node, alive_ms) VALUES (:node, :at)
                        ON CONFLICT (node) DO UPDATE SET alive_ms = excluded.alive_ms
                        """)
                .bind("node", NODE)
                .bind("at", atMs)
                .execute();
    }

    long lastAlive() {
        return handle.createQuery("SELECT alive_ms FROM checkpoints WHERE node = :node")
                .bind("node", NODE)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }
}
