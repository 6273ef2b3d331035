package live.lyceum.recorder.cue;

import java.time.Instant;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;

/// The first line of a cue file.
///
/// @param session the id of the session that is recorded
/// @param title of the lesson, for people
/// @param startedAt when the recording's clock was 0
public record Heading(RecordingId recording, String session, String title, Instant startedAt) {
    /// That of a recording that is to be made.
    public static Heading of(Recorder.Order order) {
        return new Heading(
                order.id(),
                order.session().value(),
                order.title(),
                Instant.ofEpochMilli(order.startedAtMs()));
    }

    /// Leaves out the title.
    @Override
    public String toString() {
        return "Heading[%s, %s, %s]".formatted(recording, session, startedAt);
    }
}
