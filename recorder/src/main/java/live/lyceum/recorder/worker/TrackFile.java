package live.lyceum.recorder.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.lyceum.media.api.MediaKind;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.film.Manifest;
import live.lyceum.recorder.journal.Track;
import live.lyceum.recorder.lesson.LessonEvent;
import live.lyceum.recorder.mux.Bitstream;
import live.lyceum.recorder.mux.Muxer;
import live.lyceum.recorder.mux.NativeException;
import live.lyceum.recorder.mux.VideoDecoder;
import org.jspecify.annotations.Nullable;

/// One stream as a file, as it was sent: WebM, or MP4 for H264. Its time 0 is the stream's begin.
/// Frames that cannot be decoded, since one before them was lost, are left out.
final class TrackFile implements AutoCloseable {
    private static final int PICTURE_RATE = 90_000;

    private static final Size GUESSED = new Size(1_280, 720);

    /// What players take off the times of Opus, in Matroska's milliseconds.
    private static final int PRE_SKIP_MS = 7;

    /// Shorter losses are not told of one by one.
    private static final long LOST_MS = 500;

    /// Room for the index in front; if it is too small the index stands at the end.
    private static final int INDEX_BYTES = 32 * 1024;

    private final Path path;
    private final Path part;
    private final int number;
    private final Suspects suspects;
    private final Track of;
    private final long startUs;
    private final boolean sound;
    private final List<Manifest.Gap> gaps = new ArrayList<>();
    private @Nullable Muxer muxer;
    private boolean needsKey;
    private long lastPts = Long.MIN_VALUE;
    private long lastUs;
    private long lastLengthUs;
    private long closedUs = Long.MIN_VALUE;
    private long endUs;

    /// @param number as the journal's
    TrackFile(Path folder, int number, Track of, long atUs, Suspects suspects) {
        this.number = number;
        this.suspects = suspects;
        this.of = of;
        startUs = Math.max(0, atUs);
        lastUs = startUs;
        endUs = startUs;
        sound = of.source().kind() == MediaKind.AUDIO;
        needsKey = !sound;
        String type = of.codec().equals("H264") ? ".mp4" : ".webm";
        path = folder.resolve("track-%04d%s".formatted(number, type));
        part = folder.resolve(path.getFileName() + ".part");
    }

    void apply(LessonEvent event) throws IOException {
        endUs = Math.max(endUs, event.atUs());
        switch (event) {
            case LessonEvent.Frame frame -> frame(frame);
            case LessonEvent.Gate gate -> gate(gate);
            case LessonEvent.Began _, LessonEvent.Ended _ -> {}
        }
    }

    private void gate(LessonEvent.Gate gate) {
        if (!gate.open()) {
            closedUs = Math.max(startUs, gate.atUs());
        } else if (closedUs != Long.MIN_VALUE) {
            gap(closedUs, gate.atUs(), Manifest.Why.MUTED);
            closedUs = Long.MIN_VALUE;
            // What lies between is told; what is lost is counted from here on.
            lastUs = gate.atUs();
            lastLengthUs = 0;
        }
    }

    private void gap(long fromUs, long toUs, Manifest.Why why) {
        if (toUs > fromUs) {
            gaps.add(new Manifest.Gap(fromUs / 1_000, toUs / 1_000, why));
        }
    }

    private void frame(LessonEvent.Frame frame) throws IOException {
        if (frame.atUs() < startUs || frame.data().length == 0) {
            return;
        }
        if (frame.gap() && !sound) {
            needsKey = true;
        }
        if (needsKey && !frame.key()) {
            return;
        }
        if (muxer == null && !open(frame)) {
            return;
        }
        long wentOnUs = lastUs + lastLengthUs;
        if ((needsKey || frame.gap()) && frame.atUs() - wentOnUs >= LOST_MS * 1_000) {
            gap(wentOnUs, frame.atUs(), Manifest.Why.LOST);
        }
        needsKey = false;
        write(frame);
    }

    private void write(LessonEvent.Frame frame) throws IOException {
        Muxer to = muxer;
        if (to == null) {
            throw new IllegalStateException("not open");
        }
        int rate = to.rate(0);
        long offsetUs = frame.atUs() - startUs;
        long lengthUs = sound ? 20_000 : 33_000;
        long pts = Math.round(offsetUs * (rate / 1e6)) - (sound ? PRE_SKIP_MS : 0);
        if (pts <= lastPts) {
            pts = lastPts + 1;
        }
        to.write(0, pts, lengthUs * rate / 1_000_000, frame.key(), frame.data());
        lastPts = pts;
        lastUs = frame.atUs();
        lastLengthUs = lengthUs;
        endUs = Math.max(endUs, lastUs + lengthUs);
    }

    private record Size(int width, int height) {}

    /// That of a picture; null if it is damaged. Of what is not decoded it is a guess: players take
    /// it from the pictures.
    private @Nullable Size size(LessonEvent.Frame first) throws IOException {
        if (suspects.blind(number)) {
            return GUESSED;
        }
        try (var decoder = new VideoDecoder(of.codec())) {
            suspects.decoding(number, first.atUs());
            return decoder.decode(first.data(), 0, true)
                    ? new Size(decoder.width(), decoder.height())
                    : null;
        } finally {
            suspects.decoded();
        }
    }

    /// Begins the file with its first frame; false if that is damaged, and the next may do.
    private boolean open(LessonEvent.Frame first) throws IOException {
        boolean mp4 = path.toString().endsWith(".mp4");
        Size size = sound ? new Size(0, 0) : size(first);
        if (size == null) {
            return false;
        }
        var made = new Muxer(part, mp4 ? "mp4" : "webm");
        try {
            if (sound) {
                made.opus(Bitstream.opusChannels(first.data()));
            } else {
                byte[] extra = Bitstream.header(of.codec(), first.data());
                made.video(of.codec(), size.width(), size.height(), PICTURE_RATE, extra);
            }
            made.begin(
                    mp4
                            ? Map.of()
                            : Map.of(
                                    "reserve_index_space",
                                    String.valueOf(INDEX_BYTES),
                                    "avoid_negative_ts",
                                    "disabled"));
            muxer = made;
            return true;
        } catch (NativeException failed) {
            if (failed.noSpace()) {
                throw failed;
            }
            return false;
        } finally {
            if (muxer == null) {
                made.close();
            }
        }
    }

    /// Ends the file, which has its name from then on.
    ///
    /// @param name of the person
    /// @return what the manifest says of it; null if there is nothing in it
    Manifest.@Nullable Track end(String name, Cue.@Nullable Part role) throws IOException {
        if (closedUs != Long.MIN_VALUE) {
            gap(closedUs, endUs, Manifest.Why.MUTED);
        }
        Muxer from = muxer;
        if (from == null) {
            return null;
        }
        try {
            from.end();
        } finally {
            close();
        }
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        return new Manifest.Track(
                path.getFileName().toString(),
                of.who(),
                name,
                role,
                of.source(),
                of.layer(),
                of.codec(),
                startUs / 1_000,
                endUs / 1_000,
                List.copyOf(gaps));
    }

    Track of() {
        return of;
    }

    @Override
    public void close() {
        if (muxer != null) {
            muxer.close();
            muxer = null;
        }
    }
}
