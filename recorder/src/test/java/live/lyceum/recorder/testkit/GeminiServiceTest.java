package live.lyceum.recorder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import live.lyceum.recorder.backfill.BatchRecognizer.Audio;
import live.lyceum.recorder.backfill.BatchRecognizer.Segment;
import live.lyceum.recorder.gemini.GeminiBatch;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GeminiServiceTest {
    private static final String NOTHING_YET =
            "{\"connections\":0,\"opened\":0,\"generated\":0,\"audioMs\":0,\"strayMs\":0,"
                    + "\"results\":[]}";

    private final GeminiService service = GeminiService.start();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void end() {
        http.shutdownNow();
        service.close();
    }

    private HttpResponse<String> ask(HttpRequest.Builder request, String path) throws Exception {
        return http.send(
                request.uri(URI.create(service.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> order(String json) throws Exception {
        return ask(
                HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(json)),
                "/control");
    }

    @Test
    void takesOrdersOverHttp() throws Exception {
        assertThat(ask(HttpRequest.newBuilder(), "/control").body()).isEqualTo(NOTHING_YET);

        assertThat(order("{\"trait\":\"reworded\",\"refuse\":429,\"times\":2}").body())
                .isEqualTo(NOTHING_YET);

        assertThat(service.script().has(GeminiScript.Trait.REWORDED)).isTrue();
        for (int status : new int[] {429, 429, 404}) {
            assertThat(ask(HttpRequest.newBuilder(), "/other").statusCode()).isEqualTo(status);
        }
        order("{\"trait\":\"reworded\",\"on\":false}");
        assertThat(service.script().has(GeminiScript.Trait.REWORDED)).isFalse();
    }

    @Test
    void recognisesWhatWasSaidBefore() {
        service.script().refuse(503, 10);
        var audio = new Audio(ToneWords.write(List.of(7, 41), 200, ToneWords.RATE_HZ));
        try (var batch =
                GeminiBatch.open(Transcribing.byGemini(service.address(), "a-key").settings())) {
            assertThat(
                            batch.recognize(audio, new Hints(List.of(), List.of()))
                                    .toCompletableFuture()
                                    .join())
                    .singleElement()
                    .extracting(Segment::text)
                    .isEqualTo("w07 w41");
        }
        assertThat(service.generated()).isEqualTo(1);
    }

    @Test
    void refusesOrdersItDoesNotKnow() throws Exception {
        assertThat(order("{\"fault\":\"nothing\"}").statusCode()).isEqualTo(400);
        assertThat(order("nothing").statusCode()).isEqualTo(400);
    }

    @Test
    void isAwayAndComesBack() throws Exception {
        assertThat(order("{\"outageSeconds\":1}").statusCode()).isEqualTo(200);

        await().until(() -> !answers());
        await().until(this::answers);
    }

    private boolean answers() throws Exception {
        try {
            return ask(HttpRequest.newBuilder(), "/control").statusCode() == 200;
        } catch (IOException away) {
            return false;
        }
    }
}
