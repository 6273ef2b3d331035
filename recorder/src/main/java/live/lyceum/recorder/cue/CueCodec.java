package live.lyceum.recorder.cue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.RecordingId;

/// Lines of a cue file: one JSON object each, without the line's end.
final class CueCodec {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private CueCodec() {}

    static String write(Heading heading) {
        return MAPPER.createObjectNode()
                .put("recording", heading.recording().value())
                .put("session", heading.session())
                .put("title", heading.title())
                .put("startedAt", heading.startedAt().toString())
                .toString();
    }

    static String write(Cue cue) {
        ObjectNode line = MAPPER.createObjectNode().put("atMs", cue.atMs());
        switch (cue) {
            case Cue.Person person ->
                    line.putObject("person")
                            .put("id", person.who().value())
                            .put("name", person.name())
                            .put("part", person.part().name().toLowerCase(Locale.ROOT));
            case Cue.Topic topic -> line.putObject("topic").put("title", topic.title());
            case Cue.Resumed _ -> line.put("resumed", true);
            case Cue.Ended _ -> line.put("ended", true);
        }
        return line.toString();
    }

    /// @throws IOException if the line is no heading
    static Heading heading(String line) throws IOException {
        JsonNode node = object(line);
        try {
            return new Heading(
                    new RecordingId(text(node, "recording")),
                    text(node, "session"),
                    text(node, "title"),
                    Instant.parse(text(node, "startedAt")));
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new IOException("no heading of a cue file", wrong);
        }
    }

    /// @throws IOException if the line is no cue
    static Cue cue(String line) throws IOException {
        JsonNode node = object(line);
        if (!node.path("atMs").isIntegralNumber()) {
            throw new IOException("a cue without a time");
        }
        long atMs = node.get("atMs").longValue();
        try {
            if (node.has("person")) {
                JsonNode person = node.get("person");
                return new Cue.Person(
                        atMs,
                        new ParticipantId(text(person, "id")),
                        text(person, "name"),
                        Cue.Part.valueOf(text(person, "part").toUpperCase(Locale.ROOT)));
            }
        } catch (IllegalArgumentException wrong) {
            throw new IOException("a cue of nobody", wrong);
        }
        if (node.has("topic")) {
            return new Cue.Topic(atMs, text(node.get("topic"), "title"));
        }
        if (node.path("resumed").booleanValue()) {
            return new Cue.Resumed(atMs);
        }
        if (node.path("ended").booleanValue()) {
            return new Cue.Ended(atMs);
        }
        throw new IOException("a cue of an unknown kind");
    }

    private static JsonNode object(String line) throws IOException {
        try {
            JsonNode node = MAPPER.readTree(line);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException wrong) {
            throw new IOException("a line of a cue file that is no JSON", wrong);
        }
        throw new IOException("a line of a cue file that is no object");
    }

    private static String text(JsonNode node, String name) throws IOException {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new IOException("a line of a cue file without " + name);
        }
        return value.textValue();
    }
}
