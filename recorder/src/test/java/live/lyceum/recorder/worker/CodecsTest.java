package live.lyceum.recorder.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.film.Layout;
import live.lyceum.recorder.film.Manifest;
import live.lyceum.recorder.film.ManifestCodec;
import live.lyceum.recorder.mux.Native;
import live.lyceum.recorder.stock.Playback;
import live.lyceum.recorder.stock.Reel;
import live.lyceum.recorder.testkit.VirtualStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every codec a room may use ends in a track and in the film.
class CodecsTest {
    private static final int ROUNDS = 4;

    @TempDir Path folder;

    @BeforeAll
    static void load() {
        Native.load();
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"H264", "VP9", "AV1"})
    void picturesOfEveryCodecAreSeen(Codec codec) throws Exception {
        List<byte[]> reel = Reel.of(codec, "0x2060c0");
        try (var lesson = new TestLesson(folder, 7)) {
            lesson.person(0, "mina", "Mina", Cue.Part.MENTOR);
            VirtualStream cam = lesson.media.join("mina").stream(Source.CAM, codec);
            for (int i = 0; i < ROUNDS * reel.size(); i++) {
                int number = i % reel.size();
                cam.frame(40_000L * i, reel.get(number), number == 0);
                lesson.media.runTo(40_000L * i);
            }
            lesson.until(ROUNDS * 1_000 + 200);
            lesson.end();
        }

        try (var worker = new WorkerProcess(folder, FilmTest.SMALL)) {
            assertThat(worker.end()).as(worker.errors()).isZero();
        }

        Manifest manifest =
                ManifestCodec.read(Files.readString(folder.resolve("files/manifest.json")));
        assertThat(manifest.tracks()).hasSize(1);
        String name = manifest.tracks().getFirst().file();
        assertThat(name).endsWith(codec == Codec.H264 ? ".mp4" : ".webm");
        Path file = folder.resolve("files").resolve(name);
        FilmTest.assertPlaysWithoutError(file);
        int[] filmed =
                Playback.of(
                                folder.resolve("files/lesson.webm"),
                                Layout.of(FilmTest.SMALL, 1, false).people())
                        .at(2_000)
                        .colours()
                        .getFirst();
        // 0x2060c0 by BT.601.
        assertThat(filmed[0]).isCloseTo(92, within(8));
        assertThat(filmed[1]).isCloseTo(180, within(8));
        assertThat(filmed[2]).isCloseTo(92, within(10));
        if (codec != Codec.AV1) {
            Playback track = Playback.of(file, List.of());
            assertThat(track.looks).hasSizeGreaterThanOrEqualTo(ROUNDS * reel.size() - 2);
            assertThat(track.durationMs).isCloseTo(ROUNDS * 1_000, within(80.0));
        }
    }
}
