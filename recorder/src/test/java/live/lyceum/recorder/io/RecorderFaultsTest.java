package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.FilmCodec;
import live.lyceum.recorder.stock.Camera;
import live.lyceum.recorder.stock.Mic;
import live.lyceum.recorder.stock.Playback;
import live.lyceum.recorder.stock.Subjects;
import live.lyceum.recorder.testkit.VirtualLesson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers and workers that are killed, and disks that are full, at random moments: what was
/// recorded until a second before is in the film, and every file plays.
class RecorderFaultsTest {
    private static final boolean PROVE = "1".equals(System.getenv("LYCEUM_PROVE"));

    /// Of each of the three faults.
    private static final int ROUNDS = PROVE ? 17 : 2;

    private static final long STOCK_US = 40_000_000;
    private static final long STEP_US = 20_000;
    private static final double TONE_HZ = 600;
    private static final long MAX_LOST_MS = 1_000;

    /// What is sent needs a moment to arrive, and a process that has just started to be quick; on a
    /// machine that others use too, more of it.
    private static final long EDGE_MS = PROVE ? 200 : 600;

    private static final long STEP_MS = 40;
    private static final String MEGABYTES = "20";

    @TempDir static Path stock;
    @TempDir Path folder;

    private final List<Fed> running = new ArrayList<>();

    @BeforeAll
    static void film() {
        try (var lesson = new VirtualLesson(stock, 1)) {
            var ann = lesson.join("ann");
            try (var camera =
                            new Camera(
                                    ann.stream(Source.CAM, Codec.VP8)::frame,
                                    Subjects.seconds(),
                                    640,
                                    360,
                                    50_000,
                                    1_000_000);
                    var mic =
                            new Mic(
                                    ann.stream(Source.MIC, Codec.OPUS)::frame,
                                    TONE_HZ,
                                    us -> 0.5f)) {
                for (long us = 0; us < STOCK_US; us += STEP_US) {
                    camera.film(us, us + STEP_US);
                    mic.speak(us, us + STEP_US);
                    lesson.runTo(us + STEP_US);
                }
            }
        }
    }

    /// A [Feeder].
    private final class Fed {
        private final Process process;
        private final BufferedReader told;

        private Fed(List<String> inside, Path root, long startedAtMs, long minFreeBytes)
                throws IOException {
            var command = new ArrayList<>(inside);
            String own = System.getProperty("java.class.path");
            command.addAll(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx200m",
                            "-cp",
                            System.getProperty("surefire.test.class.path", own),
                            Feeder.class.getName(),
                            root.toString(),
                            stock.toString(),
                            Long.toString(startedAtMs),
                            Long.toString(minFreeBytes)));
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            told = process.inputReader(StandardCharsets.UTF_8);
            running.add(this);
        }

        private String awaits(String wanted) throws IOException {
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                if (line.startsWith(wanted)) {
                    return line;
                }
                assertThat(line).as("instead of " + wanted).doesNotStartWith("failed");
            }
            throw new IOException("it ended instead of saying " + wanted);
        }

        private void say(String line) throws IOException {
            process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
        }

        private void kill() throws InterruptedException {
            process.toHandle().destroyForcibly();
            process.waitFor();
        }

        /// The workers that it started.
        private List<ProcessHandle> workers() {
            return process.toHandle().descendants().toList();
        }
    }

    private Fed start(Path root, long startedAtMs) throws IOException {
        return new Fed(List.of(), root, startedAtMs, 0);
    }

    @AfterEach
    void killAll() throws InterruptedException {
        for (Fed each : running) {
            each.workers().forEach(ProcessHandle::destroyForcibly);
            each.kill();
        }
    }

    /// Lets it go on until a moment that nothing was waiting for.
    private static void goOn(long ms) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(ms);
    }

    private static Path made(Path root) {
        return root.resolve("ses_fed").resolve("rec_fed_1").resolve("files");
    }

    /// The film, after every file of it has been played to its end.
    private static Playback played(Path files) throws IOException {
        Film film = FilmCodec.read(Files.readString(files.resolve("manifest.json")));
        Playback lesson = null;
        for (Film.File each : film.files()) {
            if (each.kind() == Film.Kind.TRACK) {
                Playback track = Playback.of(files.resolve(each.name()), List.of());
                assertThat(track.looks.size() + track.samples).as(each.name()).isPositive();
            } else if (each.kind() == Film.Kind.LESSON) {
                lesson = Playback.of(files.resolve(each.name()), List.of());
            }
        }
        assertThat(film.tracks()).isNotEmpty();
        return lesson == null ? sound(files, film) : lesson;
    }

    /// Where there was no room for a film: the track of the sound, on the recording's clock.
    private static Playback sound(Path files, Film film) throws IOException {
        Film.Track mic =
                film.tracks().stream()
                        .filter(each -> each.source().equals("mic"))
                        .findFirst()
                        .orElseThrow();
        return Playback.of(files.resolve(mic.file()), List.of());
    }

    private static boolean speaks(Playback film, long ms) {
        return film.tone((double) ms, TONE_HZ) > 0.1;
    }

    /// How long before `toMs` the tone was heard last.
    private static long lostBefore(Playback film, long toMs) {
        long at = toMs;
        while (at > 0 && !speaks(film, at)) {
            at -= 20;
        }
        return toMs - at;
    }

    /// When nothing was heard between two moments, in steps of 40 ms.
    private static List<Long> silences(Playback film, long fromMs, long toMs) {
        return LongStream.iterate(fromMs, at -> at < toMs, at -> at + STEP_MS)
                .filter(at -> !speaks(film, at))
                .boxed()
                .toList();
    }

    private static void assertSpeaks(Playback film, long fromMs, long toMs) {
        assertThat(silences(film, fromMs, toMs))
                .as("when nothing was heard from %d to %d ms", fromMs, toMs)
                .isEmpty();
    }

    private static void figure(String what, long ms) {
        System.out.printf("figure: %s: %d ms (at most %d ms)%n", what, ms, MAX_LOST_MS);
    }

    @Test
    void aServerThatIsKilledGoesOn() throws Exception {
        long worst = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var random = new Random(round);
            Path root = folder.resolve("server" + round);
            long startedAtMs = System.currentTimeMillis();
            Fed first = start(root, startedAtMs);
            var _ = first.awaits("recording");
            long beganMs = System.currentTimeMillis() - startedAtMs;
            goOn(random.nextLong(2_500, 5_000));
            long killedMs = System.currentTimeMillis() - startedAtMs;
            first.kill();

            Fed second = start(root, startedAtMs);
            var _ = second.awaits("recording");
            long resumedMs = System.currentTimeMillis() - startedAtMs;
            goOn(random.nextLong(2_500, 4_000));
            long stoppedMs = System.currentTimeMillis() - startedAtMs;
            second.say("stop");
            var _ = second.awaits("ready");

            Playback film = played(made(root));
            long lostMs = lostBefore(film, killedMs);
            worst = Math.max(worst, lostMs);
            assertThat(lostMs).isLessThanOrEqualTo(MAX_LOST_MS);
            assertSpeaks(film, beganMs + EDGE_MS, killedMs - lostMs - 40);
            assertSpeaks(film, resumedMs + EDGE_MS, stoppedMs - EDGE_MS);
            second.kill();
        }
        figure(
                "recorded sound lost at a kill -9 of the server, worst of %d".formatted(ROUNDS),
                worst);
    }

    @Test
    void aWorkerThatIsKilledLosesNothing() throws Exception {
        int killed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var random = new Random(100 + round);
            Path root = folder.resolve("worker" + round);
            long startedAtMs = System.currentTimeMillis();
            Fed server = start(root, startedAtMs);
            var _ = server.awaits("recording");
            long beganMs = System.currentTimeMillis() - startedAtMs;
            for (int i = 0; i < 3; i++) {
                goOn(random.nextLong(500, 2_500));
                List<ProcessHandle> workers = server.workers();
                killed += workers.size();
                workers.forEach(ProcessHandle::destroyForcibly);
            }
            long stoppedMs = System.currentTimeMillis() - startedAtMs;
            server.say("stop");
            goOn(random.nextLong(0, 1_000));
            killed += server.workers().size();
            server.workers().forEach(ProcessHandle::destroyForcibly);
            var _ = server.awaits("ready");

            assertSpeaks(played(made(root)), beganMs + EDGE_MS, stoppedMs - EDGE_MS);
            server.kill();
        }
        assertThat(killed).isGreaterThanOrEqualTo(ROUNDS);
    }

    /// A disk that recordings fill up by themselves, or that somebody else fills at once.
    @Test
    void aFullDiskStopsARecordingAndItsFilesPlay() throws Exception {
        long worst = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var random = new Random(200 + round);
            Path root = Files.createDirectories(folder.resolve("disk" + round));
            long startedAtMs = System.currentTimeMillis();
            Fed server =
                    new Fed(
                            List.of(
                                    "unshare",
                                    "--mount",
                                    "sh",
                                    "-c",
                                    "mount -t tmpfs -o size=%sm none \"$0\" && exec \"$@\""
                                            .formatted(MEGABYTES),
                                    root.toString()),
                            root,
                            startedAtMs,
                            4 * 1024 * 1024);
            var _ = server.awaits("recording");
            long beganMs = System.currentTimeMillis() - startedAtMs;
            Path inside =
                    Path.of("/proc", Long.toString(server.process.pid()), "root")
                            .resolve(root.toString().substring(1));
            goOn(random.nextLong(3_000, 6_000));
            boolean suddenly = round % 2 == 0;
            long fullMs = System.currentTimeMillis() - startedAtMs;
            fill(inside.resolve("others"), suddenly ? 0 : 3 * 1024 * 1024);
            assertThat(server.awaits("broke")).isEqualTo("broke DISK_FULL");
            server.say("stop");
            if (suddenly) {
                // What fills the disk is not ours; an operator makes room.
                goOn(1_000);
                Files.delete(inside.resolve("others"));
            }
            var _ = server.awaits("ready");

            Playback film = played(made(inside));
            long lostMs = lostBefore(film, fullMs);
            worst = Math.max(worst, lostMs);
            assertThat(lostMs).isLessThanOrEqualTo(MAX_LOST_MS);
            assertSpeaks(film, beganMs + EDGE_MS, fullMs - lostMs - 40);
            server.kill();
        }
        figure("recorded sound lost when the disk is full, worst of %d".formatted(ROUNDS), worst);
    }

    /// Writes a file until only so much is free.
    private static void fill(Path file, long free) throws IOException {
        long bytes = Files.getFileStore(file.getParent()).getUsableSpace() - free;
        byte[] part = new byte[4_096];
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long written = 0; written < bytes; written += part.length) {
                out.write(java.nio.ByteBuffer.wrap(part));
            }
        } catch (IOException full) {
            // Somebody else took the rest: it is full as well.
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
