package live.lyceum.recorder.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.film.Layout;
import live.lyceum.recorder.film.Manifest;
import live.lyceum.recorder.film.ManifestCodec;
import live.lyceum.recorder.mux.Native;
import live.lyceum.recorder.stock.Camera;
import live.lyceum.recorder.stock.Mic;
import live.lyceum.recorder.stock.Playback;
import live.lyceum.recorder.stock.Subjects;
import live.lyceum.recorder.testkit.Network;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker that is killed at any moment loses nothing: the next one goes on from the last whole
/// segment, and the film is one.
class KillTest {
    private static final boolean PROVE = "1".equals(System.getenv("LYCEUM_PROVE"));
    private static final int ROUNDS = PROVE ? 50 : 5;
    private static final int MOST_MS = 2_500;
    private static final long SEED = 20_261_126;
    private static final int LESSON_MS = 60_000;
    private static final FilmFormat FORMAT = new FilmFormat(320, 180, 40, 2_000, 300_000);

    @TempDir Path folder;

    @BeforeAll
    static void load() {
        Native.load();
    }

    @Test
    void theFilmIsWholeHoweverOftenItsMakerWasKilled() throws Exception {
        lesson();
        var random = new Random(SEED);
        int killed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            killed += killAfter(random.nextInt(MOST_MS)) ? 1 : 0;
        }
        try (var worker = new WorkerProcess(folder, FORMAT)) {
            assertThat(worker.end()).as(worker.errors()).isZero();
        }

        Manifest manifest =
                ManifestCodec.read(Files.readString(folder.resolve("files/manifest.json")));
        Path file = folder.resolve("files/lesson.webm");
        Playback film = Playback.of(file, Layout.of(FORMAT, 1, false).people());
        int wrong = 0;
        for (int ms = 500; ms < LESSON_MS; ms += 1_000) {
            int[] seen = film.at(ms).colours().get(0);
            int[] wanted = Subjects.colour(ms / 1_000);
            boolean right =
                    Math.abs(seen[1] - wanted[1]) < 16 && Math.abs(seen[2] - wanted[2]) < 16;
            wrong += right && Math.abs(film.tone(ms, 700) - 0.2) < 0.05 ? 0 : 1;
        }
        System.out.printf(
                "figure: seconds of a film missing or wrong after %d kill -9 of its worker: %d s"
                        + " (0)%n",
                killed, wrong);
        assertThat(wrong).as("seed %d", SEED).isZero();
        assertThat(killed).isPositive();
        assertThat(film.durationMs).isCloseTo(LESSON_MS, within(60.0));
        assertSoundHasNoHoles(film);
        for (Film.File each : manifest.files()) {
            assertThat(folder.resolve("files").resolve(each.name())).hasSize(each.bytes());
        }
        FilmTest.assertPlaysWithoutError(file);
        try (var left = Files.list(folder.resolve("files"))) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .noneMatch(each -> each.endsWith(".part"));
        }
    }

    /// The tone goes on over every seam between segments.
    private static void assertSoundHasNoHoles(Playback film) {
        for (int ms = 1_000; ms < LESSON_MS - 100; ms += 40) {
            assertThat(film.tone(ms, 700)).as("at %d ms", ms).isCloseTo(0.2, within(0.06));
        }
    }

    private void lesson() throws Exception {
        try (var lesson = new TestLesson(folder, 3)) {
            lesson.person(0, "mina", "Mina", Cue.Part.MENTOR);
            var mina = lesson.media.join("mina").network(Network.GOOD);
            lesson.films(
                    new Camera(
                            mina.stream(Source.CAM, Codec.VP8)::frame,
                            Subjects.seconds(),
                            160,
                            90,
                            40_000,
                            7_000_000));
            lesson.speaks(new Mic(mina.stream(Source.MIC, Codec.OPUS)::frame, 700, _ -> 0.2f));
            lesson.until(LESSON_MS);
            lesson.end();
        }
    }

    /// False if it was ready before.
    private boolean killAfter(int ms) throws Exception {
        try (var worker = new WorkerProcess(folder, FORMAT)) {
            boolean ended = worker.waitFor(ms);
            worker.kill();
            if (ended) {
                // It is ready: the last of its work is done again, so that all rounds count.
                Files.deleteIfExists(folder.resolve("files/manifest.json"));
                List<Path> whole;
                try (var segments = Files.list(folder.resolve("work/segments"))) {
                    whole =
                            segments.filter(each -> each.toString().endsWith(".segment"))
                                    .sorted()
                                    .toList();
                }
                for (Path each : whole.subList(whole.size() / 2, whole.size())) {
                    Files.deleteIfExists(each);
                }
            }
            return !ended;
        }
    }

    @Test
    void aWorkerEndsWithItsParent() throws Exception {
        try (var lesson = new TestLesson(folder, 4, Instant.now());
                var worker = new WorkerProcess(folder, FORMAT)) {
            assertThat(worker.line()).contains("following");
            worker.orphan();
            assertThat(worker.end()).isEqualTo(75);
            assertThat(lesson.media.nowUs()).isZero();
        }
    }

    @Test
    void whatIsNoRecordingCannotBeMade() throws Exception {
        try (var worker = new WorkerProcess(folder, FORMAT)) {
            assertThat(worker.end()).isEqualTo(1);
            assertThat(worker.errors().lines().toList().getLast()).contains("cues.jsonl");
        }
    }
}
