package live.lyceum.recorder.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.mux.Native;
import live.lyceum.recorder.stock.Mic;
import live.lyceum.recorder.stock.Playback;
import live.lyceum.recorder.testkit.Network;
import live.lyceum.recorder.testkit.VirtualStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said in the first packets of a recording is in its film as what is said later: at its
/// time, whole, and as loud. Neither decoder nor encoder of Opus takes a ramp: of the first word
/// each 10 ms are as loud as those of the second one.
class FirstWordTest {
    private static final long WORD_US = 300_000;
    private static final long EVERY_US = 2_000_000;
    private static final long STEP_US = 100_000;
    private static final int LESSON_MS = 5_000;
    private static final int HZ = 600;
    private static final float LOUD = 0.3f;

    /// What a packet holds is sent when all of it was said; what the network takes comes on top.
    private static final double LATER_MS = 20 + Network.PERFECT.delayUs() / 1e3;

    private static final int PART_MS = 10;

    @TempDir Path folder;

    @BeforeAll
    static void load() {
        Native.load();
    }

    /// Says a word every 2 s, and is recorded from `recordedUs` of its time on.
    private Playback film(long recordedUs, long heldBackUs) throws Exception {
        try (var lesson = new TestLesson(folder, 9)) {
            lesson.person(0, "mina", "Mina", Cue.Part.MENTOR);
            var mina = lesson.media.join("mina").network(Network.PERFECT);
            mina.stall(heldBackUs);
            VirtualStream stream = mina.stream(Source.MIC, Codec.OPUS);
            try (var mic =
                    new Mic(
                            (atUs, data, key) -> {
                                if (atUs >= recordedUs) {
                                    stream.frame(atUs - recordedUs, data, key);
                                }
                            },
                            HZ,
                            us -> us % EVERY_US < WORD_US ? LOUD : 0)) {
                for (long us = 0; us < recordedUs + LESSON_MS * 1_000; us += STEP_US) {
                    mic.speak(us, us + STEP_US);
                    lesson.media.runTo(Math.max(0, us + STEP_US - recordedUs));
                }
            }
            lesson.endAt(LESSON_MS);
        }
        try (var worker = new WorkerProcess(folder, FilmTest.SMALL)) {
            assertThat(worker.end()).as(worker.errors()).isZero();
        }
        return Playback.of(folder.resolve("files/lesson.webm"), List.of());
    }

    private static double loudness(Playback film, double ms) {
        int from = (int) Math.round(ms * 48);
        double sum = 0;
        for (int i = from; i < from + PART_MS * 48; i++) {
            sum += film.sound[i] / 32_768.0 * film.sound[i] / 32_768.0;
        }
        return Math.sqrt(2 * sum / (PART_MS * 48));
    }

    private static void assertAsLater(Playback film, double saidMs) {
        double beginMs = saidMs + LATER_MS;
        double laterMs = beginMs + EVERY_US / 1e3;
        assertThat(film.loudAfter(0, LOUD / 3)).isCloseTo(beginMs, within(5.0));
        assertThat(film.loudAfter(laterMs - 500, LOUD / 3)).isCloseTo(laterMs, within(5.0));
        for (int ms = 0; ms < WORD_US / 1_000; ms += PART_MS) {
            double first = loudness(film, beginMs + ms);
            assertThat(first).as("%d ms of it", ms).isGreaterThan(LOUD / 2);
            assertThat(first)
                    .as("%d ms of it", ms)
                    .isCloseTo(loudness(film, laterMs + ms), within(0.02));
        }
    }

    @Test
    void aWordInTheVeryFirstPackets() throws Exception {
        assertAsLater(film(0, 0), 0);
    }

    /// The decoder begins in the middle of a stream, 40 ms before the word.
    @Test
    void aWordOfAMicrophoneThatWasThereBefore() throws Exception {
        assertAsLater(film(EVERY_US - 40_000, 0), 40);
    }

    /// A connection that is just made lets the first packets through all at once.
    @Test
    void aWordWhosePacketsCameLateAndAtOnce() throws Exception {
        assertAsLater(film(0, 200_000), 0);
    }
}
