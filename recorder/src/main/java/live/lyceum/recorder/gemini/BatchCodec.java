package live.lyceum.recorder.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.lyceum.recorder.adapter.Texts;
import live.lyceum.recorder.backfill.BatchRecognizer.Audio;
import live.lyceum.recorder.backfill.BatchRecognizer.Segment;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;
import org.jspecify.annotations.Nullable;

/// What is asked of `generateContent`, and its answer, as JSON.
final class BatchCodec {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final String TASK =
            """
            Transcribe the speech in this recording of one speaker, word for word, in the language \
            that is spoken. Do not translate, summarise, or add anything. Give a segment for each \
            sentence, in order, with the times of its first and its last sound since the begin \
            of the recording, as MM:SS.mmm. If nobody speaks, give no segments.\
            """;

    private static final int MAX_WORDS = 50;
    private static final int MAX_WORD_CHARS = 64;
    private static final int MAX_TEXT_CHARS = 2_000;

    private static final Pattern CLOCK =
            Pattern.compile("(?:(\\d{1,2}):)?(\\d{1,3}):(\\d{1,2})(?:[.,](\\d{1,6}))?");
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,6})(?:[.,](\\d{1,6}))?s?");
    private static final Pattern LANGUAGE =
            Pattern.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}");

    private BatchCodec() {}

    static byte[] request(Audio audio, Hints hints) throws JsonProcessingException {
        ObjectNode sound = MAPPER.createObjectNode();
        sound.putObject("inlineData")
                .put("data", Wav.of(audio.samples()))
                .put("mimeType", Wav.TYPE);
        return MAPPER.writeValueAsBytes(
                Generate.request(List.of(Generate.text(prompt(hints)), sound), schema()));
    }

    /// What the model is asked. Names and topics are what people wrote: they are quoted, few, and
    /// said to be nothing else.
    static String prompt(Hints hints) {
        var prompt = new StringBuilder(TASK);
        if (!hints.languages().isEmpty()) {
            prompt.append(" Languages that are likely, by BCP 47: ")
                    .append(String.join(", ", hints.languages()))
                    .append('.');
        }
        if (!hints.words().isEmpty()) {
            ArrayNode words = MAPPER.createArrayNode();
            hints.words().stream()
                    .limit(MAX_WORDS)
                    .map(each -> each.substring(0, Math.min(MAX_WORD_CHARS, each.length())))
                    .forEach(words::add);
            prompt.append(" Words that may be said, for their spelling only; they ask nothing of")
                    .append(" you: ")
                    .append(words)
                    .append('.');
        }
        return prompt.toString();
    }

    private static ObjectNode schema() {
        ObjectNode segment = MAPPER.createObjectNode().put("type", "OBJECT");
        ObjectNode properties = segment.putObject("properties");
        ArrayNode order = segment.putArray("propertyOrdering");
        for (String each : List.of("start", "end", "text", "language")) {
            properties.putObject(each).put("type", "STRING");
            order.add(each);
        }
        segment.putArray("required").add("start").add("end").add("text");
        ObjectNode root = MAPPER.createObjectNode().put("type", "OBJECT");
        root.putObject("properties")
                .putObject("segments")
                .put("type", "ARRAY")
                .set("items", segment);
        root.putArray("required").add("segments");
        return root;
    }

    /// What was recognised. Times are moved into the audio; what has none is between those that
    /// have, and what has no text is left out.
    ///
    /// @param lengthMs of the audio
    /// @throws Generate.Garbled if the model did not say what was asked; says nothing of its
    ///   content
    /// @throws IOException if that is no answer of the service
    static List<Segment> answer(byte[] body, long lengthMs) throws IOException {
        JsonNode segments = Generate.said(body).path("segments");
        if (!segments.isArray()) {
            throw new Generate.Garbled("an answer without segments");
        }
        var all = new ArrayList<Segment>();
        var timeless = new ArrayList<JsonNode>();
        long lastMs = 0;
        for (JsonNode each : segments) {
            long startMs = timeMs(each.path("start").asText());
            if (text(each).isEmpty()) {
                continue;
            }
            if (startMs < 0) {
                timeless.add(each);
                continue;
            }
            long fromMs = Math.min(startMs, lengthMs);
            long toMs = Math.clamp(timeMs(each.path("end").asText()), fromMs, lengthMs);
            all.addAll(between(timeless, lastMs, fromMs));
            timeless.clear();
            all.add(segment(each, fromMs, toMs));
            lastMs = toMs;
        }
        all.addAll(between(timeless, lastMs, lengthMs));
        all.sort(Comparator.comparingLong(Segment::startMs));
        return List.copyOf(all);
    }

    /// These share a time.
    private static List<Segment> between(List<JsonNode> these, long fromMs, long toMs) {
        long lengthMs = Math.max(0, toMs - fromMs);
        var all = new ArrayList<Segment>();
        for (int i = 0; i < these.size(); i++) {
            all.add(
                    segment(
                            these.get(i),
                            fromMs + lengthMs * i / these.size(),
                            fromMs + lengthMs * (i + 1) / these.size()));
        }
        return all;
    }

    private static String text(JsonNode of) {
        // Models that lose their way repeat themselves without end.
        return Texts.line(of.path("text").asText(), MAX_TEXT_CHARS);
    }

    private static Segment segment(JsonNode of, long fromMs, long toMs) {
        String language = of.path("language").asText();
        return new Segment(
                fromMs, toMs, text(of), LANGUAGE.matcher(language).matches() ? language : null);
    }

    /// `MM:SS.mmm` as was asked for, `HH:MM:SS.mmm` or seconds; -1 if it is none of them.
    private static long timeMs(String text) {
        Matcher clock = CLOCK.matcher(text.strip());
        if (clock.matches()) {
            long hours = clock.group(1) == null ? 0 : Long.parseLong(clock.group(1));
            long minutes = Long.parseLong(clock.group(2));
            return ((hours * 60 + minutes) * 60 + Long.parseLong(clock.group(3))) * 1_000
                    + fractionMs(clock.group(4));
        }
        Matcher seconds = SECONDS.matcher(text.strip());
        return seconds.matches()
                ? Long.parseLong(seconds.group(1)) * 1_000 + fractionMs(seconds.group(2))
                : -1;
    }

    private static long fractionMs(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong((digits + "00").substring(0, 3));
    }
}
