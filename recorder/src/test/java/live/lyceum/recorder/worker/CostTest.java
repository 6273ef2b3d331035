package live.lyceum.recorder.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.mux.Native;
import live.lyceum.recorder.stock.Loop;
import live.lyceum.recorder.stock.Subjects;
import live.lyceum.recorder.testkit.VirtualSender;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a film costs, and how soon after its lesson it is there: two people who move, 1280x720 with
/// 30 pictures a second, followed as they speak.
class CostTest {
    private static final boolean PROVE = "1".equals(System.getenv("LYCEUM_PROVE"));
    private static final int SECONDS = PROVE ? 600 : 24;
    private static final long LOOP_US = 3_000_000;
    private static final long STEP_US = 500_000;

    /// Beside other tests on two processors a short run is mostly the JVM's own start.
    private static final double MAX_CORES = PROVE ? 0.5 : 1.5;

    private static final long MAX_READY_MS = 15_000;
    private static final long MAX_TRACKS_MS = PROVE ? 2_000 : 10_000;

    @TempDir Path folder;

    @BeforeAll
    static void load() {
        Native.load();
    }

    @Test
    void aFilmCostsHalfACoreAndIsThereSoonAfterItsLesson() throws Exception {
        Loop voice = Loop.of(300, us -> us / 500_000 % 2 == 0 ? 0.1f : 0, LOOP_US);
        Loop hers = Loop.of(Subjects.person(1), 1_280, 720, 33_333, LOOP_US);
        Loop his = Loop.of(Subjects.person(2), 1_280, 720, 33_333, LOOP_US);
        try (var lesson = new TestLesson(folder, 8, Instant.now().minusSeconds(SECONDS))) {
            lesson.person(0, "mina", "Mina", Cue.Part.MENTOR);
            lesson.person(0, "leo", "Leo", Cue.Part.LEARNER);
            send(lesson, voice, hers, his);
            lesson.media.close();
            measure(lesson);
        }
    }

    private void measure(TestLesson lesson) throws Exception {
        try (var worker = new WorkerProcess(folder, FilmFormat.DEFAULT)) {
            follow(worker);
            double cpu = worker.cpuSeconds();
            long endedNs = System.nanoTime();
            lesson.cues.append(new Cue.Ended(SECONDS * 1_000L));
            long tracksMs = -1;
            for (String line = worker.line(); line != null; line = worker.line()) {
                if (line.contains("tracks")) {
                    tracksMs = (System.nanoTime() - endedNs) / 1_000_000;
                }
            }
            long readyMs = (System.nanoTime() - endedNs) / 1_000_000;
            assertThat(worker.end()).as(worker.errors()).isZero();

            double cores = cpu / SECONDS;
            System.out.printf(
                    "figure: film of two 1280x720, CPU of each minute: %.1f s (at most %.0f s)%n",
                    60 * cores, 60 * MAX_CORES);
            System.out.printf(
                    "figure: tracks of %d s after their end: %d ms (at most %d ms)%n",
                    SECONDS, tracksMs, MAX_TRACKS_MS);
            System.out.printf(
                    "figure: film of %d s after its end: %d ms (at most %d ms)%n",
                    SECONDS, readyMs, MAX_READY_MS);
            assertThat(cores).isLessThan(MAX_CORES);
            assertThat(tracksMs).isBetween(0L, MAX_TRACKS_MS);
            assertThat(readyMs).isLessThan(MAX_READY_MS);
        }
    }

    /// Waits until it is a few seconds behind, as it is in a lesson that goes on.
    private static void follow(WorkerProcess worker) throws Exception {
        for (String line = worker.line(); line != null; line = worker.line()) {
            String done = line.replaceAll(".*\"doneMs\":(\\d+).*", "$1");
            if (done.matches("\\d+") && Long.parseLong(done) >= (SECONDS - 1) * 1_000L) {
                return;
            }
        }
        throw new AssertionError("it ended before its lesson: " + worker.errors());
    }

    private static void send(TestLesson lesson, Loop voice, Loop hers, Loop his) {
        VirtualSender mina = lesson.media.join("mina");
        VirtualSender leo = lesson.media.join("leo");
        var minaMic = mina.stream(Source.MIC, Codec.OPUS);
        var minaCam = mina.stream(Source.CAM, Codec.VP8);
        var leoMic = leo.stream(Source.MIC, Codec.OPUS);
        var leoCam = leo.stream(Source.CAM, Codec.VP8);
        for (long us = 0; us < SECONDS * 1_000_000L; us += STEP_US) {
            long to = us + STEP_US;
            voice.send(minaMic, us, to);
            voice.send(leoMic, us, to);
            hers.send(minaCam, us, to);
            his.send(leoCam, us, to);
            lesson.media.runTo(to);
        }
    }
}
