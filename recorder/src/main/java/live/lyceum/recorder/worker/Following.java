package live.lyceum.recorder.worker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.film.FilmPacket;
import live.lyceum.recorder.film.Manifest;
import live.lyceum.recorder.lesson.LessonEvent;
import live.lyceum.recorder.lesson.LessonReader;

/// Follows a recording until it is over: the tracks first, the film behind them. Owned by its
/// thread.
final class Following implements AutoCloseable {
    private static final long PAUSE_MS = 100;
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /// How much the tracks may be ahead of the film.
    private static final long MAX_AHEAD = 16L * 1024 * 1024;

    private static final long EVENT_BYTES = 160;

    /// Of a film in which nothing happens, made at a time.
    private static final long STILL_MS = 1_000;

    /// Of the film: hours in which nothing happens are made in one go.
    private static final long CHECK_MS = 10_000;

    /// Told when the tracks are complete.
    interface OnTracks {
        void complete(List<Manifest.Track> tracks) throws IOException;
    }

    private final Folder folder;
    private final Script script;
    private final Progress progress;
    private final OnTracks onTracks;
    private final LessonReader reader;
    private final Tracks tracks;
    private final Segments segments;
    private final Composer composer;
    private final Deque<LessonEvent> ahead = new ArrayDeque<>();
    private long aheadBytes;
    private long checkedMs;
    private boolean finishing;
    private boolean tracksDone;

    Following(
            Folder folder,
            FilmFormat format,
            Script script,
            Suspects suspects,
            Progress progress,
            OnTracks onTracks)
            throws IOException {
        this.folder = folder;
        this.script = script;
        this.progress = progress;
        this.onTracks = onTracks;
        reader = LessonReader.open(folder.root);
        tracks = new Tracks(folder, 0, script.people(), suspects);
        segments = new Segments(folder.segments, format);
        composer =
                new Composer(
                        format,
                        script.heading().title(),
                        segments.startMs(),
                        suspects,
                        new ToSegments());
    }

    /// What the composer makes; also where nothing happens for hours it is told how far it is.
    private final class ToSegments implements Composer.Output {
        @Override
        public void packet(FilmPacket packet) throws IOException {
            segments.add(packet);
        }

        @Override
        public void passed(long ms) throws IOException {
            segments.passed(ms);
            tell(ms);
            if (ms >= checkedMs + CHECK_MS) {
                checkedMs = ms;
                checkRoom();
            }
        }
    }

    /// Follows it to its end; then all of the film is in the segments.
    void run() throws IOException, InterruptedException {
        while (true) {
            long nowUs = nowUs();
            var resumed = new ArrayDeque<Cue.Resumed>();
            script.read(cue -> {
                composer.cue(cue);
                if (cue instanceof Cue.Resumed again) {
                    resumed.add(again);
                }
            });
            if (!finishing && script.ended()) {
                finishing = true;
                reader.finish();
            } else if (!finishing) {
                reader.read(nowUs);
                for (Cue.Resumed each : resumed) {
                    reader.cut(each.atMs() * 1_000);
                }
            }
            boolean busy = slice();
            if (tracksDone && ahead.isEmpty()) {
                composer.end(script.endMs());
                segments.end();
                return;
            }
            tell(composer.madeMs());
            checkRoom();
            if (!busy) {
                Thread.sleep(PAUSE_MS);
            }
        }
    }

    private long nowUs() {
        Instant started = script.heading().startedAt();
        return TimeUnit.NANOSECONDS.toMicros(Duration.between(started, Instant.now()).toNanos());
    }

    /// Works for a while; false if there is nothing to do.
    private boolean slice() throws IOException {
        long beganNs = System.nanoTime();
        while (System.nanoTime() - beganNs < SLICE_NS) {
            if (!tracksDone && aheadBytes < MAX_AHEAD) {
                LessonEvent event = reader.next();
                if (event != null) {
                    tracks.event(event);
                    ahead.add(event);
                    aheadBytes += bytes(event);
                    continue;
                }
                if (finishing) {
                    onTracks.complete(tracks.end());
                    tracksDone = true;
                }
            }
            LessonEvent event = ahead.poll();
            if (event == null) {
                if (tracksDone || still(reader.settledUs())) {
                    return false;
                }
                continue;
            }
            aheadBytes -= bytes(event);
            if (!script.ended() || event.atUs() <= script.endMs() * 1_000) {
                composer.event(event);
            }
        }
        return true;
    }

    /// Goes a step on where nothing happens; true if it is there. Steps, for the end of the lesson
    /// may have come meanwhile, and its tracks are waited for.
    private boolean still(long settledUs) throws IOException {
        long stepUs = (composer.madeMs() + STILL_MS) * 1_000;
        composer.until(Math.min(settledUs, stepUs));
        return settledUs <= stepUs;
    }

    private static long bytes(LessonEvent event) {
        return EVENT_BYTES + (event instanceof LessonEvent.Frame frame ? frame.data().length : 0);
    }

    private void tell(long madeMs) {
        if (finishing) {
            progress.finishing(madeMs, script.endMs());
        } else {
            progress.following(madeMs, nowUs() / 1_000);
        }
    }

    /// Journals come first: a film is not made of the disk's last bytes while they grow.
    private void checkRoom() throws IOException {
        if (!finishing && folder.scarce()) {
            throw new NoRoomException();
        }
    }

    Segments segments() {
        return segments;
    }

    /// Whether something of the recording could not be read.
    boolean damaged() {
        return !reader.damaged().isEmpty();
    }

    /// How many frames and packets made no picture and no sound.
    long undecoded() {
        return composer.damaged();
    }

    @Override
    public void close() throws IOException {
        tracks.close();
        composer.close();
        segments.close();
        reader.close();
    }
}
