package live.lyceum.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.lyceum.config.InvalidSettingsException;
import live.lyceum.config.Settings;
import live.lyceum.config.SettingsLoader;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.store.SqlStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole program on ephemeral ports.
class WiringTest {
    private static final String KEY_SHOWN = "API key, shown this once: rk_";

    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Settings settings() throws InvalidSettingsException {
        return settings(Map.of());
    }

    private Settings settings(Map<String, String> more) throws InvalidSettingsException {
        var environment =
                new HashMap<>(
                        Map.of(
                                "LYCEUM_HTTP_PORT", "0",
                                "LYCEUM_OPS_PORT", "0",
                                "LYCEUM_MEDIA_HOST", "127.0.0.1",
                                "LYCEUM_UDP_PORT", "0",
                                "LYCEUM_DATA_DIR", folder.toString()));
        environment.putAll(more);
        return SettingsLoader.load(environment, Map.of());
    }

    private Wiring start() throws InvalidSettingsException, IOException {
        return start(settings());
    }

    private Wiring start(Settings settings) throws IOException {
        return Wiring.start(
                settings,
                Wiring.MEDIA,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private List<String> lines(ByteArrayOutputStream stream) {
        List<String> lines = stream.toString(StandardCharsets.UTF_8).lines().toList();
        stream.reset();
        return lines;
    }

    @Test
    void saysThatItIsReadyAndIs()
            throws InvalidSettingsException, IOException, InterruptedException {
        try (var program = start()) {
            assertThat(lines(out)).containsExactly("ready " + program.url());
            assertThat(status(program.url() + "/api/v1/ping")).isEqualTo(204);
            assertThat(status("http://127.0.0.1:%d/readyz".formatted(program.opsPort())))
                    .isEqualTo(200);
        }
    }

    private static int status(String url) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void theFirstKeyIsShownOnce() throws InvalidSettingsException, IOException {
        start().close();
        assertThat(lines(err)).singleElement().asString().startsWith(KEY_SHOWN);

        start().close();
        assertThat(lines(err)).isEmpty();
    }

    @Test
    void theDemoHasALinkForEach() throws InvalidSettingsException, IOException {
        try (var program = start()) {
            lines(out);
            program.printDemo();

            String url = program.url() + "/session/ses_";
            assertThat(lines(out))
                    .satisfiesExactly(
                            mentor ->
                                    assertThat(mentor).startsWith("mentor " + url).contains("#t="),
                            learner ->
                                    assertThat(learner)
                                            .startsWith("learner " + url)
                                            .contains("#t="));
        }
    }

    @Test
    void closingTwiceIsClosingOnce() throws InvalidSettingsException, IOException {
        var program = start();
        program.close();
        program.close();

        assertThatThrownBy(() -> status(program.url() + "/")).isInstanceOf(IOException.class);
    }

    @Test
    void aSessionIsThereAfterARestart() throws InvalidSettingsException, IOException {
        try (var program = start()) {
            program.printDemo();
        }

        try (var store = SqlStore.open(settings().storage(), new SimpleMeterRegistry())) {
            assertThat(store.list(TenantId.MAIN, null, 10).toCompletableFuture().join()).hasSize(1);
        }
    }

    @Test
    void aSecondServerOnTheSameDataFolderIsRefused() throws InvalidSettingsException, IOException {
        try (var program = start()) {
            assertThatThrownBy(() -> start().close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is in use by another Lyceum");
            assertThat(program.url()).isNotEmpty();
        }
    }

    @Test
    void aProgramThatMakesTextIsUsedAndRefusedIfItCannotBeRun()
            throws InvalidSettingsException, IOException {
        Path hears = program("hears", "#!/bin/sh");
        try (var program =
                start(settings(Map.of("LYCEUM_TRANSCRIBE_COMMAND", hears + " --live")))) {
            program.printDemo();
            assertThat(lines(out)).hasSize(3);
        }

        Path deaf = program("deaf", "#!/nowhere/sh");
        assertThatThrownBy(() ->
                        start(settings(Map.of("LYCEUM_TRANSCRIBE_COMMAND", deaf.toString())))
                                .close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot run program \"" + deaf);
        assertThat(lines(out)).isEmpty();
    }

    private Path program(String name, String lines) throws IOException {
        Path file = Files.writeString(folder.resolve(name), lines + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    void aBackupIsMadeWhileTheServerRunsAndRestoredWhenItDoesNot()
            throws InvalidSettingsException, IOException {
        String copy = folder.resolve("copy.db").toString();
        try (var program = start()) {
            program.printDemo();
            assertThat(command("backup", copy)).isEqualTo("0 ");
            program.printDemo();
            assertThat(command("restore", copy)).contains("1 lyceum: ", "in use by another");
        }

        assertThat(command("restore", copy)).isEqualTo("0 ");

        try (var store = SqlStore.open(settings().storage(), new SimpleMeterRegistry())) {
            assertThat(store.list(TenantId.MAIN, null, 10).toCompletableFuture().join()).hasSize(1);
        }
        assertThat(command("backup", copy)).contains("1 lyceum: ", "is there already");
    }

    /// Its exit code and what it said on stderr.
    private String command(String name, String file) {
        var told = new StringWriter();
        int exit =
                Main.commandLine()
                        .setErr(new PrintWriter(told))
                        .execute(name, file, "--data-dir", folder.toString());
        return exit + " " + told;
    }

    @Test
    void whatIsWrittenAfterACommandIsASetting() {
        assertThat(Main.Flags.parse(List.of("--http-port", "81", "--demo", "--origins=a=b")))
                .isEqualTo(Map.of("--http-port", "81", "--demo", "1", "--origins", "a=b"));
    }

    @Test
    void aWrongSettingIsToldByName() {
        var told = new StringWriter();
        int exit =
                Main.commandLine()
                        .setErr(new PrintWriter(told))
                        .execute("run", "--no-such-thing", "1");

        assertThat(exit).isEqualTo(2);
        assertThat(told.toString()).contains("--no-such-thing: there is no such setting");
    }
}
