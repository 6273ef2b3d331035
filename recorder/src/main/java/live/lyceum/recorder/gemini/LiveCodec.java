package live.lyceum.recorder.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;

/// The messages of Gemini Live as JSON. What we send is what Google's SDK for Java sends, to the
/// letter (`SdkParityTest`); of what comes, members that we do not know are ignored.
final class LiveCodec {
    /// Of a vocabulary; the service documents 100 terms of 100 characters each.
    static final int MAX_WORDS = 100;

    static final int MAX_WORD_CHARS = 100;
    static final String ACTIVITY_START = "{\"realtime_input\":{\"activityStart\":{}}}";
    static final String ACTIVITY_END = "{\"realtime_input\":{\"activityEnd\":{}}}";

    private static final String MODELS = "models/";
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private LiveCodec() {}

    /// The first message: which model is to do what. Where utterances begin and end we say
    /// ourselves. No languages: the service finds out. Words beyond [#MAX_WORDS], and those that
    /// are too long, are left out.
    static String setup(String model, SpeechRecognizer.Hints hints) {
        ObjectNode transcription = NODES.objectNode();
        if (!hints.languages().isEmpty()) {
            hints.languages().forEach(transcription.putArray("languageCodes")::add);
        }
        List<String> words =
                hints.words().stream()
                        .filter(each -> !each.isBlank() && each.length() <= MAX_WORD_CHARS)
                        .limit(MAX_WORDS)
                        .toList();
        if (!words.isEmpty()) {
            words.forEach(transcription.putArray("customVocabulary")::add);
        }
        ObjectNode message = NODES.objectNode();
        ObjectNode setup = message.putObject("setup");
        setup.put("model", MODELS + model);
        setup.putObject("generationConfig").putArray("responseModalities").add("TEXT");
        setup.set("inputAudioTranscription", transcription);
        setup.putObject("realtimeInputConfig")
                .putObject("automaticActivityDetection")
                .put("disabled", true);
        return message.toString();
    }

    /// @param pcm signed 16-bit samples, little-endian
    static String audio(byte[] pcm) {
        return "{\"realtime_input\":{\"audio\":{\"data\":\"%s\",\"mimeType\":\"audio/pcm;rate=16000\"}}}"
                .formatted(Base64.getEncoder().encodeToString(pcm));
    }

    /// What a message tells, in the order in which it counts; may be nothing.
    ///
    /// @return null if it is no message of this protocol
    static @Nullable List<LiveAnswer> read(String message) {
        JsonNode root;
        try {
            root = JSON.readTree(message);
        } catch (JsonProcessingException notJson) {
            return null;
        }
        if (!root.isObject()) {
            return null;
        }
        var answers = new ArrayList<LiveAnswer>();
        if (root.path("setupComplete").isObject()) {
            answers.add(new LiveAnswer.Ready());
        }
        JsonNode content = root.path("serverContent");
        JsonNode interim = content.path("interimInputTranscription").path("text");
        if (interim.isTextual() && !interim.textValue().isBlank()) {
            answers.add(new LiveAnswer.Interim(interim.textValue().strip()));
        }
        JsonNode result = content.path("inputTranscription");
        JsonNode text = result.path("text");
        if (text.isTextual()) {
            String language = result.path("languageCode").textValue();
            answers.add(new LiveAnswer.Result(text.textValue().strip(), language));
        }
        if (content.path("generationComplete").booleanValue()) {
            answers.add(new LiveAnswer.Done());
        }
        JsonNode goAway = root.path("goAway");
        if (goAway.isObject()) {
            answers.add(new LiveAnswer.GoAway(durationMs(goAway.path("timeLeft").textValue())));
        }
        return answers;
    }

    /// A duration as JSON has it in Protocol Buffers: "50s", "49.5s"; 0 for what is none.
    static long durationMs(@Nullable String written) {
        if (written == null || written.length() > 32 || !written.endsWith("s")) {
            return 0;
        }
        try {
            var seconds = new BigDecimal(written.substring(0, written.length() - 1));
            return (long) Math.clamp(1_000 * seconds.doubleValue(), 0.0, Integer.MAX_VALUE);
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }
}
