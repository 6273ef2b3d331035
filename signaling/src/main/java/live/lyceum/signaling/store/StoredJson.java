package live.lyceum.signaling.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads one object that we wrote ourselves, so whatever is missing, of another type or unknown is
/// damage: [UnreadableRowException].
final class StoredJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final ObjectNode node;
    private final Set<String> read = new HashSet<>();

    private StoredJson(ObjectNode node) {
        this.node = node;
    }

    /// A new object to be written.
    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// What `reader` makes of the object that `text` is, all of whose members it has to read.
    static <T> T read(String text, Function<StoredJson, T> reader) {
        try {
            return read(MAPPER.readTree(text), "a row", reader);
        } catch (JsonProcessingException notJson) {
            throw new UnreadableRowException("it is not JSON", notJson);
        }
    }

    private static <T> T read(JsonNode tree, String what, Function<StoredJson, T> reader) {
        if (!(tree instanceof ObjectNode object)) {
            throw new UnreadableRowException("%s is no object".formatted(what));
        }
        var json = new StoredJson(object);
        T value;
        try {
            value = reader.apply(json);
        } catch (IllegalArgumentException wrong) {
            throw new UnreadableRowException("%s: %s".formatted(what, wrong.getMessage()), wrong);
        }
        for (String name : (Iterable<String>) object::fieldNames) {
            if (!json.read.contains(name)) {
                throw new UnreadableRowException("nothing is known of \"%s\"".formatted(name));
            }
        }
        return value;
    }

    private JsonNode member(String name) {
        read.add(name);
        JsonNode value = node.get(name);
        if (value == null) {
            throw new UnreadableRowException("there is no \"%s\"".formatted(name));
        }
        return value;
    }

    private static UnreadableRowException not(String name, String what) {
        return new UnreadableRowException("\"%s\" is not %s".formatted(name, what));
    }

    String text(String name) {
        JsonNode value = member(name);
        if (!value.isTextual()) {
            throw not(name, "a text");
        }
        return value.textValue();
    }

    /// Null for what rows of earlier versions do not have.
    @Nullable String textIfThere(String name) {
        read.add(name);
        return node.has(name) ? text(name) : null;
    }

    long number(String name) {
        JsonNode value = member(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw not(name, "a whole number");
        }
        return value.longValue();
    }

    double real(String name) {
        JsonNode value = member(name);
        if (!value.isNumber()) {
            throw not(name, "a number");
        }
        return value.doubleValue();
    }

    boolean flag(String name) {
        JsonNode value = member(name);
        if (!value.isBoolean()) {
            throw not(name, "true or false");
        }
        return value.booleanValue();
    }

    @Nullable String textOrNull(String name) {
        return member(name).isNull() ? null : text(name);
    }

    @Nullable Long numberOrNull(String name) {
        return member(name).isNull() ? null : Long.valueOf(number(name));
    }

    <E extends Enum<E>> E word(String name, Class<E> type) {
        return constant(type, text(name));
    }

    <T> T object(String name, Function<StoredJson, T> reader) {
        return read(member(name), "\"%s\"".formatted(name), reader);
    }

    <T> @Nullable T objectOrNull(String name, Function<StoredJson, T> reader) {
        return member(name).isNull() ? null : object(name, reader);
    }

    List<String> texts(String name) {
        var all = new ArrayList<String>();
        for (JsonNode each : list(name)) {
            if (!each.isTextual()) {
                throw not(name, "a list of texts");
            }
            all.add(each.textValue());
        }
        return all;
    }

    <T> List<T> objects(String name, Function<StoredJson, T> reader) {
        var all = new ArrayList<T>();
        for (JsonNode each : list(name)) {
            all.add(read(each, "an element of \"%s\"".formatted(name), reader));
        }
        return all;
    }

    private ArrayNode list(String name) {
        if (!(member(name) instanceof ArrayNode array)) {
            throw not(name, "a list");
        }
        return array;
    }

    /// How a constant is written: `NOT_JOINED` is `not_joined`.
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E constant(Class<E> type, String word) {
        for (E each : type.getEnumConstants()) {
            if (word(each).equals(word)) {
                return each;
            }
        }
        throw new UnreadableRowException("\"%s\" is no constant".formatted(word));
    }

    /// Writes a list of objects, each by `writer`.
    static <T> void put(
            ObjectNode into, String name, List<T> all, BiConsumer<T, ObjectNode> writer) {
        ArrayNode array = into.putArray(name);
        all.forEach(each -> writer.accept(each, array.addObject()));
    }
}
