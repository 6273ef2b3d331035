package live.lyceum.recorder.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import live.lyceum.media.api.ParticipantId;
import org.jspecify.annotations.Nullable;

/// Reads the manifest that is written beside the files of a recording.
public final class FilmCodec {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FilmCodec() {}

    /// What a manifest says.
    ///
    /// @throws IllegalArgumentException if it is none
    public static Film read(String manifest) {
        try {
            return film(JSON.readTree(manifest));
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("a manifest is JSON", notJson);
        }
    }

    /// Whether a manifest says that everything is made.
    public static boolean isReady(String manifest) {
        try {
            return JSON.readTree(manifest).path("state").asText().equals("ready");
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }

    private static Film film(JsonNode tree) {
        return new Film(
                number(tree, "durationMs"),
                wordOrNull(Film.Lack.class, tree.path("incomplete")),
                list(
                        tree.path("files"),
                        each ->
                                new Film.File(
                                        text(each, "name"),
                                        word(Film.Kind.class, text(each, "kind")),
                                        text(each, "type"),
                                        number(each, "bytes"),
                                        text(each, "sha256"))),
                list(
                        tree.path("tracks"),
                        each ->
                                new Film.Track(
                                        text(each, "file"),
                                        new ParticipantId(text(each, "participant")),
                                        text(each, "source"),
                                        text(each, "codec"),
                                        number(each, "startMs"),
                                        number(each, "endMs"))),
                list(
                        tree.path("chapters"),
                        each -> new Film.Chapter(number(each, "atMs"), text(each, "title"))));
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> reader) {
        return StreamSupport.stream(array.spliterator(), false).map(reader).toList();
    }

    private static String text(JsonNode tree, String name) {
        JsonNode value = tree.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " is no text");
        }
        return value.asText();
    }

    private static long number(JsonNode tree, String name) {
        JsonNode value = tree.path(name);
        if (!value.isIntegralNumber()) {
            throw new IllegalArgumentException(name + " is no whole number");
        }
        return value.asLong();
    }

    private static <E extends Enum<E>> @Nullable E wordOrNull(Class<E> of, JsonNode value) {
        return value.isTextual() ? word(of, value.asText()) : null;
    }

    private static <E extends Enum<E>> E word(Class<E> of, String word) {
        return Enum.valueOf(of, word.toUpperCase(Locale.ROOT));
    }
}
