package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// JSON as trees, within limits: 16 levels, names of 64 characters, numbers of 32, no name twice.
final class Json {
    static final int MAX_DEPTH = 16;
    private static final int MAX_TEXT = 256 * 1024;
    private static final int MAX_NAME = 64;
    private static final int MAX_DIGITS = 32;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxStringLength(MAX_TEXT)
                                                    .maxNameLength(MAX_NAME)
                                                    .maxNumberLength(MAX_DIGITS)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    /// The object that `text` is; null if it is something else or breaks a limit.
    static @Nullable ObjectNode object(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// `{"items":[...]}`, each of them written by `writer`.
    static <T> ObjectNode items(List<T> all, BiConsumer<T, ObjectNode> writer) {
        ObjectNode tree = object();
        var items = tree.putArray("items");
        all.forEach(each -> writer.accept(each, items.addObject()));
        return tree;
    }

    /// A page of a list.
    ///
    /// @param next what to ask for the page after it, or null at the end
    static <T> byte[] page(List<T> all, BiConsumer<T, ObjectNode> writer, @Nullable String next) {
        return bytes(items(all, writer).put("next", next));
    }

    static byte[] bytes(ObjectNode tree) {
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// How a constant is written: `NOT_JOINED` is `not_joined`.
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// RFC 3339 in UTC.
    static String time(long epochMs) {
        return Instant.ofEpochMilli(epochMs).toString();
    }

    static @Nullable String timeOrNull(@Nullable Long epochMs) {
        return epochMs == null ? null : time(epochMs);
    }
}
