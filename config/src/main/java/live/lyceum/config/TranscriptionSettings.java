package live.lyceum.config;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How what is said in sessions becomes text.
///
/// @param key of the service, or null: nothing is sent to it
/// @param command that does it in place of the service, or null
/// @param service `https://host[:port]` of the service, or `http` to this machine
/// @param liveModel that recognises speech while it is spoken
/// @param batchModel that recognises afterwards what was not recognised then
/// @param languages that are spoken where a session names none, as BCP 47 has them; empty: any
/// @param maxConnections to the service at once, one for each person who speaks
/// @param maxMinutesPerSession of audio that is sent, while it is spoken and afterwards
/// @param exact whether all is recognised again after the session, for better text
/// @param demo without a key, text that says it is none stands in for what was said
public record TranscriptionSettings(
        @Nullable Key key,
        @Nullable Command command,
        URI service,
        String liveModel,
        String batchModel,
        List<String> languages,
        int maxConnections,
        int maxMinutesPerSession,
        boolean exact,
        boolean demo) {
    public TranscriptionSettings {
        languages = List.copyOf(languages);
    }

    /// Who makes text of what is said.
    public enum By {
        GEMINI,
        /// A program of the operator's.
        PROGRAM,
        /// Nobody: it says that it is no transcript.
        DEMO
    }

    /// Who does it here; null: nothing becomes text.
    public @Nullable By by() {
        if (command != null) {
            return By.PROGRAM;
        }
        return key != null ? By.GEMINI : demo ? By.DEMO : null;
    }

    /// A program and its arguments, as the system takes them.
    ///
    /// @param words the first is the program's file; at least that
    public record Command(List<String> words) {
        public Command {
            words = List.copyOf(words);
        }

        /// Leaves out the arguments: who knows what is in them.
        @Override
        public String toString() {
            return "Command[%s]".formatted(words.getFirst());
        }
    }

    /// Who we are to the service.
    ///
    /// @param from the variable or setting that has it
    public record Key(String secret, String from) {
        /// One that nobody set.
        public Key(String secret) {
            this(secret, "");
        }

        /// Leaves it out.
        @Override
        public String toString() {
            return "Key[(secret), %s]".formatted(from);
        }
    }
}
