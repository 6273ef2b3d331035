package live.lyceum.recorder.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import live.lyceum.config.TranscriptionSettings;
import live.lyceum.recorder.testkit.Told;
import live.lyceum.recorder.testkit.Transcribing;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandRecognizerTest {
    private static final SpeechRecognizer.Hints HINTS =
            new SpeechRecognizer.Hints(List.of(), List.of("Mina Park", "trees"));
    private static final Run.Bounds BOUNDS =
            new Run.Bounds(960_000, Duration.ofSeconds(20), Duration.ofSeconds(20));
    private static final Run.Bounds HASTY =
            new Run.Bounds(64_000, Duration.ofSeconds(20), Duration.ofMillis(200));

    /// Says how much it heard once the audio is over.
    private static final String COUNTS = "bytes=$(wc -c)\n";

    @TempDir Path folder;

    private final Told told = new Told();

    private CommandRecognizer recognizer =
            new CommandRecognizer(Scripts.program(1, Path.of("none")), BOUNDS);

    @AfterEach
    void close() {
        recognizer.close();
    }

    private SpeechRecognizer.Connection open(Run.Bounds bounds, int atOnce, String lines)
            throws IOException {
        recognizer = new CommandRecognizer(new Scripts(folder).program(atOnce, lines), bounds);
        return recognizer.open(HINTS, told);
    }

    private SpeechRecognizer.Connection open(String lines) throws IOException {
        return open(BOUNDS, 4, lines);
    }

    private static void say(SpeechRecognizer.Connection connection, int ms) {
        connection.begin();
        connection.audio(new short[ms * 16]);
        connection.end();
    }

    @Test
    void whatItSaysOfAllTheAudioIsTheResult() throws Exception {
        SpeechRecognizer.Connection connection = open(COUNTS + "echo heard $bytes");

        say(connection, 1_000);

        told.expect("result null heard 32000");
        assertThat(told.all())
                .containsExactly("ready", "interim heard 32000", "result null heard 32000");
    }

    @Test
    void itHearsTheSamplesInOrderLittleEndFirst() throws Exception {
        SpeechRecognizer.Connection connection = open("od -An -tx1 -v");

        connection.begin();
        connection.audio(new short[] {1, 2});
        connection.audio(new short[] {-2, 0x1234});
        connection.end();

        told.expect("result null 01 00 02 00 fe ff 34 12");
    }

    @Test
    void linesOfJsonMayBeInterimAndHaveALanguage() throws Exception {
        SpeechRecognizer.Connection connection =
                open(
                        """
                        head -c 3200 >/dev/null
                        echo '{"text":"good","final":false}'
                        echo '{"text":"good morning","final":false,"language":"en"}'
                        echo '{"text":"Good morning.","language":"en-GB"}'
                        echo
                        echo '{"note":"no text"}'
                        echo '{"text":"how","final":false}'
                        cat >/dev/null
                        echo '{"text":"How are you?","final":true}'
                        """);

        connection.begin();
        connection.audio(new short[1_600]);
        told.expect("interim Good morning. how");
        connection.end();

        told.expect("result en-GB Good morning. How are you?");
        assertThat(told.all())
                .containsExactly(
                        "ready",
                        "interim good",
                        "interim good morning",
                        "interim Good morning.",
                        "interim Good morning. how",
                        "interim Good morning. How are you?",
                        "result en-GB Good morning. How are you?");
    }

    @Test
    void whatHasNoWordsIsAnEmptyResult() throws Exception {
        say(open("cat >/dev/null"), 100);

        told.expect("result null ");
    }

    @Test
    void aProgramThatIsDoneBeforeTheEndIsWaitedForUntilThen() throws Exception {
        SpeechRecognizer.Connection connection = open("echo enough");

        connection.begin();
        told.expect("interim enough");
        await().until(() -> recognizer.processes() == 0);
        for (int i = 0; i < 100; i++) {
            connection.audio(new short[16_000]);
        }
        assertThat(told.withoutInterims()).containsExactly("ready");
        connection.end();

        told.expect("result null enough");
    }

    @Test
    void resultsComeInTheOrderOfSpeech() throws Exception {
        Path gate = folder.resolve("gate");
        SpeechRecognizer.Connection connection =
                open(
                        COUNTS
                                + "if ((bytes == 3200)); then until [[ -e '%s' ]]; do read -rt 0.02 <> <(:); done; fi; echo $bytes"
                                        .formatted(gate));

        say(connection, 100);
        connection.begin();
        connection.audio(new short[3_200]);
        connection.end();
        await().until(() -> recognizer.processes() == 1);
        assertThat(told.all()).containsExactly("ready");
        Files.createFile(gate);

        told.expect("result null 6400");
        assertThat(told.all())
                .containsExactly(
                        "ready",
                        "interim 3200",
                        "result null 3200",
                        "interim 6400",
                        "result null 6400");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    exit 3 while one speaks    | exit 3
                    exit 3 after text          | cat >/dev/null; echo half; exit 3
                    a signal                   | cat >/dev/null; kill -9 $$
                    a line that is too long    | head -c 20000 /dev/zero; cat >/dev/null
                    too many lines             | seq 3000; cat >/dev/null
                    too much text              | for i in {1..20}; do printf %01000d 0; echo; done; cat >/dev/null
                    """)
    void whoFailsBreaksTheConnection(String name, String lines) throws Exception {
        SpeechRecognizer.Connection connection = open(lines);

        say(connection, 100);

        told.expect("closed BROKEN");
        assertThat(told.withoutInterims()).as(name).containsExactly("ready", "closed BROKEN");
        await().until(() -> recognizer.processes() == 0);
    }

    @Test
    void whoIsNotDoneInTimeIsKilledWithAllItStarted() throws Exception {
        Path pid = folder.resolve("pid");
        SpeechRecognizer.Connection connection =
                open(HASTY, 4, "sleep 1000 & echo $! >'%s'\ncat >/dev/null\nwait".formatted(pid));

        connection.begin();
        await().until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
        connection.end();

        told.expect("closed BROKEN");
        await().until(() -> recognizer.processes() == 0);
        long child = Long.parseLong(Files.readString(pid).strip());
        await().until(() -> ProcessHandle.of(child).stream().noneMatch(ProcessHandle::isAlive));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    both       | sleep 1000 &
                    its output | sleep 1000 2>/dev/null &
                    its errors | sleep 1000 >/dev/null &
                    """)
    void whatItLeavesBehindDoesNotKeepItsPlaceByHolding(String held, String child)
            throws Exception {
        Path pid = folder.resolve("pid");
        SpeechRecognizer.Connection connection =
                open(
                        BOUNDS,
                        1,
                        "cat >/dev/null\n%s\necho $! >>'%s'\necho yes".formatted(child, pid));

        try {
            say(connection, 100);
            told.expect("result null yes");
            await().until(() -> recognizer.processes() == 0);
            Told later = new Told();
            say(recognizer.open(HINTS, later), 100);
            later.expect("result null yes");
            await().until(() -> recognizer.processes() == 0);
        } finally {
            Files.readAllLines(pid).stream()
                    .flatMap(each -> ProcessHandle.of(Long.parseLong(each)).stream())
                    .forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void whoTakesNoAudioIsKilledWhenTooMuchWaits() throws Exception {
        SpeechRecognizer.Connection connection = open(HASTY, 4, "exec sleep 1000");

        connection.begin();
        for (int i = 0; i < 10; i++) {
            connection.audio(new short[16_000]);
        }

        told.expect("closed BROKEN");
        await().until(() -> recognizer.processes() == 0);
    }

    @Test
    void whoWritesManyErrorsIsHeardNonetheless() throws Exception {
        say(open("cat >/dev/null; seq 100000 >&2; echo yes"), 100);

        told.expect("result null yes");
    }

    @Test
    void beyondTheLimitItIsBusy() throws Exception {
        SpeechRecognizer.Connection first = open(BOUNDS, 1, "cat >/dev/null; echo yes");
        Told other = new Told();

        first.begin();
        await().until(() -> recognizer.processes() == 1);
        say(recognizer.open(HINTS, other), 100);
        other.expect("closed BUSY");
        first.end();
        told.expect("result null yes");
        await().until(() -> recognizer.processes() == 0);
        Told later = new Told();
        say(recognizer.open(HINTS, later), 100);

        later.expect("result null yes");
    }

    @Test
    void closingEndsWhatRunsAndTellsNothingMore() throws Exception {
        SpeechRecognizer.Connection connection = open("echo so far; cat >/dev/null");

        connection.begin();
        told.expect("interim so far");
        connection.close();
        connection.begin();
        say(connection, 100);

        told.expect("closed CLOSED");
        await().until(() -> recognizer.processes() == 0);
        assertThat(told.withoutInterims()).containsExactly("ready", "closed CLOSED");
    }

    @Test
    void itKnowsLanguagesAndWordsButNoSecretOfOurs() throws Exception {
        say(
                open(
                        """
                        cat >/dev/null
                        echo "$LYCEUM_LANGUAGES" ${LYCEUM_WORDS//$'\\n'/,} $(env | grep -c ^LYCEUM_)
                        """),
                100);

        told.expect("result null en-US,de Mina Park,trees 2");
    }

    @Test
    void whatMayBeASecretOfOursIsLeftOut() {
        var environment = new TreeMap<String, String>();
        for (String each :
                List.of(
                        "LYCEUM_API_KEY",
                        "GOOGLE_API_KEY",
                        "GEMINI_API_KEY",
                        "AWS_SECRET",
                        "PGPASSWORD")) {
            environment.put(each, "hidden");
        }
        environment.put("PATH", "/bin");
        environment.put("CUDA_VISIBLE_DEVICES", "0");

        Program.removeSecrets(environment);

        assertThat(environment.keySet()).containsExactly("CUDA_VISIBLE_DEVICES", "PATH");
    }

    @Test
    void whatCannotBeRunIsToldAtTheStart() throws Exception {
        Path file = Files.writeString(folder.resolve("no.sh"), "#!/nowhere/bash\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> CommandRecognizer.open(settings(file)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void theStartWaitsForNobody() throws Exception {
        Path file = Files.writeString(folder.resolve("long.sh"), "#!/bin/sh\nread line\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();

        try (CommandRecognizer opened = CommandRecognizer.open(settings(file))) {
            assertThat(opened.processes()).isZero();
        }
    }

    private static TranscriptionSettings settings(Path program) {
        return Transcribing.byProgram(program).settings();
    }
}
