package live.lyceum.recorder.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import live.lyceum.recorder.testkit.Told;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Programs that hold their pipes, or leave them to what they started, keep nothing of ours.
class LeftBehindTest {
    private static final SpeechRecognizer.Hints HINTS =
            new SpeechRecognizer.Hints(List.of(), List.of());
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(200);

    /// More than pipes hold, and less than may wait.
    private static final int MUCH_MS = 20_000;

    @TempDir Path folder;

    private final Told told = new Told();
    private CommandRecognizer recognizer = recognizer(Path.of("none"), LONG, LONG);

    @BeforeEach
    void nothingRuns() {
        await().until(() -> threads().isEmpty());
    }

    @AfterEach
    void close() throws IOException {
        recognizer.close();
        if (Files.exists(pids())) {
            for (String each : Files.readAllLines(pids())) {
                ProcessHandle.of(Long.parseLong(each)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private Path pids() {
        return folder.resolve("pids");
    }

    private static CommandRecognizer recognizer(Path file, Duration taking, Duration afterEnd) {
        return new CommandRecognizer(
                Scripts.program(4, file), new Run.Bounds(960_000, taking, afterEnd));
    }

    /// @param lines which write the ids of what they leave to `$PIDS`
    private SpeechRecognizer.Connection open(String lines, Duration taking, Duration afterEnd)
            throws IOException {
        Path file = new Scripts(folder).file("PIDS='%s'\n%s".formatted(pids(), lines));
        recognizer = recognizer(file, taking, afterEnd);
        return recognizer.open(HINTS, told);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(each -> each.startsWith("command"))
                .toList();
    }

    private void assertNothingOfOursIsKept() {
        await().until(() -> recognizer.processes() == 0);
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    private ProcessHandle left() throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(pids()).strip())).orElseThrow();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    its input  | sleep 1000 <&0 >/dev/null &
                    its output | sleep 1000 &
                    both       | sleep 1000 <&0 &
                    """)
    void whatAProgramLeavesKeepsNothingByHolding(String held, String child) throws Exception {
        SpeechRecognizer.Connection connection =
                open("%s\necho $! >$PIDS\necho yes".formatted(child), LONG, LONG);

        connection.begin();
        connection.audio(new short[MUCH_MS * 16]);
        connection.end();

        told.expect("result null yes");
        assertNothingOfOursIsKept();
        assertThat(left().isAlive()).as(held).isTrue();
    }

    @Test
    void whatHasNoParentAnyMoreKeepsNothingWhenTheProgramIsKilled() throws Exception {
        SpeechRecognizer.Connection connection =
                open("(sleep 1000 <&0 & echo $! >$PIDS)\nexec sleep 1000", LONG, SHORT);

        connection.begin();
        connection.audio(new short[MUCH_MS * 16]);
        await().until(() -> Files.exists(pids()) && Files.readString(pids()).endsWith("\n"));
        connection.end();

        told.expect("closed BROKEN");
        assertNothingOfOursIsKept();
        assertThat(left().isAlive()).isTrue();
    }

    @Test
    void whatIsLeftAndWritesWithoutEndIsHeardNoMore() throws Exception {
        SpeechRecognizer.Connection connection = open("yes &\necho $! >$PIDS", LONG, LONG);

        connection.begin();

        told.expect("closed BROKEN");
        assertNothingOfOursIsKept();
    }

    @Test
    void whoTakesNoAudioForTooLongIsKilledThoughNobodyEndsIt() throws Exception {
        SpeechRecognizer.Connection connection =
                open("sleep 1000 <&0 & echo $! >$PIDS; wait", SHORT, LONG);

        connection.begin();
        await().until(() -> Files.exists(pids()) && Files.readString(pids()).endsWith("\n"));
        ProcessHandle child = left();
        connection.audio(new short[MUCH_MS * 16]);

        told.expect("closed BROKEN");
        assertNothingOfOursIsKept();
        await().until(() -> !child.isAlive());
    }

    @Test
    void whoTakesAudioNowAndThenIsNotLate() throws Exception {
        SpeechRecognizer.Connection connection = open("echo $(wc -c)", SHORT, LONG);

        connection.begin();
        connection.audio(new short[1_600]);
        await().during(SHORT.multipliedBy(2)).until(() -> told.all().equals(List.of("ready")));
        connection.audio(new short[1_600]);
        connection.end();

        told.expect("result null 6400");
    }

    @Test
    void nobodyReadsItsErrors() throws Exception {
        SpeechRecognizer.Connection connection = open("readlink /proc/$$/fd/2", LONG, LONG);

        connection.begin();
        connection.end();

        told.expect("result null /dev/null");
    }
}
