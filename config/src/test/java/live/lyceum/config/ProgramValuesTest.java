package live.lyceum.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramValuesTest {
    @TempDir Path folder;

    private String hears = "";

    @BeforeEach
    void makeAProgram() throws Exception {
        Path file = Files.writeString(folder.resolve("hears"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        hears = file.toString();
    }

    static List<Arguments> commands() {
        return List.of(
                words("a b", "a", "b"),
                words("  a \t b\n", "a", "b"),
                words("a 'b c' d", "a", "b c", "d"),
                words("a \"b 'c'\" d", "a", "b 'c'", "d"),
                words("a 'b \\ \"c' d", "a", "b \\ \"c", "d"),
                words("a \"b \\\" c\" d", "a", "b \" c", "d"),
                words("a b\\ c \\'", "a", "b c", "'"),
                words("a --language='en'-US", "a", "--language=en-US"),
                words("a '' b", "a", "", "b"),
                words("a $HOME * | x > y; z &", "a", "$HOME", "*", "|", "x", ">", "y;", "z", "&"));
    }

    private static Arguments words(String written, String... words) {
        return Arguments.of(written, List.of(words));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void splitsAsAShellDoesButDoesNothingElse(String written, List<String> words) {
        assertThat(ProgramValues.words(written)).isEqualTo(words);
    }

    @Test
    void findsTheProgramByItsPathAndElseInTheFoldersOfPath() throws Exception {
        assertThat(load(hears + " --live", "").words()).containsExactly(hears, "--live");
        assertThat(load("hears --live", "/nowhere::" + folder).words())
                .containsExactly(hears, "--live");
    }

    @Test
    void textIsTheProgramsThenAndItsArgumentsAreNotShown() throws Exception {
        TranscriptionSettings settings =
                settings(Map.of("LYCEUM_TRANSCRIBE_COMMAND", hears + " --key=hidden"));

        assertThat(settings.by()).isEqualTo(TranscriptionSettings.By.PROGRAM);
        assertThat(settings.toString()).contains(hears).doesNotContain("hidden");
    }

    @Test
    void withoutOneTextIsGeminisOrOfTheDemoOrNobodys() throws Exception {
        assertThat(settings(Map.of("GEMINI_API_KEY", "k", "LYCEUM_DEMO_TRANSCRIPT", "1")).by())
                .isEqualTo(TranscriptionSettings.By.GEMINI);
        assertThat(settings(Map.of("LYCEUM_DEMO_TRANSCRIPT", "1")).by())
                .isEqualTo(TranscriptionSettings.By.DEMO);
        assertThat(settings(Map.of()).by()).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    nobody --x  | begins with "nobody", which is no program that can be run
                    ./nobody    | begins with "./nobody", which is no program that can be run
                    /etc        | begins with "/etc", which is no program that can be run
                    /etc/passwd | begins with "/etc/passwd", which is no program that can be run
                    sh 'a       | has a quote ' without an end
                    sh "a       | has a quote " without an end
                    sh \\      | ends with a backslash
                    """)
    void saysWhatIsWrong(String written, String problem) {
        assertThat(problems(Map.of("LYCEUM_TRANSCRIBE_COMMAND", written, "PATH", "/usr/bin:/bin")))
                .containsExactly(
                        "LYCEUM_TRANSCRIBE_COMMAND: \"%s\" %s".formatted(written, problem));
    }

    @Test
    void aKeyOfTheServiceContradictsIt() {
        assertThat(problems(Map.of("LYCEUM_TRANSCRIBE_COMMAND", hears, "GOOGLE_API_KEY", "hidden")))
                .containsExactly(
                        "LYCEUM_TRANSCRIBE_COMMAND: there is a key of the Gemini API as well; only one"
                                + " of them can make text of what is said");
    }

    @Test
    void thereAreNotTooManyWords() {
        String written = hears + " a".repeat(100);

        assertThat(problems(Map.of("LYCEUM_TRANSCRIBE_COMMAND", written)))
                .singleElement()
                .asString()
                .endsWith("is not a command of 1 to 100 words");
    }

    private TranscriptionSettings.Command load(String written, String path) throws Exception {
        var environment = new HashMap<>(Map.of("LYCEUM_TRANSCRIBE_COMMAND", written));
        environment.put("PATH", path);
        TranscriptionSettings.Command command = settings(environment).command();
        assertThat(command).isNotNull();
        return command;
    }

    private static TranscriptionSettings settings(Map<String, String> environment)
            throws Exception {
        return SettingsLoader.load(environment, Map.of()).transcription();
    }

    private static List<String> problems(Map<String, String> environment) {
        return catchThrowableOfType(
                        InvalidSettingsException.class,
                        () -> SettingsLoader.load(environment, Map.of()))
                .problems();
    }
}
