package live.lyceum.recorder.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import live.lyceum.config.TranscriptionSettings;
import org.jspecify.annotations.Nullable;

/// Settings of who makes text of what is said, of which a test says only what matters to it.
public final class Transcribing {
    private final TranscriptionSettings.@Nullable Key key;
    private final TranscriptionSettings.@Nullable Command command;
    private final URI service;
    private String model = "some-model";
    private List<String> languages = List.of();
    private int connections = 2;

    private Transcribing(
            TranscriptionSettings.@Nullable Key key,
            TranscriptionSettings.@Nullable Command command,
            URI service) {
        this.key = key;
        this.command = command;
        this.service = service;
    }

    public static Transcribing byGemini(URI service, String key) {
        return new Transcribing(new TranscriptionSettings.Key(key), null, service);
    }

    public static Transcribing byProgram(Path program) {
        return new Transcribing(
                null,
                new TranscriptionSettings.Command(List.of(program.toString())),
                URI.create("https://nobody.example"));
    }

    /// While one speaks and afterwards.
    public Transcribing model(String name) {
        model = name;
        return this;
    }

    public Transcribing languages(String... spoken) {
        languages = List.of(spoken);
        return this;
    }

    public Transcribing connections(int most) {
        connections = most;
        return this;
    }

    public TranscriptionSettings settings() {
        return new TranscriptionSettings(
                key, command, service, model, model, languages, connections, 600, false, false);
    }
}
