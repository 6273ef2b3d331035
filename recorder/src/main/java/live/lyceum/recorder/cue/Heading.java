package live.lyceum.recorder.cue;

import java.time.Instant;
import live.lyceum.recorder.api.RecordingId;

/// The first line of a cue file.
///
/// @param session the id of the session that is recorded
/// @param title of the lesson, for people
/// @param startedAt when the recording's clock was 0
public record Heading(RecordingId recording, String session, String title, Instant startedAt) {
    /// Leaves out the title.
    @Override
    public String toString() {
        return "Heading[%s, %s, %s]".formatted(recording, session, startedAt);
    }
}
