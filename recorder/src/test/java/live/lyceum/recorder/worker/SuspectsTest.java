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
import live.lyceum.recorder.film.Manifest;
import live.lyceum.recorder.film.ManifestCodec;
import live.lyceum.recorder.mux.Native;
import live.lyceum.recorder.stock.Reel;
import live.lyceum.recorder.testkit.VirtualStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspectsTest {
    @TempDir Path folder;

    @BeforeAll
    static void load() {
        Native.load();
    }

    private static Suspects afterDyingOf(Path work, int track, long atUs) throws IOException {
        new Suspects(work).decoding(track, atUs);
        return new Suspects(work);
    }

    @Test
    void aFrameThatEndsWorkersBlindsItsTrack() throws IOException {
        assertThat(afterDyingOf(folder, 7, 40_000).any()).isFalse();
        assertThat(afterDyingOf(folder, 7, 40_000).any()).isFalse();
        Suspects third = afterDyingOf(folder, 7, 40_000);

        assertThat(third.blind(7)).isTrue();
        assertThat(third.blind(8)).isFalse();
    }

    @Test
    void workersThatEndAnywhereBlindNobody() throws IOException {
        for (int i = 0; i < 50; i++) {
            assertThat(afterDyingOf(folder, 7, 40_000L * i).any()).isFalse();
        }
    }

    @Test
    void whatWasDecodedIsNotSuspected() throws IOException {
        for (int i = 0; i < 5; i++) {
            var suspects = new Suspects(folder);
            suspects.decoding(7, 40_000);
            suspects.decoded();
            assertThat(suspects.any()).isFalse();
        }
    }

    @Test
    void whoSendsManyOfThemIsNotWaitedFor() throws IOException {
        for (int i = 0; i < 3; i++) {
            afterDyingOf(folder, 7, 40_000);
        }
        for (int i = 0; i < 2; i++) {
            assertThat(afterDyingOf(folder, 9, 40_000).blind(1)).isFalse();
        }
        assertThat(afterDyingOf(folder, 9, 40_000).blind(1)).isTrue();
    }

    @Test
    void aTrackThatEndsWorkersIsKeptAndTheOthersAreSeen() throws Exception {
        List<byte[]> reel = Reel.of(Codec.VP9, "0x2060c0");
        try (var lesson = new TestLesson(folder, 7)) {
            lesson.person(0, "mina", "Mina", Cue.Part.MENTOR);
            VirtualStream cam = lesson.media.join("mina").stream(Source.CAM, Codec.VP9);
            for (int i = 0; i < reel.size(); i++) {
                cam.frame(40_000L * i, reel.get(i), i == 0);
                lesson.media.runTo(40_000L * i);
            }
            lesson.until(1_200);
            lesson.end();
        }
        Path work = Files.createDirectory(folder.resolve("work"));
        for (int i = 0; i < 3; i++) {
            afterDyingOf(work, 1, 40_000);
        }

        try (var worker = new WorkerProcess(folder, FilmTest.SMALL)) {
            assertThat(worker.end()).as(worker.errors()).isZero();
        }
        Manifest manifest =
                ManifestCodec.read(Files.readString(folder.resolve("files/manifest.json")));
        assertThat(manifest.incomplete()).isEqualTo(Film.Lack.DAMAGED);
        assertThat(manifest.tracks()).hasSize(1);
        assertThat(folder.resolve("files/lesson.webm")).exists();
        FilmTest.assertPlaysWithoutError(
                folder.resolve("files").resolve(manifest.tracks().getFirst().file()));
    }
}
