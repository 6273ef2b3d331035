package live.lyceum.recorder.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/// A line of what a program says: an object of JSON with `text`, and maybe `final`, `language`,
/// `startMs` and `endMs`; or else text, which is final.
///
/// @param language as BCP 47 has it; null if that is not known
/// @param startMs since the audio's begin; null if that is not known
/// @param endMs since the audio's begin; null if that is not known
record Said(
        String text,
        boolean last,
        @Nullable String language,
        @Nullable Long startMs,
        @Nullable Long endMs) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_LANGUAGE = 35;

    /// Of a line, whatever it is. An object without a text that is a string says nothing.
    static Said of(String line) {
        String written = line.strip();
        JsonNode node = written.startsWith("{") ? json(written) : null;
        if (node == null) {
            return new Said(written, true, null, null, null);
        }
        return new Said(
                node.path("text").asText().strip(),
                node.path("final").asBoolean(true),
                language(node.path("language").asText()),
                ms(node.path("startMs")),
                ms(node.path("endMs")));
    }

    /// Null: it is none.
    private static @Nullable JsonNode json(String written) {
        try {
            JsonNode node = JSON.readTree(written);
            return node.isObject() ? node : null;
        } catch (JsonProcessingException text) {
            return null;
        }
    }

    private static @Nullable String language(String written) {
        boolean known = written.length() <= MAX_LANGUAGE && written.matches("[A-Za-z0-9-]+");
        return known ? written : null;
    }

    private static @Nullable Long ms(JsonNode node) {
        return node.isNumber() ? node.longValue() : null;
    }

    /// Leaves out what was said.
    @Override
    public String toString() {
        return "Said[%b]".formatted(last);
    }
}
