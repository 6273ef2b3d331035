package live.lyceum.signaling.store;

import java.util.List;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import org.jdbi.v3.core.Handle;

/// The statements about transcripts, the same ones for SQLite and PostgreSQL. Owned by whoever has
/// the handle; blocks.
final class TranscriptTable {
    private final Handle handle;

    TranscriptTable(Handle handle) {
        this.handle = handle;
    }

    /// Notes the first line of a session.
    void note(RoomId room, List<RoomEvent.Logged> rows) {
        if (rows.stream().anyMatch(each -> each.fact() instanceof RoomFact.Transcribed)) {
            handle.createUpdate(
                            """
                            INSERT INTO transcripts (room, state) VALUES (:room, 'open')
                            ON CONFLICT (room) DO NOTHING
                            """)
                    .bind("room", room.value())
                    .execute();
        }
    }

    List<RoomId> untold() {
        return handle.createQuery(
                        """
                        SELECT transcripts.room FROM transcripts
                        JOIN sessions ON sessions.room = transcripts.room
                        WHERE transcripts.state = 'open' AND sessions.state = :ended
                        ORDER BY transcripts.ord
                        """)
                .bind("ended", StoredJson.word(SessionState.ENDED))
                .map((row, context) -> new RoomId(row.getString("room")))
                .list();
    }

    /// False if it was so already, or there is none.
    boolean done(RoomId room) {
        return handle.createUpdate(
                                """
                                UPDATE transcripts SET state = 'done'
                                WHERE room = :room AND state = 'open'
                                """)
                        .bind("room", room.value())
                        .execute()
                > 0;
    }
}
