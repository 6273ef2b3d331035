package live.lyceum.recorder.gemini;

import org.jspecify.annotations.Nullable;

/// What the service tells.
sealed interface LiveAnswer {
    /// It takes audio now.
    record Ready() implements LiveAnswer {}

    /// What it recognised so far of an utterance: all of it.
    record Interim(String text) implements LiveAnswer {
        /// Leaves out what was said.
        @Override
        public String toString() {
            return "Interim[]";
        }
    }

    /// What it recognised of an utterance.
    record Result(String text, @Nullable String language) implements LiveAnswer {
        /// Leaves out what was said.
        @Override
        public String toString() {
            return "Result[%s]".formatted(language);
        }
    }

    /// It is done with an utterance.
    record Done() implements LiveAnswer {}

    /// It will close the connection.
    ///
    /// @param leftMs at least 0
    record GoAway(long leftMs) implements LiveAnswer {}
}
