package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import live.lyceum.signaling.http.HttpLimits;
import live.lyceum.signaling.testkit.RawSocket;
import live.lyceum.signaling.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Too much, too slow, twice, and from elsewhere.
class ManyCallsTest {
    private static final String SESSIONS = "/api/v1/sessions";

    @TempDir Path folder;

    @Test
    void aKeyMaySendSoMany() throws IOException {
        try (var node =
                TestNode.start(
                        folder, TestNode.PATIENT, new HttpLimits(10_000, 10_000, 100, 2), 1_000)) {
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                all.add(
                        node.http.sendAsync(
                                node.withKey(SESSIONS).build(),
                                HttpResponse.BodyHandlers.ofString()));
            }
            var answers = all.stream().map(CompletableFuture::join).toList();

            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200, 429);
            var refused = answers.stream().filter(each -> each.statusCode() == 429).findFirst();
            assertThat(refused.orElseThrow().headers().firstValue("Retry-After")).contains("1");
            assertThat(refused.orElseThrow().body()).contains("\"rate_limited\"");
        }
    }

    @Test
    void aSlowBodyIsToldSo() throws IOException {
        try (var node =
                        TestNode.start(
                                folder,
                                TestNode.PATIENT,
                                new HttpLimits(300, 300, 100, 100),
                                1_000);
                var slow = new RawSocket(URI.create(node.url()))) {
            slow.send("POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{");

            assertThat(slow.head()).startsWith("HTTP/1.1 408");
            assertThat(slow.rest()).contains("\"code\":\"timeout\"");
        }
    }

    @Test
    void whatDecidesIsThereOnce() throws IOException {
        try (var node = TestNode.start(folder)) {
            for (String twice :
                    List.of(
                            "Authorization: Bearer rk_a_0123456789abcdef",
                            "Content-Type: application/json",
                            "Idempotency-Key: a",
                            "If-Match: *")) {
                try (var socket = new RawSocket(URI.create(node.url()))) {
                    socket.send(
                            "GET /api/v1/sessions HTTP/1.1\r\nHost: x\r\n%s\r\n%s\r\n\r\n"
                                    .formatted(twice, twice));
                    assertThat(socket.head()).as(twice).startsWith("HTTP/1.1 400");
                }
            }
        }
    }

    @Test
    void pagesOfListedOriginsMayUseTheApi() throws IOException, InterruptedException {
        try (var node = TestNode.start(folder)) {
            String friend = "https://friend.example";
            var preflight =
                    node.send(
                            node.request(SESSIONS + "/ses_1")
                                    .header("Origin", friend)
                                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains(friend);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
                    .contains("GET", "PATCH", "DELETE");
            assertThat(preflight.headers().firstValue("Vary")).contains("Origin");

            var listed = node.send(node.withKey(SESSIONS).header("Origin", friend));
            assertThat(listed.headers().firstValue("Access-Control-Allow-Origin")).contains(friend);
            assertThat(listed.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
                    .contains("ETag", "Retry-After");
            var refused = node.send(node.request(SESSIONS).header("Origin", friend));
            assertThat(refused.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains(friend);

            for (String other :
                    List.of("https://evil.example", "null", "https://friend.example.x")) {
                var told = node.send(node.withKey(SESSIONS).header("Origin", other));
                assertThat(told.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
            }
        }
    }
}
