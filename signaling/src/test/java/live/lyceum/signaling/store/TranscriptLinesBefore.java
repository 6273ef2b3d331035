package live.lyceum.signaling.store;

import static live.lyceum.signaling.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.TranscriptQuery;
import live.lyceum.signaling.protocol.TranscriptScope;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import org.jdbi.v3.core.Handle;

/// A transcript as version 6 of the tables had it: rows of a log, and what was said beside them.
final class TranscriptLinesBefore {
    private static final RoomId ROOM = new RoomId("ses_1");
    private static final ParticipantId ANN = new ParticipantId("ann");

    private static final SpokenLine LATE =
            new SpokenLine("l_2", ANN, "Ann", "Hash tables", 9, 12, null, 0);
    private static final SpokenLine BEST =
            new SpokenLine("l_1", ANN, "Ann", "Hashing, été", 5, 8, "en", 1);
    private static final SpokenLine ERASED = new SpokenLine("l_3", ANN, "", null, 8, 11, "en", 0);

    private TranscriptLinesBefore() {}

    private static RoomEvent.Logged row(long seq, String id, long atMs, int revision, String text) {
        SpokenLine line = new SpokenLine(id, ANN, "Ann", text, atMs, atMs + 3, "en", revision);
        return new RoomEvent.Logged(seq, seq, null, new RoomFact.Transcribed(line));
    }

    static void write(Handle handle) {
        var session = StoreContract.session(ROOM);
        handle.execute(
                """
                INSERT INTO sessions (room, tenant, plan, epoch, state, active_ms, created_ms,
                    empty_until_ms) VALUES (?, 'main', ?, ?, 'live', 0, ?, ?)
                """,
                ROOM.value(),
                PlanCodec.encode(session.plan()).toString(),
                session.epoch(),
                session.createdAtMs(),
                session.emptyUntilMs());
        handle.execute("INSERT INTO transcripts (room, state) VALUES (?, 'open')", ROOM.value());
        String hash = Sha256.BEFORE_FIRST;
        for (RoomEvent.Logged each :
                List.of(
                        StoreContract.opened(ROOM),
                        new RoomEvent.Logged(2, 2, null, new RoomFact.Transcribed(LATE)),
                        row(3, "l_1", 4, 0, "Hash in"),
                        row(4, "l_1", 5, 1, "Hashing, été"),
                        row(5, "l_1", 6, 0, "Hash late"),
                        new RoomEvent.Logged(6, 6, null, new RoomFact.Left(ANN)),
                        row(7, "l_3", 8, 0, "Hash secret"))) {
            ChainedRow row = ChainedRow.of(each, hash);
            hash = row.hash();
            handle.execute(
                    "INSERT INTO events (room, seq, wall_ms, json, hash) VALUES (?, ?, ?, ?, ?)",
                    ROOM.value(),
                    each.seq(),
                    each.wallMs(),
                    row.json(),
                    hash);
            ErasableText text = row.text();
            if (text != null && each.seq() != 7) {
                handle.execute(
                        "INSERT INTO texts (room, seq, salt, text) VALUES (?, ?, ?, ?)",
                        ROOM.value(),
                        each.seq(),
                        text.salt(),
                        text.text());
            }
        }
    }

    static void check(Store store) {
        assertThat(done(store.transcripts().lines(ROOM, null, 10)))
                .containsExactly(BEST, ERASED, LATE);
        var all = new TranscriptScope(TenantId.MAIN, null);
        try {
            assertThat(
                            done(store.transcripts()
                                            .find(all, TranscriptQuery.parse("hash"), null, 9))
                                    .orElseThrow())
                    .extracting(each -> each.line())
                    .containsExactly(BEST, LATE);
            assertThat(
                            done(store.transcripts()
                                            .find(all, TranscriptQuery.parse("été"), null, 9))
                                    .orElseThrow())
                    .hasSize(1);
        } catch (ProblemException unlikely) {
            throw new AssertionError(unlikely);
        }
    }
}
