package live.lyceum.recorder.api;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import org.jspecify.annotations.Nullable;

/// What was made of a recording.
///
/// @param durationMs from the recording's start to its end
/// @param incomplete what it lacks something for, or null
public record Film(
        long durationMs,
        @Nullable Lack incomplete,
        List<File> files,
        List<Track> tracks,
        List<Chapter> chapters) {
    public Film {
        files = List.copyOf(files);
        tracks = List.copyOf(tracks);
        chapters = List.copyOf(chapters);
    }

    /// Why something is missing.
    public enum Lack {
        /// There was no room for all files.
        DISK_FULL,
        /// A part of what was recorded could not be read.
        DAMAGED
    }

    /// What a file is.
    public enum Kind {
        /// The whole lesson, to look at.
        LESSON,
        POSTER,
        /// Small pictures of the lesson, side by side.
        STRIP,
        /// Which part of the strip is of when (WebVTT).
        STRIP_INDEX,
        CHAPTERS,
        /// What one person sent, as they sent it.
        TRACK
    }

    /// A file in the recording's folder.
    ///
    /// @param type its media type
    /// @param sha256 in hexadecimal
    public record File(String name, Kind kind, String type, long bytes, String sha256) {}

    /// What one person sent, from one source, without an interruption of their connection.
    ///
    /// @param file the name of its file
    /// @param source `mic`, `cam`, `screen` or `screen_audio`
    /// @param startMs on the recording's clock, as `endMs`
    public record Track(
            String file,
            ParticipantId who,
            String source,
            String codec,
            long startMs,
            long endMs) {}

    /// A topic begins.
    public record Chapter(long atMs, String title) {
        /// Leaves out the title.
        @Override
        public String toString() {
            return "Chapter[%d]".formatted(atMs);
        }
    }
}
