package live.lyceum.recorder.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.genai.Client;
import com.google.genai.types.Content;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.Type;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import live.lyceum.recorder.backfill.BatchRecognizer.Audio;
import live.lyceum.recorder.backfill.BatchRecognizer.NotRecognized;
import live.lyceum.recorder.backfill.BatchRecognizer.Segment;
import live.lyceum.recorder.testkit.GenerateService;
import live.lyceum.recorder.testkit.GenerateService.Mood;
import live.lyceum.recorder.testkit.ToneWords;
import live.lyceum.recorder.testkit.Transcribing;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against a service on this machine.
class GeminiBatchTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Hints HINTS = new Hints(List.of("de", "en-GB"), List.of("Ann", "\"x\""));
    private static final Audio WORDS =
            new Audio(ToneWords.write(List.of(7, 41, 99), 200, ToneWords.RATE_HZ));

    private final GenerateService service = new GenerateService();
    private final Transcribing how = Transcribing.byGemini(service.address(), "a-key");
    private final GeminiBatch gemini = GeminiBatch.open(how.settings());

    @AfterEach
    void close() {
        gemini.close();
        service.close();
    }

    private List<Segment> recognize() {
        return gemini.recognize(WORDS, HINTS).toCompletableFuture().join();
    }

    private NotRecognized failure() {
        return failure(gemini);
    }

    private static NotRecognized failure(GeminiBatch of) {
        try {
            of.recognize(WORDS, HINTS).toCompletableFuture().join();
        } catch (CompletionException failed) {
            return (NotRecognized) Objects.requireNonNull(failed.getCause());
        }
        throw new AssertionError("it was recognised");
    }

    @Test
    void recognisesWords() {
        List<Segment> heard = recognize();

        assertThat(heard).hasSize(1);
        assertThat(heard.getFirst().text()).isEqualTo("w07 w41 w99");
        assertThat(heard.getFirst().language()).isEqualTo("en");
        assertThat(heard.getFirst().startMs()).isBetween(0L, 10L);
        assertThat(heard.getFirst().endMs()).isBetween(1_290L, 1_310L);
        assertThat(service.asked()).hasSize(1);
        assertThat(service.asked().getFirst().key()).isEqualTo("a-key");
    }

    @Test
    void expectsTheOperatorsLanguagesWhereNobodySaysWhich() {
        try (var other = GeminiBatch.open(how.languages("pt-BR").settings())) {
            other.recognize(WORDS, new Hints(List.of(), List.of())).toCompletableFuture().join();
            other.recognize(WORDS, HINTS).toCompletableFuture().join();
        }
        assertThat(service.asked())
                .extracting(each -> new String(each.body(), UTF_8).contains("pt-BR"))
                .containsExactly(true, false);
    }

    /// The same call by Google's own client: the same request.
    @Test
    void asksAsGooglesClientDoes() throws IOException {
        recognize();
        askByTheSdk();
        GenerateService.Asked ours = service.asked().get(0);
        GenerateService.Asked theirs = service.asked().get(1);

        assertThat(ours.path()).isEqualTo(theirs.path());
        assertThat(ours.key()).isEqualTo(theirs.key());
        JsonNode tree = MAPPER.readTree(ours.body());
        assertThat(tree).isEqualTo(MAPPER.readTree(theirs.body()));
        assertThat(tree.at("/contents/0/parts/1/inlineData/data").asText()).isNotEmpty();
    }

    private void askByTheSdk() {
        Schema text = Schema.builder().type(Type.Known.STRING).build();
        Schema segment =
                Schema.builder()
                        .type(Type.Known.OBJECT)
                        .properties(
                                Map.of("start", text, "end", text, "text", text, "language", text))
                        .propertyOrdering("start", "end", "text", "language")
                        .required("start", "end", "text")
                        .build();
        Schema root =
                Schema.builder()
                        .type(Type.Known.OBJECT)
                        .properties(
                                Map.of(
                                        "segments",
                                        Schema.builder()
                                                .type(Type.Known.ARRAY)
                                                .items(segment)
                                                .build()))
                        .required("segments")
                        .build();
        var config =
                GenerateContentConfig.builder()
                        .temperature(0f)
                        .responseMimeType("application/json")
                        .responseSchema(root)
                        .build();
        var options =
                HttpOptions.builder().baseUrl(service.address().toString()).timeout(30_000).build();
        try (Client client = Client.builder().apiKey("a-key").httpOptions(options).build()) {
            client.models.generateContent(
                    "some-model",
                    Content.fromParts(
                            Part.fromText(BatchCodec.prompt(HINTS)),
                            Part.fromBytes(Wav.of(WORDS.samples()), Wav.TYPE)),
                    config);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "429, 7, BUSY, 7000",
        "503, '', BUSY, 0",
        "503, 99999, BUSY, 600000",
        "429, 'Fri, 31 Dec 1999 23:59:59 GMT', BUSY, 0",
        "400, '', UNFIT, 0",
        "401, '', REFUSED, 0",
        "402, '', REFUSED, 0",
        "403, '', REFUSED, 0",
        "404, '', REFUSED, 0",
        "408, '', BROKEN, 0",
        "413, '', UNFIT, 0",
        "422, '', UNFIT, 0",
        "500, '', BROKEN, 0",
        "302, '', BROKEN, 0"
    })
    void statusesSayWhyItFailed(int status, String retryAfter, End why, long retryAfterMs) {
        service.next(new Mood.Status(status, retryAfter));
        NotRecognized failed = failure();

        assertThat(failed.why()).isEqualTo(why);
        assertThat(failed.retryAfterMs()).isEqualTo(retryAfterMs);
        assertThat(failed.toString()).doesNotContain("a-key");
        assertThat(recognize()).hasSize(1);
    }

    /// By 400 Gemini tells of a key that is wrong, as of a request that is.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'error':{'status':'INVALID_ARGUMENT','details':[{'reason':'API_KEY_INVALID'}]}}"
                        + "|REFUSED",
                "{'error':{'status':'INVALID_ARGUMENT','message':'API key expired.'}}|REFUSED",
                "{'error':{'status':'INVALID_ARGUMENT','message':'API Key not found'}}|REFUSED",
                "{'error':{'status':'FAILED_PRECONDITION','message':'Not there'}}|REFUSED",
                "{'error':{'status':'INVALID_ARGUMENT','message':'w07 is no audio'}}|UNFIT",
                "{'error':{'details':[{'reason':7},3]}}|UNFIT",
                "{'error':7}|UNFIT",
                "[]|UNFIT",
                "<html>API key|UNFIT"
            },
            quoteCharacter = '`')
    void aBadRequestIsAboutUsOrAboutTheAudio(String body, End why) {
        service.next(new Mood.Fails(400, body.replace('\'', '"')));
        NotRecognized failed = failure();

        assertThat(failed.why()).isEqualTo(why);
        assertThat(failed.toString()).doesNotContain("w07").contains("400");
    }

    /// The service is there, so another piece may be heard.
    @Test
    void answersOfTheModelThatMakeNoSenseAreOfTheirAudio() {
        for (String each :
                List.of("", "no JSON w07", "[]", "{\"segments\":7}", "{\"segments\":[")) {
            service.next(new Mood.Says(each));
            NotRecognized failed = failure();
            assertThat(failed.why()).as(each).isEqualTo(End.UNFIT);
            assertThat(failed.toString()).doesNotContain("w07");
        }
        service.next(new Mood.Body("{\"candidates\":[]}"));
        assertThat(failure().why()).isEqualTo(End.UNFIT);
    }

    @Test
    void answersOfSomethingElseAreBroken() {
        for (String each : List.of("", "no JSON", "[]", "<html>")) {
            service.next(new Mood.Body(each));
            assertThat(failure().why()).as(each).isEqualTo(End.BROKEN);
        }
    }

    @Test
    void anAnswerThatIsTooLongIsBroken() {
        service.next(new Mood.Body("{\"x\":\"%s\"}".formatted("y".repeat(1024 * 1024))));

        assertThat(failure().why()).isEqualTo(End.BROKEN);
    }

    @Test
    void timesAreMovedIntoTheAudio() {
        service.next(
                new Mood.Says(
                        """
                        {"segments":[
                          {"start":"00:01.000","end":"00:00.500","text":"turned"},
                          {"start":"99:00.000","end":"99:01.000","text":"far","language":"x; y"},
                          {"start":"0.25","end":"2:00","text":"  two\\n words "},
                          {"start":"soon","end":"later","text":"some time"},
                          {"start":"00:00.100","end":"00:00.200","text":" "},
                          {"start":"00:00:00.1","end":"00:00,3","text":"short"},
                          7
                        ]}\
                        """));
        long endMs = WORDS.lengthMs();

        assertThat(recognize())
                .containsExactly(
                        new Segment(100, 300, "short", null),
                        new Segment(250, endMs, "two words", null),
                        new Segment(1_000, 1_000, "turned", null),
                        new Segment(endMs, endMs, "far", null),
                        new Segment(endMs, endMs, "some time", null));
    }

    /// Models forget them: what was said is worth more.
    @Test
    void whatHasNoTimesIsBetweenWhatHas() {
        service.next(
                new Mood.Says(
                        """
                        {"segments":[
                          {"text":"one"},
                          {"start":"0.4","end":"0.6","text":"two"},
                          {"text":"three"},
                          {"start":"?","text":"four"},
                          {"start":"0.8","end":"0.9","text":"five"},
                          {"text":"six"}
                        ]}\
                        """));

        assertThat(recognize())
                .containsExactly(
                        new Segment(0, 400, "one", null),
                        new Segment(400, 600, "two", null),
                        new Segment(600, 700, "three", null),
                        new Segment(700, 800, "four", null),
                        new Segment(800, 900, "five", null),
                        new Segment(900, WORDS.lengthMs(), "six", null));
    }

    @Test
    void whatIsSlowIsGivenUp() {
        service.next(new Mood.Slow());
        try (var hasty = new GeminiBatch(how.settings(), Duration.ofMillis(300))) {
            NotRecognized failed = failure(hasty);
            assertThat(failed.why()).isEqualTo(End.BROKEN);
            assertThat(failed).hasMessageContaining("in time");
        }
    }

    @Test
    void nobodyThereIsBroken() {
        service.close();

        assertThat(failure().why()).isEqualTo(End.BROKEN);
    }
}
