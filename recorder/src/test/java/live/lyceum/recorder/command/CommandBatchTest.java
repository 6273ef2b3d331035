package live.lyceum.recorder.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandBatchTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final SpeechRecognizer.Hints HINTS =
            new SpeechRecognizer.Hints(List.of("de"), List.of());

    @TempDir Path folder;

    private CommandBatch batch = new CommandBatch(Scripts.program(1, Path.of("none")), LONG);

    @AfterEach
    void close() {
        batch.close();
    }

    private CompletionStage<List<BatchRecognizer.Segment>> recognize(
            int ms, Duration within, int atOnce, String lines) throws IOException {
        batch = new CommandBatch(new Scripts(folder).program(atOnce, lines), within);
        return again(ms);
    }

    private CompletionStage<List<BatchRecognizer.Segment>> again(int ms) {
        return batch.recognize(new BatchRecognizer.Audio(new short[ms * 16]), HINTS);
    }

    @Test
    void linesWithTimesAreSegmentsInTheirOrder() throws Exception {
        var segments =
                recognize(
                        3_000,
                        LONG,
                        1,
                        """
                        cat >/dev/null
                        echo '{"text":"two","startMs":1500,"endMs":2000,"language":"de-AT"}'
                        echo '{"text":"not yet","final":false,"startMs":0,"endMs":10}'
                        echo '{"text":"one","startMs":100,"endMs":900.5}'
                        echo '{"text":"outside","startMs":-5,"endMs":999999999999}'
                        echo '{"text":"turned","startMs":2500,"endMs":100}'
                        """);

        assertThat(segments.toCompletableFuture().get())
                .containsExactly(
                        new BatchRecognizer.Segment(0, 3_000, "outside", null),
                        new BatchRecognizer.Segment(100, 900, "one", null),
                        new BatchRecognizer.Segment(1_500, 2_000, "two", "de-AT"),
                        new BatchRecognizer.Segment(2_500, 2_500, "turned", null));
    }

    @Test
    void textAloneIsOfTheWholePieceAndSilenceIsNothing() throws Exception {
        var all = recognize(120_000, LONG, 1, "echo $(wc -c) $LYCEUM_LANGUAGES");
        assertThat(all.toCompletableFuture().get())
                .containsExactly(new BatchRecognizer.Segment(0, 120_000, "3840000 de", null));

        var nothing = recognize(100, LONG, 1, "cat >/dev/null; echo");
        assertThat(nothing.toCompletableFuture().get()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    it ended with 3                   | 20000 | cat >/dev/null; echo half; exit 3
                    it is not done 100 ms after the audio's end | 100 | exec sleep 1000
                    a line is longer than 16000 bytes | 20000 | head -c 20000 /dev/zero
                    there are more than 2000 lines    | 20000 | seq 3000
                    too much text                     | 20000 | for i in {1..11}; do printf %010000d 0; echo; done
                    """)
    void saysWhyNothingWasRecognised(String why, int withinMs, String lines) throws Exception {
        var failed = recognize(3_000, Duration.ofMillis(withinMs), 1, lines);

        assertBroken(failed, SpeechRecognizer.End.BROKEN, why);
    }

    @Test
    void beyondTheLimitItIsBusy() throws Exception {
        var first = recognize(100, LONG, 1, "exec sleep 1000");

        assertBroken(again(100), SpeechRecognizer.End.BUSY, "2 programs run");
        batch.close();
        assertBroken(first, SpeechRecognizer.End.BROKEN, "closed");
    }

    @Test
    void whoAsksAgainAtOnceHasThePlaceOfTheLast() throws Exception {
        var second = recognize(100, LONG, 1, "echo $(wc -c)").thenCompose(_ -> again(200));

        assertThat(second.toCompletableFuture().get())
                .containsExactly(new BatchRecognizer.Segment(0, 200, "6400", null));
    }

    private static void assertBroken(
            CompletionStage<?> failed, SpeechRecognizer.End why, String told) {
        assertThatThrownBy(() -> failed.toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        BatchRecognizer.NotRecognized.class,
                        error -> assertThat(error.why()).isEqualTo(why))
                .hasMessage(told);
    }
}
