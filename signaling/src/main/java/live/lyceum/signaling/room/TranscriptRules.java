package live.lyceum.signaling.room;

import java.util.List;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.signaling.protocol.SpokenLine;

/// What becomes of lines of the transcript: rows, also for a while after the end, as the last words
/// are understood only then. Owned by its [Room].
final class TranscriptRules {
    /// Of one session, each version of a line counted.
    static final int MAX_ROWS = 20_000;

    private final RoomState state;
    private final RowLog rows;

    TranscriptRules(RoomState state, RowLog rows) {
        this.state = state;
        this.rows = rows;
    }

    /// None for what is known already or there is no place for, and for what would have to be
    /// erased at once.
    List<RoomEvent> said(TranscriptLine line, long wallMs) {
        SpokenLine spoken = state.spoken(line);
        boolean erased = state.over() && !state.plan().saving().transcript();
        boolean full = state.crowded() || state.lesson().transcript().rows() >= MAX_ROWS;
        return erased || full || spoken.length() == 0 || state.lesson().transcript().has(spoken)
                ? List.of()
                : List.of(rows.log(new RoomFact.Transcribed(spoken), null, wallMs));
    }
}
