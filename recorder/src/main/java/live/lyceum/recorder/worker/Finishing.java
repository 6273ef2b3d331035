package live.lyceum.recorder.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import live.lyceum.media.api.MediaKind;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.cue.Heading;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.film.FilmPacket;
import live.lyceum.recorder.film.Manifest;
import live.lyceum.recorder.film.Strip;
import live.lyceum.recorder.film.Vtt;
import live.lyceum.recorder.mux.Jpeg;
import org.jspecify.annotations.Nullable;

/// Makes the files of a recording that is over, of its segments, and the manifest. Owned by its
/// thread.
final class Finishing {
    private static final int STRIP_QUALITY = 4;

    /// What a first look at the segments finds.
    private static final class Found {
        int keys;
        int pictures;
        @Nullable FilmPacket poster;
    }

    private final Folder folder;
    private final FilmFormat format;
    private final Script script;
    private final List<Film.File> trackFiles = new ArrayList<>();
    private List<Manifest.Track> tracks = List.of();

    Finishing(Folder folder, FilmFormat format, Script script) {
        this.folder = folder;
        this.format = format;
        this.script = script;
    }

    /// Tells of the tracks, which are complete.
    void tracks(List<Manifest.Track> complete, Manifest.State state, Film.@Nullable Lack incomplete)
            throws IOException {
        tracks = complete;
        folder.keep(complete);
        folder.syncFiles();
        trackFiles.clear();
        try {
            // Side by side: the digests of hours take their time.
            trackFiles.addAll(complete.parallelStream().map(this::file).toList());
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        folder.write(manifest(state, incomplete, List.of()));
    }

    private Film.File file(Manifest.Track track) {
        boolean sound = track.source().kind() == MediaKind.AUDIO;
        String container = track.file().endsWith(".mp4") ? "mp4" : "webm";
        String type = (sound ? "audio/" : "video/") + container;
        try {
            return folder.describe(track.file(), Film.Kind.TRACK, type);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Manifest manifest(
            Manifest.State state, Film.@Nullable Lack incomplete, List<Film.File> others) {
        Heading heading = script.heading();
        var files = new ArrayList<>(others);
        files.addAll(trackFiles);
        return new Manifest(
                heading.recording(),
                heading.session(),
                heading.title(),
                heading.startedAt(),
                script.endMs(),
                state,
                incomplete,
                tracks,
                script.chapters(),
                List.copyOf(files));
    }

    /// Makes the film of its segments, and everything beside it; then the recording is ready.
    void film(Segments segments, Film.@Nullable Lack incomplete) throws IOException {
        long endMs = script.endMs();
        var found = new Found();
        segments.read(packet -> {
            if (packet.kind() == FilmPacket.Kind.PICTURE) {
                found.pictures++;
                found.keys += packet.key() ? 1 : 0;
            } else if (packet.kind() == FilmPacket.Kind.POSTER
                    && (found.poster == null || packet.worth() > found.poster.worth())) {
                found.poster = packet;
            }
        });
        var files = new ArrayList<Film.File>();
        if (found.pictures > 0) {
            List<Film.Chapter> chapters = script.chapters();
            join(segments, chapters, found.keys);
            files.add(folder.describe("lesson.webm", Film.Kind.LESSON, "video/webm"));
            if (found.poster != null) {
                folder.replace(folder.files.resolve("poster.jpg"), found.poster.data());
                files.add(folder.describe("poster.jpg", Film.Kind.POSTER, "image/jpeg"));
            }
            strip(segments, files, endMs);
            folder.replace(folder.files.resolve("chapters.vtt"), Vtt.chapters(chapters, endMs));
            files.add(folder.describe("chapters.vtt", Film.Kind.CHAPTERS, "text/vtt"));
        }
        folder.syncFiles();
        folder.write(manifest(Manifest.State.READY, incomplete, files));
    }

    private void join(Segments segments, List<Film.Chapter> chapters, int keys) throws IOException {
        try (var film =
                new FilmFile(
                        folder.files.resolve("lesson.webm"),
                        format,
                        script.heading().title(),
                        chapters,
                        script.endMs(),
                        keys)) {
            segments.read(film::add);
            film.end();
        }
    }

    private void strip(Segments segments, List<Film.File> files, long endMs) throws IOException {
        Strip strip = Strip.of(endMs, Composer.THUMBNAIL_WIDTH, Composer.THUMBNAIL_HEIGHT);
        try (var all =
                new Jpeg(strip.width(), strip.height(), strip.allWidth(), strip.allHeight())) {
            segments.read(packet -> {
                if (packet.kind() == FilmPacket.Kind.THUMBNAIL) {
                    int number = (int) (packet.at() / strip.everyMs());
                    boolean his = packet.at() % strip.everyMs() < format.frameMs();
                    if (his && number < strip.count()) {
                        all.put(packet.data(), strip.left(number), strip.top(number));
                    }
                }
            });
            folder.replace(folder.files.resolve("strip.jpg"), all.encode(STRIP_QUALITY));
        }
        folder.replace(folder.files.resolve("strip.vtt"), Vtt.strip(strip, "strip.jpg", endMs));
        files.add(folder.describe("strip.jpg", Film.Kind.STRIP, "image/jpeg"));
        files.add(folder.describe("strip.vtt", Film.Kind.STRIP_INDEX, "text/vtt"));
    }
}
