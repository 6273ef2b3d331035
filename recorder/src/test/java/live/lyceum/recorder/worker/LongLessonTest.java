package live.lyceum.recorder.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.film.Box;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.film.Layout;
import live.lyceum.recorder.mux.Native;
import live.lyceum.recorder.stock.Camera;
import live.lyceum.recorder.stock.Loop;
import live.lyceum.recorder.stock.Playback;
import live.lyceum.recorder.stock.Subjects;
import live.lyceum.recorder.testkit.Network;
import live.lyceum.recorder.testkit.VirtualStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A long lesson with all that happens in one: clocks that drift apart, loss, mute, a camera that
/// is off, somebody who comes again, another resolution, a shared screen.
class LongLessonTest {
    private static final boolean PROVE = "1".equals(System.getenv("LYCEUM_PROVE"));
    private static final int MINUTES = PROVE ? 120 : 12;
    private static final FilmFormat FORMAT = new FilmFormat(160, 90, 40, 30_000, 100_000);
    private static final long LOOP_US = 20_000_000;
    private static final long PICTURE_US = 250_000;
    private static final long STEP_US = 1_000_000;

    @TempDir Path folder;

    @BeforeAll
    static void load() {
        Native.load();
    }

    private static Loop pictures(Camera.Subject what, int width) {
        return Loop.of(what, width, width * 9 / 16, PICTURE_US, LOOP_US);
    }

    @Test
    void pictureAndSoundStayTogetherAllTheTime() throws Exception {
        long endUs = MINUTES * 60_000_000L;
        lesson(endUs);

        var rss = new ArrayList<Long>();
        long beganNs = System.nanoTime();
        double cpu = 0;
        try (var worker = new WorkerProcess(folder, FORMAT)) {
            for (String line = worker.line(); line != null; line = worker.line()) {
                rss.add(worker.rssBytes());
                cpu = Math.max(cpu, worker.cpuSeconds());
            }
            assertThat(worker.end()).as(worker.errors()).isZero();
        }
        long tookMs = (System.nanoTime() - beganNs) / 1_000_000;

        Playback film = film();
        double worst = 0;
        int seen = 0;
        for (double ms = 10_000; ms < endUs / 1e3 - 1_000; ms += 20_000) {
            double bright = film.brightAfter(ms - 500, 0, 130);
            double loud = film.loudAfter(ms - 500, 0.1);
            if (Math.abs(bright - ms) < 200 && Math.abs(loud - ms) < 200) {
                seen++;
                worst = Math.max(worst, Math.abs(bright - loud));
            }
        }
        System.out.printf(
                "figure: flash and beep of %d min, 100 ppm, 3 %% loss, worst of %d: %.0f ms"
                        + " (at most 40 ms)%n",
                MINUTES, seen, worst);
        System.out.printf(
                "figure: film of %d min at 160x90: %.1f CPU s, %d ms%n", MINUTES, cpu, tookMs);
        long middle = rss.get(rss.size() / 3) >> 20;
        long most = rss.stream().mapToLong(Long::longValue).max().orElse(0) >> 20;
        System.out.printf(
                "figure: memory of its worker: %d MB after a third, %d MB at most%n", middle, most);
        assertThat(seen).isGreaterThan(MINUTES * 2);
        assertThat(worst).isLessThanOrEqualTo(40);
        assertThat(most).isLessThan(middle + 48);
        FilmTest.assertPlaysWithoutError(folder.resolve("files/lesson.webm"));
    }

    /// Mina's place in each layout there is.
    private Playback film() throws Exception {
        Box both = Layout.of(FORMAT, 2, false).people().getFirst();
        return Playback.of(folder.resolve("files/lesson.webm"), List.of(both));
    }

    private void lesson(long endUs) throws Exception {
        Loop flashes = pictures(Subjects.flashes(LOOP_US / 2), 160);
        Loop small = pictures(Subjects.plain(1), 160);
        Loop large = pictures(Subjects.plain(1), 320);
        Loop screen = pictures(Subjects.plain(2), 320);
        Loop beeps = Loop.of(1_000, us -> Subjects.flash(us, LOOP_US / 2) ? 0.5f : 0, LOOP_US);
        Loop hum = Loop.of(300, _ -> 0.01f, LOOP_US);
        try (var lesson = new TestLesson(folder, 5)) {
            lesson.person(0, "mina", "Mina", Cue.Part.MENTOR);
            lesson.person(0, "leo", "Leo", Cue.Part.LEARNER);
            var mina = lesson.media.join("mina").clock(50_000_000, 100).network(Network.LOSSY);
            var leo = lesson.media.join("leo").clock(-60_000_000, -100).network(Network.LOSSY);
            VirtualStream cam = mina.stream(Source.CAM, Codec.VP8);
            VirtualStream mic = mina.stream(Source.MIC, Codec.OPUS);
            VirtualStream his = leo.stream(Source.CAM, Codec.VP8);
            VirtualStream voice = leo.stream(Source.MIC, Codec.OPUS);
            VirtualStream share = null;
            long part = endUs / 12;
            for (long us = 0; us < endUs; us += STEP_US) {
                long to = us + STEP_US;
                long now = us / part;
                boolean first = us % part < STEP_US;
                if (first && now == 2) {
                    mina.gate(Source.MIC, false, us);
                } else if (first && now == 3) {
                    mina.gate(Source.MIC, true, us);
                    leo.gate(Source.CAM, false, us);
                } else if (first && now == 4) {
                    leo.gate(Source.CAM, true, us);
                    leo.leave(us);
                } else if (first && now == 5) {
                    leo = lesson.media.join("leo").clock(17_000_000, 80).network(Network.LOSSY);
                    his = leo.stream(Source.CAM, Codec.VP8);
                    voice = leo.stream(Source.MIC, Codec.OPUS);
                } else if (first && now == 7) {
                    share = leo.stream(Source.SCREEN, Codec.VP8);
                } else if (first && now == 8) {
                    leo.gate(Source.SCREEN, false, us);
                    share = null;
                }
                flashes.send(cam, us, to);
                beeps.send(mic, us, to);
                if (now != 4) {
                    (now < 6 ? small : large).send(his, us, to);
                }
                if (now == 1 || now == 9) {
                    hum.send(voice, us, to);
                }
                if (share != null) {
                    screen.send(share, us, to);
                }
                lesson.media.runTo(to);
            }
            lesson.endAt(endUs / 1_000);
        }
    }
}
