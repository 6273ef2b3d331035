package live.lyceum.recorder.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.film.Box;
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
import live.lyceum.recorder.testkit.VirtualStream;
import org.bytedeco.ffmpeg.ffprobe;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lessons of known pictures and tones, made to files by a worker in a process of its own, and
/// played again.
class FilmTest {
    static final FilmFormat SMALL = new FilmFormat(320, 180, 40, 5_000, 300_000);
    private static final long FRAME_US = 40_000;
    private static final long KEY_US = 2_000_000;

    @TempDir Path folder;

    @BeforeAll
    static void load() {
        Native.load();
    }

    private static Camera camera(VirtualStream of, Camera.Subject what) {
        return new Camera(of::frame, what, 160, 90, FRAME_US, KEY_US);
    }

    private Manifest make() throws Exception {
        try (var worker = new WorkerProcess(folder, SMALL)) {
            int exit = worker.end();
            assertThat(exit).as(worker.errors()).isZero();
        }
        return ManifestCodec.read(Files.readString(folder.resolve("files/manifest.json")));
    }

    static void assertPlaysWithoutError(Path file) throws Exception {
        var probe =
                new ProcessBuilder(
                                Loader.load(ffprobe.class),
                                "-v",
                                "error",
                                "-count_frames",
                                "-show_entries",
                                "stream=nb_read_frames",
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        try (var out =
                new BufferedReader(
                        new InputStreamReader(probe.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> lines =
                    out.lines()
                            .filter(each -> !each.matches("\\[/?STREAM\\]|nb_read_frames=\\d+|"))
                            .toList();
            assertThat(lines).as(file.toString()).isEmpty();
        }
        assertThat(probe.waitFor()).isZero();
    }

    private static List<Box> boxes(int people, boolean share) {
        Layout layout = Layout.of(SMALL, people, share);
        var all = new ArrayList<>(layout.people());
        if (layout.share() != null) {
            all.add(layout.share());
        }
        return all;
    }

    private static void assertColour(Playback film, double ms, int box, int number) {
        int[] seen = film.at(ms).colours().get(box);
        int[] wanted = Subjects.colour(number);
        for (int i = 0; i < 3; i++) {
            assertThat(seen[i])
                    .as("plane %d of box %d at %.0f ms", i, box, ms)
                    .isCloseTo(wanted[i], within(14));
        }
    }

    private void assertFilesAre(Manifest manifest) throws Exception {
        for (Film.File each : manifest.files()) {
            assertThat(folder.resolve("files").resolve(each.name())).hasSize(each.bytes());
            if (each.type().startsWith("video") || each.type().startsWith("audio")) {
                assertPlaysWithoutError(folder.resolve("files").resolve(each.name()));
            }
        }
    }

    private void lessonOfEverything() throws Exception {
        try (var lesson = new TestLesson(folder, 1)) {
            lesson.person(0, "mina", "Mina", Cue.Part.MENTOR);
            var mina = lesson.media.join("mina").clock(3_000_000, 100).network(Network.GOOD);
            lesson.films(camera(mina.stream(Source.CAM, Codec.VP8), Subjects.seconds()));
            lesson.speaks(new Mic(mina.stream(Source.MIC, Codec.OPUS)::frame, 500, _ -> 0.2f));
            lesson.until(4_000);
            lesson.person(4_000, "leo", "Leo", Cue.Part.LEARNER);
            lesson.cues.append(new Cue.Topic(4_100, "Halves"));
            var leo = lesson.media.join("leo").clock(-7_000_000, -100).network(Network.GOOD);
            Camera his = lesson.films(camera(leo.stream(Source.CAM, Codec.VP8), Subjects.plain(3)));
            lesson.speaks(new Mic(leo.stream(Source.MIC, Codec.OPUS)::frame, 1_500, _ -> 0.2f));
            lesson.until(8_000);
            leo.gate(Source.MIC, false, 8_000_000);
            lesson.until(10_000);
            leo.gate(Source.CAM, false, 10_000_000);
            lesson.until(12_000);
            leo.gate(Source.MIC, true, 12_000_000);
            lesson.cues.append(new Cue.Topic(12_000, "Thirds"));
            lesson.until(13_000);
            leo.gate(Source.CAM, true, 13_000_000);
            lesson.until(16_000);
            his.resize(320, 180);
            lesson.until(19_000);
            Camera screen =
                    lesson.films(camera(mina.stream(Source.SCREEN, Codec.VP8), Subjects.plain(2)));
            lesson.until(23_000);
            lesson.stops(screen);
            mina.gate(Source.SCREEN, false, 23_000_000);
            lesson.until(26_000);
            leo.leave(26_000_000);
            lesson.stops(his);
            lesson.until(29_000);
            lesson.end();
        }
    }

    @Test
    void everyPictureAndToneIsWhereItShouldBe() throws Exception {
        lessonOfEverything();

        Manifest manifest = make();

        Path lesson = folder.resolve("files/lesson.webm");
        Playback film = Playback.of(lesson, boxes(2, false));
        Playback shared = Playback.of(lesson, boxes(2, true));
        Playback alone = Playback.of(lesson, boxes(1, false));
        assertThat(film.durationMs).isCloseTo(29_000, within(60.0));
        assertThat(film.looks.getFirst().ms()).isZero();
        for (int second = 1; second < 29; second++) {
            Playback how = second < 4 ? alone : second >= 19 && second < 23 ? shared : film;
            assertColour(how, second * 1_000 + 500, 0, second);
            assertThat(film.tone(second * 1_000 + 500, 500)).isCloseTo(0.2, within(0.04));
            boolean heard = (second >= 4 && second < 8) || (second >= 12 && second < 26);
            assertThat(film.tone(second * 1_000 + 500, 1_500))
                    .as("Leo at %d s", second)
                    .isCloseTo(heard ? 0.2 : 0, within(heard ? 0.04 : 0.002));
        }
        for (int second : List.of(5, 9, 17, 25)) {
            assertColour(film, second * 1_000, 1, 3);
        }
        assertColour(film, 15_500, 1, 3);
        // Cards: the camera off, away.
        for (int ms : List.of(10_500, 12_500, 27_500)) {
            assertThat(film.at(ms).colours().get(1)[0]).isLessThan(90);
        }
        assertColour(shared, 21_000, 1, 3);
        assertColour(shared, 21_000, 2, 2);
        assertFilesAre(manifest);
        assertThat(manifest.chapters())
                .extracting(each -> each.title() + " " + each.atMs())
                .containsExactly(TestLesson.TITLE + " 0", "Halves 4100", "Thirds 12000");
        assertThat(manifest.incomplete()).isNull();
        assertThat(manifest.tracks()).hasSize(5);
    }

    @Test
    void flashAndBeepStayTogether() throws Exception {
        double worst = 0;
        try (var lesson = new TestLesson(folder, 2)) {
            lesson.person(0, "mina", "Mina", Cue.Part.MENTOR);
            var mina = lesson.media.join("mina").clock(9_000_000, 100).network(Network.LOSSY);
            lesson.films(
                    new Camera(
                            mina.stream(Source.CAM, Codec.VP8)::frame,
                            Subjects.flashes(2_000_000),
                            160,
                            90,
                            31_250,
                            1_000_000));
            lesson.speaks(
                    new Mic(
                            mina.stream(Source.MIC, Codec.OPUS)::frame,
                            1_000,
                            us -> Subjects.flash(us, 2_000_000) ? 0.5f : 0));
            lesson.until(30_000);
            lesson.end();
        }

        Manifest manifest = make();

        Playback film = Playback.of(folder.resolve("files/lesson.webm"), boxes(1, false));
        Playback mic = null;
        Playback cam = null;
        double micMs = 0;
        double camMs = 0;
        for (Manifest.Track each : manifest.tracks()) {
            Playback played = Playback.of(folder.resolve("files").resolve(each.file()), List.of());
            if (each.source() == Source.MIC) {
                mic = played;
                micMs = each.startMs();
            } else {
                cam = played;
                camMs = each.startMs();
            }
        }
        assertThat(mic).isNotNull();
        assertThat(cam).isNotNull();
        double worstInTracks = 0;
        int seen = 0;
        for (int ms = 2_000; ms < 30_000; ms += 2_000) {
            double bright = film.brightAfter(ms - 500, 0, 130);
            double loud = film.loudAfter(ms - 500, 0.1);
            double brightInTrack = cam.brightAfter(ms - 500 - camMs, 0, 130) + camMs;
            double loudInTrack = mic.loudAfter(ms - 500 - micMs, 0.1) + micMs;
            // A flash whose pictures were lost is seen late, or not at all.
            if (brightInTrack - ms < 100 && loudInTrack - ms < 100) {
                seen++;
                worst = Math.max(worst, Math.abs(bright - loud));
                worstInTracks = Math.max(worstInTracks, Math.abs(brightInTrack - loudInTrack));
            }
            assertThat(loud).isCloseTo(ms, within(100.0));
        }
        System.out.printf("figure: flash and beep in the film: %.0f ms (at most 40 ms)%n", worst);
        System.out.printf(
                "figure: flash and beep in the tracks: %.0f ms (at most 40 ms)%n", worstInTracks);
        assertThat(seen).isGreaterThan(8);
        assertThat(worst).isLessThanOrEqualTo(40);
        assertThat(worstInTracks).isLessThanOrEqualTo(40);
    }
}
