package live.lyceum.recorder.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.film.FilmPacket;
import live.lyceum.recorder.mux.Muxer;

/// Joins the film's packets to one WebM file, pictures and sound in the order of time, with its
/// index in front. Owned by its thread.
final class FilmFile implements AutoCloseable {
    private static final int SOUND_MS = 20;

    /// What players take off the times of Opus, in Matroska's milliseconds.
    private static final int PRE_SKIP_MS = 7;

    /// Of a key frame in the index, and of the rest of it.
    private static final int CUE_BYTES = 32;

    private static final int INDEX_BYTES = 512;

    private final Path path;
    private final Path part;
    private final Muxer muxer;
    private final int pictures;
    private final int sound;
    private final long endMs;
    private final Deque<FilmPacket> waitingPictures = new ArrayDeque<>();
    private final Deque<FilmPacket> waitingSound = new ArrayDeque<>();

    /// @param keys how many key frames will come
    FilmFile(
            Path path,
            FilmFormat format,
            String title,
            List<Film.Chapter> chapters,
            long endMs,
            int keys)
            throws IOException {
        this.path = path;
        this.endMs = endMs;
        part = path.resolveSibling(path.getFileName() + ".part");
        muxer = new Muxer(part, "webm");
        try {
            pictures = muxer.video("VP8", format.width(), format.height(), 1_000, new byte[0]);
            sound = muxer.opus(2);
            muxer.title(title);
            muxer.chapters(chapters, endMs);
            muxer.begin(
                    Map.of(
                            "reserve_index_space",
                            String.valueOf(INDEX_BYTES + CUE_BYTES * keys),
                            "avoid_negative_ts",
                            "disabled"));
        } catch (IOException | RuntimeException failed) {
            muxer.close();
            throw failed;
        }
    }

    /// Adds a packet; others than pictures and sound are no part of it.
    void add(FilmPacket packet) throws IOException {
        switch (packet.kind()) {
            case PICTURE -> waitingPictures.add(packet);
            case SOUND -> waitingSound.add(packet);
            case THUMBNAIL, POSTER -> {}
        }
        while (!waitingPictures.isEmpty() && !waitingSound.isEmpty()) {
            boolean first = waitingPictures.element().at() <= soundMs(waitingSound.element());
            write(first ? waitingPictures.remove() : waitingSound.remove());
        }
    }

    /// When a packet of sound stands in the file.
    private static long soundMs(FilmPacket packet) {
        return Math.round((packet.at() + 312) / 48.0);
    }

    private void write(FilmPacket packet) throws IOException {
        if (packet.kind() == FilmPacket.Kind.SOUND) {
            muxer.write(sound, soundMs(packet) - PRE_SKIP_MS, SOUND_MS, true, packet.data());
        } else {
            FilmPacket next = waitingPictures.peek();
            long untilMs = next == null ? endMs : next.at();
            long length = Math.max(1, untilMs - packet.at());
            muxer.write(pictures, packet.at(), length, packet.key(), packet.data());
        }
    }

    /// Writes what is left, and gives the file its name.
    void end() throws IOException {
        while (!waitingPictures.isEmpty()) {
            write(waitingPictures.remove());
        }
        while (!waitingSound.isEmpty()) {
            write(waitingSound.remove());
        }
        muxer.end();
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() {
        muxer.close();
    }
}
