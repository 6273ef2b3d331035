package live.lyceum.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptionSettingsTest {
    private static final TranscriptionSettings.Key GOOGLES =
            new TranscriptionSettings.Key("hidden", "GOOGLE_API_KEY");
    private static final TranscriptionSettings.Key GEMINIS =
            new TranscriptionSettings.Key("hidden", "GEMINI_API_KEY");

    @TempDir Path folder;

    @Test
    void takesEverythingThatIsSet() throws Exception {
        var settings =
                load(
                        Map.of(
                                "GEMINI_API_KEY", " hidden ",
                                "LYCEUM_GEMINI_URL", "https://Proxy.example:8443/",
                                "LYCEUM_GEMINI_LIVE_MODEL", "models/other-live",
                                "LYCEUM_GEMINI_BATCH_MODEL", "other-batch",
                                "LYCEUM_TRANSCRIBE_LANGUAGES", "en-US, de,zh-Hant-TW",
                                "LYCEUM_TRANSCRIBE_CONNECTIONS", "7",
                                "LYCEUM_TRANSCRIBE_MAX_MINUTES", "8",
                                "LYCEUM_TRANSCRIBE_FINAL", "1",
                                "LYCEUM_DEMO_TRANSCRIPT", "1"));

        assertThat(settings)
                .isEqualTo(
                        new TranscriptionSettings(
                                GEMINIS,
                                null,
                                URI.create("https://proxy.example:8443"),
                                "other-live",
                                "other-batch",
                                List.of("en-US", "de", "zh-Hant-TW"),
                                7,
                                8,
                                true,
                                true));
        assertThat(settings.toString()).doesNotContain("hidden");
    }

    @Test
    void theFileWinsOverGooglesVariableAndThatOverGeminis() throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "hidden\n");

        assertThat(load(Map.of("GOOGLE_API_KEY", "hidden", "GEMINI_API_KEY", "other")).key())
                .isEqualTo(GOOGLES);
        assertThat(load(Map.of("GOOGLE_API_KEY", " ", "GEMINI_API_KEY", "hidden")).key())
                .isEqualTo(GEMINIS);
        assertThat(
                        load(Map.of(
                                        "LYCEUM_GEMINI_KEY_FILE",
                                        file.toString(),
                                        "GOOGLE_API_KEY",
                                        "other"))
                                .key())
                .isEqualTo(new TranscriptionSettings.Key("hidden", "LYCEUM_GEMINI_KEY_FILE"));
    }

    @Test
    void aKeyThatIsMeantForAnotherProgramCanBeLeftAlone() throws Exception {
        var settings = load(Map.of("LYCEUM_GEMINI_KEY_FILE", "off", "GOOGLE_API_KEY", "hidden"));
        assertThat(settings.key()).isNull();
    }

    @Test
    void aKeyThatIsNoneIsRefusedWithoutShowingIt() throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "hid\nden");
        Path long1 = Files.writeString(folder.resolve("long"), "hid".repeat(2_000));

        assertThat(problems(Map.of("GOOGLE_API_KEY", "hid den")))
                .containsExactly(
                        "GOOGLE_API_KEY: is not a key (1 to 256 visible characters of ASCII)");
        assertThat(problems(Map.of("LYCEUM_GEMINI_KEY_FILE", file.toString())))
                .singleElement()
                .asString()
                .contains("has in it what is not a key")
                .doesNotContain("hid");
        assertThat(problems(Map.of("LYCEUM_GEMINI_KEY_FILE", long1.toString())))
                .singleElement()
                .asString()
                .endsWith("is too long a file for a key");
        assertThat(problems(Map.of("LYCEUM_GEMINI_KEY_FILE", "/nowhere", "GOOGLE_API_KEY", "k")))
                .containsExactly("LYCEUM_GEMINI_KEY_FILE: \"/nowhere\" is not a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9", "http://localhost:9", "http://[::1]:9"})
    void thisMachineMayBeAskedInPlainHttp(String url) throws Exception {
        assertThat(load(Map.of("LYCEUM_GEMINI_URL", url)).service()).isEqualTo(URI.create(url));
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GEMINI_URL | http://proxy.example | is plain http, which would show the key on its way; use https
                    GEMINI_URL | http://127.0.0.1.example | is plain http, which would show the key on its way; use https
                    GEMINI_URL | https://a/v1beta | has a path, which an origin has not
                    GEMINI_LIVE_MODEL | a/b | is not a model such as gemini-3.5-transcribe-live
                    TRANSCRIBE_CONNECTIONS | 0 | is not a number of connections (1 to 10000)
                    TRANSCRIBE_MAX_MINUTES | x | is not a number of minutes (1 to 100000)
                    TRANSCRIBE_LANGUAGES | en,english | has an element "english" that is not a language such as en or en-US
                    TRANSCRIBE_LANGUAGES | a1,b1 | has an element "a1" that is not a language such as en or en-US
                    TRANSCRIBE_LANGUAGES | aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak | has more than 10 languages
                    DEMO_TRANSCRIPT | yes | is neither on nor off
                    """)
    void saysWhatIsWrong(String name, String value, String problem) {
        assertThat(problems(Map.of("LYCEUM_" + name, value)))
                .containsExactly("LYCEUM_%s: \"%s\" %s".formatted(name, value, problem));
    }

    private static TranscriptionSettings load(Map<String, String> environment)
            throws InvalidSettingsException {
        return SettingsLoader.load(environment, Map.of()).transcription();
    }

    private static List<String> problems(Map<String, String> environment) {
        return catchThrowableOfType(
                        InvalidSettingsException.class,
                        () -> SettingsLoader.load(environment, Map.of()))
                .problems();
    }
}
