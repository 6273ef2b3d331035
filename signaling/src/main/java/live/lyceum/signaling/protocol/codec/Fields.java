package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.Problem.FieldError;
import live.lyceum.signaling.protocol.Role;
import org.jspecify.annotations.Nullable;

/// Reads the members of one object and collects what is wrong with them. A member that is wrong
/// reads as a placeholder, so whoever reads has to look at the errors before using anything.
final class Fields {
    private static final OperationId NO_OP = new OperationId("0".repeat(26));
    private static final ParticipantId NOBODY = new ParticipantId("_");
    private static final int MAX_ERRORS = 20;
    private static final long EARLIEST_MS = 946_684_800_000L;
    private static final long LATEST_MS = 4_102_444_800_000L;

    private final ObjectNode node;
    private final String path;
    private final List<FieldError> errors;
    private final List<Fields> inner = new ArrayList<>();
    private final Set<String> read = new HashSet<>();

    private Fields(ObjectNode node, String path, List<FieldError> errors) {
        this.node = node;
        this.path = path;
        this.errors = errors;
    }

    static Fields of(ObjectNode node) {
        return new Fields(node, "", new ArrayList<>());
    }

    private Fields inside(ObjectNode object, String name, List<FieldError> into) {
        var fields = new Fields(object, path + name + ".", into);
        inner.add(fields);
        return fields;
    }

    private @Nullable JsonNode get(String name) {
        read.add(name);
        return node.get(name);
    }

    /// Adds to the errors what nobody asked for, in this object and those inside.
    void refuseUnknown() {
        node.fieldNames()
                .forEachRemaining(name -> {
                    if (!read.contains(name) && errors.size() < MAX_ERRORS) {
                        wrong(name, "is not a field here");
                    }
                });
        inner.forEach(Fields::refuseUnknown);
    }

    /// What was wrong in this object and those inside, in the order of reading.
    List<FieldError> errors() {
        return errors;
    }

    /// Whether it is there, null or not.
    boolean given(String name) {
        return get(name) != null;
    }

    boolean has(String name) {
        JsonNode value = get(name);
        return value != null && !value.isNull();
    }

    /// A member that is an object; an empty one in its place if it is not.
    Fields object(String name) {
        if (get(name) instanceof ObjectNode object) {
            return inside(object, name, errors);
        }
        wrong(name, "is not an object");
        return inside(Json.object(), name, new ArrayList<>());
    }

    String text(String name, int max) {
        String text = textOrNull(name, max);
        return text == null ? "" : text;
    }

    /// One line for people: 1 to `max` code points, none of them a control character.
    String line(String name, int max) {
        String text = textOrNull(name, 2 * max);
        if (text == null) {
            return "";
        }
        checkLine(name, text, max);
        return text;
    }

    /// As [#line], with line breaks.
    String lines(String name, int max) {
        String text = textOrNull(name, 2 * max);
        if (text == null) {
            return "";
        }
        String plain = text.replace("\r\n", "\n");
        checkLine(name, plain.replace('\n', ' '), max);
        return plain;
    }

    /// As [#lines]; null for one that is left out or blank.
    @Nullable String linesOrNull(String name, int max) {
        boolean blank =
                !has(name) || (get(name) instanceof TextNode given && given.textValue().isBlank());
        return blank ? null : lines(name, max);
    }

    private @Nullable String textOrNull(String name, int max) {
        JsonNode value = get(name);
        if (value == null || !value.isTextual()) {
            wrong(name, "is not a text");
            return null;
        }
        if (value.textValue().length() > max) {
            wrong(name, "is longer than %d".formatted(max));
            return null;
        }
        return value.textValue();
    }

    private void checkLine(String name, String text, int max) {
        if (text.isBlank() || text.codePointCount(0, text.length()) > max) {
            wrong(name, "is not 1 to %d characters".formatted(max));
        } else if (text.codePoints().anyMatch(Fields::isNoCharacter)) {
            wrong(name, "has characters that cannot be shown");
        }
    }

    private static boolean isNoCharacter(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    boolean flag(String name) {
        JsonNode value = get(name);
        if (value == null || !value.isBoolean()) {
            wrong(name, "is not true or false");
            return false;
        }
        return value.booleanValue();
    }

    boolean flag(String name, boolean fallback) {
        return has(name) ? flag(name) : fallback;
    }

    long number(String name, long min, long max) {
        JsonNode value = get(name);
        boolean whole = value != null && value.isIntegralNumber() && value.canConvertToLong();
        if (value == null || !whole || value.longValue() < min || value.longValue() > max) {
            wrong(name, "is not a whole number from %d to %d".formatted(min, max));
            return min;
        }
        return value.longValue();
    }

    @Nullable Long numberOrNull(String name, long min, long max) {
        return has(name) ? Long.valueOf(number(name, min, max)) : null;
    }

    double ratio(String name, double fallback) {
        return has(name) ? ratio(name) : fallback;
    }

    double ratio(String name) {
        JsonNode value = get(name);
        if (value == null
                || !value.isNumber()
                || !(value.doubleValue() >= 0 && value.doubleValue() <= 1)) {
            wrong(name, "is not a number from 0 to 1");
            return 0;
        }
        return value.doubleValue();
    }

    /// An RFC 3339 time as epoch milliseconds.
    long time(String name) {
        Long time = timeOrNull(name);
        if (time == null) {
            if (!has(name)) {
                wrong(name, "is not an RFC 3339 time of this century");
            }
            return EARLIEST_MS;
        }
        return time;
    }

    /// An RFC 3339 time as epoch milliseconds, or null when left out.
    @Nullable Long timeOrNull(String name) {
        JsonNode value = get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        try {
            long ms = OffsetDateTime.parse(value.asText()).toInstant().toEpochMilli();
            if (value.isTextual() && ms >= EARLIEST_MS && ms <= LATEST_MS) {
                return ms;
            }
        } catch (DateTimeException | ArithmeticException notOne) {
            // Told below, together with times far off; the farthest do not fit into a long.
        }
        wrong(name, "is not an RFC 3339 time of this century");
        return null;
    }

    OperationId op() {
        JsonNode value = get("op");
        if (value == null || !value.isTextual() || !OperationId.valid(value.textValue())) {
            wrong("op", "is not 26 characters of Crockford base 32");
            return NO_OP;
        }
        return new OperationId(value.textValue());
    }

    ParticipantId participant(String name) {
        JsonNode value = get(name);
        if (value == null || !value.isTextual() || !Ids.valid(value.textValue())) {
            wrong(name, "is not 1 to 64 characters of [A-Za-z0-9_-]");
            return NOBODY;
        }
        return new ParticipantId(value.textValue());
    }

    Role role(String name) {
        String word = text(name, 16);
        for (Role role : Role.values()) {
            if (Json.word(role).equals(word)) {
                return role;
            }
        }
        wrong(name, "is not mentor, learner or observer");
        return Role.OBSERVER;
    }

    /// A list of at most `max` elements, each read by `element` under the name "0".
    <T> List<T> list(String name, int max, BiFunction<Fields, String, T> element) {
        if (!(get(name) instanceof ArrayNode array)) {
            wrong(name, "is not a list");
            return List.of();
        }
        if (array.size() > max) {
            wrong(name, "has more than %d elements".formatted(max));
            return List.of();
        }
        var all = new ArrayList<T>();
        for (int i = 0; i < array.size(); i++) {
            String index = Integer.toString(i);
            ObjectNode holder = Json.object().set(index, array.get(i));
            all.add(element.apply(inside(holder, name, errors), index));
        }
        return all;
    }

    /// As [#list], with an empty one when left out.
    <T> List<T> listOrEmpty(String name, int max, BiFunction<Fields, String, T> element) {
        return has(name) ? list(name, max, element) : List.of();
    }

    void wrong(String name, String message) {
        errors.add(new FieldError(path + name, message));
    }
}
