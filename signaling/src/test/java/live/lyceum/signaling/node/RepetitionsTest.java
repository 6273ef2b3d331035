package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import live.lyceum.signaling.protocol.KeptAnswer;
import live.lyceum.signaling.protocol.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `Idempotency-Key`: what is sent again happens once.
class RepetitionsTest extends OnNode {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SESSIONS = "/api/v1/sessions";
    private static final String BODY =
            """
            {"title":"Graphs","plannedMs":60000,
             "participants":[{"id":"ann","name":"Ann","role":"mentor"}]}
            """;

    private static HttpRequest.Builder request(String path, String key, String body) {
        return node.withKey(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> post(String path, String key, String body)
            throws IOException, InterruptedException {
        return node.send(request(path, key, body));
    }

    private static int sessions() throws IOException, InterruptedException {
        var listed = node.send(node.withKey(SESSIONS + "?limit=200"));
        return MAPPER.readTree(listed.body()).get("items").size();
    }

    private static String code(HttpResponse<String> refused) throws IOException {
        return MAPPER.readTree(refused.body()).get("code").asText();
    }

    @Test
    void theSameAgainIsAnsweredTheSame() throws IOException, InterruptedException {
        HttpResponse<String> first = post(SESSIONS, "one", BODY);
        int before = sessions();
        HttpResponse<String> again = post(SESSIONS, "one", BODY);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        for (String header : new String[] {"Location", "ETag", "Content-Type"}) {
            assertThat(again.headers().firstValue(header))
                    .isPresent()
                    .isEqualTo(first.headers().firstValue(header));
        }
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(sessions()).isEqualTo(before);
        assertThat(post(SESSIONS, "two", BODY).body()).isNotEqualTo(first.body());
    }

    @Test
    void somethingElseUnderTheSameKeyIsRefused() throws IOException, InterruptedException {
        post(SESSIONS, "else", BODY);
        HttpResponse<String> other = post(SESSIONS, "else", BODY.replace("Graphs", "Trees"));

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(code(other)).isEqualTo("idempotency_key_reused");
        assertThat(post("/api/v1/tokens/dashboard", "else", BODY).statusCode()).isEqualTo(422);
    }

    @Test
    void whatIsRefusedLeavesItsKeyFree() throws IOException, InterruptedException {
        assertThat(post(SESSIONS, "free", "{}").statusCode()).isEqualTo(422);
        assertThat(post(SESSIONS, "free", BODY).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "x" + LONG})
    void whatIsNoKeyIsRefused(String key) throws IOException, InterruptedException {
        assertThat(post(SESSIONS, key, BODY).statusCode()).isEqualTo(400);
    }

    private static final String LONG =
            "0123456789012345678901234567890123456789012345678901234567890123456789"
                    + "012345678901234567890123456789";

    @Test
    void manyAtOnceMakeOne() throws IOException, InterruptedException {
        int before = sessions();
        var answers =
                IntStream.range(0, 8)
                        .mapToObj(i ->
                                node.http.sendAsync(
                                        request(SESSIONS, "many", BODY).build(),
                                        HttpResponse.BodyHandlers.ofString()))
                        .toList();
        var all = answers.stream().map(CompletableFuture::join).toList();

        assertThat(all).extracting(HttpResponse::statusCode).containsOnly(201, 409);
        assertThat(all)
                .filteredOn(each -> each.statusCode() == 409)
                .allSatisfy(
                        each -> assertThat(each.headers().firstValue("Retry-After")).contains("1"));
        assertThat(sessions()).isEqualTo(before + 1);
    }

    /// As when the process ends after the session was made and before that was answered.
    @Test
    void whatWasCutOffIsCarriedOutOnce() throws IOException, InterruptedException {
        JsonNode first = MAPPER.readTree(post(SESSIONS, "cut", BODY).body());
        int before = sessions();
        unanswered("cut");

        HttpResponse<String> again = post(SESSIONS, "cut", BODY);

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(MAPPER.readTree(again.body()).get("id")).isEqualTo(first.get("id"));
        assertThat(sessions()).isEqualTo(before);
    }

    @Test
    void anEndThatWasCutOffIsAnEnd() throws IOException, InterruptedException {
        String end = SESSIONS + "/" + node.session().id() + "/end";
        assertThat(post(end, "end", "").statusCode()).isEqualTo(200);
        unanswered("end");

        assertThat(post(end, "end", "").statusCode()).isEqualTo(200);
        assertThat(post(end, "another", "").statusCode()).isEqualTo(409);
    }

    @Test
    void aRecordingWhoseStartWasCutOffIsOne() throws IOException, InterruptedException {
        String start = SESSIONS + "/" + node.session().id() + "/recordings";
        HttpResponse<String> first = post(start, "record", "");
        assertThat(first.statusCode()).isEqualTo(201);
        unanswered("record");

        HttpResponse<String> again = post(start, "record", "");

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"))
                .isPresent();
        assertThat(post(start, "another", "").statusCode()).isEqualTo(409);
    }

    private static void unanswered(String key) {
        KeptAnswer kept =
                node.stores.answer(TenantId.MAIN, key).toCompletableFuture().join().orElseThrow();
        node.stores.put(TenantId.MAIN, key, kept.with(null)).toCompletableFuture().join();
    }

    @Test
    void tokensAndKeysAreNotReadableInTheDatabase() throws IOException, InterruptedException {
        HttpResponse<String> made = post("/api/v1/keys", "secret", "{\"name\":\"k\"}");
        String written = MAPPER.readTree(made.body()).get("key").asText();

        KeptAnswer kept =
                node.stores
                        .answer(TenantId.MAIN, "secret")
                        .toCompletableFuture()
                        .join()
                        .orElseThrow();
        assertThat(kept.given()).isNotNull();
        assertThat(kept.given().body()).doesNotContain(written.substring(16));
        assertThat(post("/api/v1/keys", "secret", "{\"name\":\"k\"}").body())
                .isEqualTo(made.body());
    }

    @Test
    void anAnswerIsForgottenAfterADay() throws IOException, InterruptedException {
        String first = post(SESSIONS, "old", BODY).body();
        KeptAnswer kept =
                node.stores.answer(TenantId.MAIN, "old").toCompletableFuture().join().orElseThrow();
        var old =
                new KeptAnswer(
                        kept.digest(),
                        kept.seed(),
                        kept.given(),
                        kept.createdAtMs() - 24 * 3_600_000L - 60_000);
        node.stores.put(TenantId.MAIN, "old", old).toCompletableFuture().join();

        assertThat(post(SESSIONS, "old", BODY).body()).isNotEqualTo(first);
        node.stores.put(TenantId.MAIN, "old", old).toCompletableFuture().join();
        node.stores.forgetAnswersBefore(old.createdAtMs() + 1).toCompletableFuture().join();
        assertThat(node.stores.answer(TenantId.MAIN, "old").toCompletableFuture().join()).isEmpty();
    }
}
