package live.lyceum.recorder.film;

import java.time.Instant;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.RecordingId;
import org.jspecify.annotations.Nullable;

/// What a recording came to. Times are milliseconds on the recording's clock.
///
/// @param session the id of the session
/// @param incomplete what is missing, if something is
/// @param files complete files only
public record Manifest(
        RecordingId recording,
        String session,
        String title,
        Instant startedAt,
        long durationMs,
        State state,
        Film.@Nullable Lack incomplete,
        List<Track> tracks,
        List<Film.Chapter> chapters,
        List<Film.File> files) {

    /// How far it is.
    public enum State {
        /// The tracks are complete.
        TRACKS,
        /// All is.
        READY
    }

    /// One stream of one person, in a file of its own whose time 0 is `startMs`.
    ///
    /// @param name of the person; empty if nobody said it
    /// @param part what the person is in the lesson; null if nobody said it
    public record Track(
            String file,
            ParticipantId who,
            String name,
            Cue.@Nullable Part part,
            Source source,
            int layer,
            String codec,
            long startMs,
            long endMs,
            List<Gap> gaps) {}

    /// Where a track has nothing.
    public record Gap(long fromMs, long toMs, Why why) {}

    /// Why a track has nothing.
    public enum Why {
        MUTED,
        LOST
    }
}
