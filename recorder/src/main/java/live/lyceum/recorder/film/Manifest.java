package live.lyceum.recorder.film;

import java.time.Instant;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.api.Cue;
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
        @Nullable Incomplete incomplete,
        List<Track> tracks,
        List<Chapter> chapters,
        List<File> files) {

    /// How far it is.
    public enum State {
        /// The tracks are complete.
        TRACKS,
        /// All is.
        READY
    }

    /// What is missing.
    public enum Incomplete {
        /// There was no room for the film.
        DISK_FULL,
        /// Something of the recording could not be read.
        DAMAGED
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

    /// A file beside the manifest.
    ///
    /// @param type as in `Content-Type`
    /// @param sha256 in hexadecimal
    public record File(String name, Kind kind, String type, long bytes, String sha256) {}

    /// What a file is for.
    public enum Kind {
        LESSON,
        POSTER,
        STRIP,
        STRIP_INDEX,
        CHAPTERS,
        TRACK,
        CAPTIONS
    }
}
