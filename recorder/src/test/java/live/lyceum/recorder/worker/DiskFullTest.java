package live.lyceum.recorder.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.film.Manifest;
import live.lyceum.recorder.film.ManifestCodec;
import live.lyceum.recorder.mux.Native;
import live.lyceum.recorder.stock.Camera;
import live.lyceum.recorder.stock.Mic;
import live.lyceum.recorder.stock.Playback;
import live.lyceum.recorder.stock.Subjects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a recording when the disk is full. `/dev/full` stands for the disk (full(4)).
class DiskFullTest {
    private static final FilmFormat FORMAT = new FilmFormat(160, 90, 40, 2_000, 100_000);
    private static final long A_DAY_MS = 86_400_000;

    @TempDir Path folder;

    @BeforeAll
    static void load() {
        Native.load();
    }

    private void lesson(long endMs) throws Exception {
        try (var lesson = new TestLesson(folder, 6)) {
            lesson.person(0, "mina", "Mina", Cue.Part.MENTOR);
            var mina = lesson.media.join("mina");
            lesson.films(
                    new Camera(
                            mina.stream(Source.CAM, Codec.VP8)::frame,
                            Subjects.seconds(),
                            160,
                            90,
                            100_000,
                            2_000_000));
            lesson.speaks(new Mic(mina.stream(Source.MIC, Codec.OPUS)::frame, 700, _ -> 0.2f));
            lesson.until(6_000);
            lesson.endAt(endMs);
        }
    }

    /// The next segment meets a full disk.
    private void fill() throws IOException {
        Path segments = Files.createDirectories(folder.resolve("work/segments"));
        Files.writeString(segments.resolve("format"), FORMAT.toString());
        Files.createSymbolicLink(segments.resolve("segment.part"), Path.of("/dev/full"));
    }

    private int run(FilmFormat format) throws Exception {
        try (var worker = new WorkerProcess(folder, format)) {
            return worker.end();
        }
    }

    private Manifest manifest() throws IOException {
        return ManifestCodec.read(Files.readString(folder.resolve("files/manifest.json")));
    }

    private List<String> names(String of, String ending) throws IOException {
        try (var all = Files.list(folder.resolve(of))) {
            return all.map(each -> each.getFileName().toString())
                    .filter(each -> each.endsWith(ending))
                    .toList();
        }
    }

    @Test
    void afterTheDiskWasFullEverythingIsMadeIfThereIsRoomAgain() throws Exception {
        lesson(6_000);
        fill();

        assertThat(run(FORMAT)).isEqualTo(28);
        assertThat(names("work/segments", "")).isEmpty();
        assertThat(names("files", ".part")).isEmpty();
        assertThat(names(".", ".journal")).hasSize(2);

        assertThat(run(FORMAT)).isZero();
        assertThat(manifest().state()).isEqualTo(Manifest.State.READY);
        assertThat(manifest().incomplete()).isNull();
        assertThat(names("files", "lesson.webm")).hasSize(1);
    }

    @Test
    void withoutRoomForTheFilmJournalsBecomeTracksOneByOne() throws Exception {
        lesson(A_DAY_MS);
        fill();
        assertThat(run(FORMAT)).isEqualTo(28);

        // A day at this bit rate is more than any disk has.
        assertThat(run(new FilmFormat(160, 90, 40, 2_000, Integer.MAX_VALUE))).isZero();

        assertThat(manifest().state()).isEqualTo(Manifest.State.READY);
        assertThat(manifest().incomplete()).isEqualTo(Film.Lack.DISK_FULL);
        assertThat(names(".", ".journal")).isEmpty();
        assertThat(manifest().tracks()).hasSize(2);
        assertThat(manifest().files()).allMatch(each -> each.kind() == Film.Kind.TRACK).hasSize(2);
        for (Manifest.Track each : manifest().tracks()) {
            Path file = folder.resolve("files").resolve(each.file());
            assertThat(Playback.of(file, List.of()).durationMs).isGreaterThan(5_500);
            FilmTest.assertPlaysWithoutError(file);
        }
    }
}
