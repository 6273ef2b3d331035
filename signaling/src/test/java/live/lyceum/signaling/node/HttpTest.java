package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import live.lyceum.signaling.http.HttpLimits;
import live.lyceum.signaling.testkit.RawSocket;
import live.lyceum.signaling.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The public port's REST API and page, and the ops port.
class HttpTest extends OnNode {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SESSIONS = "/api/v1/sessions";

    @TempDir Path folder;

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return node.send(node.request(path));
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return MAPPER.readTree(response.body());
    }

    @Test
    void aSessionIsMadeShownAndListed() throws IOException, InterruptedException {
        var made =
                node.post(
                        SESSIONS,
                        """
                        {"title":"Graphs","plannedMs":60000,"topics":["One"],
                         "participants":[{"id":"a","name":"Ann","role":"mentor"}]}
                        """);
        String id = json(made).get("id").asText();

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).contains(SESSIONS + "/" + id);
        JsonNode ann = json(made).get("participants").get(0);
        assertThat(ann.get("joinUrl").asText())
                .isEqualTo(
                        "%s/session/%s/#t=%s".formatted(node.url(), id, ann.get("token").asText()));
        JsonNode shown = json(node.send(node.withKey(SESSIONS + "/" + id)));
        assertThat(shown.get("state").asText()).isEqualTo("scheduled");
        assertThat(shown.has("participants")).isFalse();
        JsonNode listed = json(node.send(node.withKey(SESSIONS + "?limit=200")));
        assertThat(listed.get("items").valueStream().map(each -> each.get("id").asText()))
                .contains(id);
        assertThat(shown.get("attendance")).isEmpty();
    }

    @Test
    void aListHasPages() throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            node.session();
        }
        JsonNode first = json(node.send(node.withKey(SESSIONS + "?limit=2")));
        String next = first.get("next").asText();

        assertThat(first.get("items")).hasSize(2);
        assertThat(next).isEqualTo(first.at("/items/1/id").asText());
        JsonNode second = json(node.send(node.withKey(SESSIONS + "?limit=2&after=" + next)));
        assertThat(second.at("/items/0")).isNotEqualTo(first.at("/items/1"));
        assertThat(node.send(node.withKey(SESSIONS + "?limit=0")).statusCode()).isEqualTo(400);
    }

    @Test
    void aTokenIsMadeForOneMorePerson() throws IOException, InterruptedException {
        String id = node.session().id();
        var made =
                node.post(
                        SESSIONS + "/" + id + "/tokens",
                        "{\"id\":\"o\",\"name\":\"Olga\",\"role\":\"observer\"}");

        assertThat(made.statusCode()).isEqualTo(201);
        var greeting = node.connect().hello(json(made).get("token").asText());
        assertThat(greeting.get("you").asText()).isEqualTo("o");
    }

    @Test
    void withoutAKeyNothingIsTold() throws IOException, InterruptedException {
        String id = node.session().id();
        for (String path : List.of(SESSIONS, SESSIONS + "/" + id, SESSIONS + "/ses_none")) {
            var none = get(path);
            var wrong = node.send(node.request(path).header("Authorization", "Bearer rk_a_b"));
            assertThat(none.statusCode()).isEqualTo(401);
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
        var token = node.session("a:mentor").tokens().getFirst();
        assertThat(
                        node.send(node.request(SESSIONS).header("Authorization", "Bearer " + token))
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void problemsHaveACodeAndARequestId() throws IOException, InterruptedException {
        var invalid = node.post(SESSIONS, "{\"title\":\"\",\"plannedMs\":1}");

        assertThat(invalid.statusCode()).isEqualTo(422);
        assertThat(invalid.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        JsonNode problem = json(invalid);
        assertThat(problem.get("code").asText()).isEqualTo("invalid");
        assertThat(problem.get("errors").valueStream().map(e -> e.get("field").asText()))
                .containsExactly("title", "plannedMs");
        assertThat(problem.get("requestId").asText())
                .isEqualTo(invalid.headers().firstValue("X-Request-Id").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET    | /api/v1/nothing             | 404 | not_found",
                "GET    | /api/v1/sessions/ses_none   | 404 | not_found",
                "GET    | /api/v1/sessions/a%2Fb      | 404 | not_found",
                "DELETE | /api/v1/sessions            | 405 | method_not_allowed",
                "POST   | /api/v1/sessions            | 415 | unsupported_media_type",
                "POST   | /api/v1/ping                | 405 | method_not_allowed",
                "GET    | /api/v1/me                  | 404 | not_found",
                "GET    | /api/v1/me/sessions/a/b     | 404 | not_found",
                "GET    | /api/v1/tokens              | 404 | not_found",
                "GET    | /api/v1/tokens/dashboard    | 405 | method_not_allowed",
                "POST   | /api/v1/tokens/dashboard    | 415 | unsupported_media_type",
                "POST   | /api/v1/me/sessions         | 405 | method_not_allowed",
                "DELETE | /api/v1/sessions/s/feedback | 405 | method_not_allowed",
                "GET    | /api/v1/sessions/s/feedback | 404 | not_found",
            })
    void whatCannotBeIsAProblem(String method, String path, int status, String code)
            throws IOException, InterruptedException {
        var response =
                node.send(node.withKey(path).method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).get("code").asText()).isEqualTo(code);
    }

    @Test
    void whoSendsTooMuchIsToldSo() throws IOException {
        String head =
                "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                        .formatted(SESSIONS, 1 << 20);
        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket(node.signal().getHost(), node.signal().getPort())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(new byte[1 << 20]);
                byte[] answer = socket.getInputStream().readNBytes(12);
                assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
            }
        }
    }

    @Test
    void aBodyIsBoundedAndHasToBeJson() throws IOException, InterruptedException {
        var large = node.post(SESSIONS, "x".repeat(64 * 1024 + 1));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(json(large).get("code").asText()).isEqualTo("too_large");
        assertThat(json(node.post(SESSIONS, "{")).get("code").asText()).isEqualTo("bad_request");
        assertThat(json(node.post(SESSIONS, "[".repeat(60_000))).get("code").asText())
                .isEqualTo("bad_request");
        String transcribed = "{\"title\":\"x\",\"plannedMs\":60000,\"transcribe\":true}";
        assertThat(json(node.post(SESSIONS, transcribed)).get("code").asText())
                .isEqualTo("not_available");
    }

    @Test
    void goodByeNeedsATokenOfThisSession() throws IOException, InterruptedException {
        var session = node.session("a:mentor");
        String other = node.session("a:mentor").tokens().getFirst();

        assertThat(bye(session.id(), session.tokens().getFirst(), "")).isEqualTo(204);
        assertThat(bye(session.id(), session.tokens().getFirst(), "{\"resumeToken\":\"x.y\"}"))
                .isEqualTo(204);
        assertThat(bye(session.id(), session.tokens().getFirst(), "[]")).isEqualTo(400);
        assertThat(bye(session.id(), other, "")).isEqualTo(401);
        assertThat(bye(session.id(), TestNode.KEY, "")).isEqualTo(401);
    }

    private static int bye(String session, String token, String body)
            throws IOException, InterruptedException {
        return node.send(
                        node.request("%s/%s/bye".formatted(SESSIONS, session))
                                .header("Authorization", "Bearer " + token)
                                .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }

    @Test
    void pingAnswersAnyOrigin() throws IOException, InterruptedException {
        var pong = node.send(node.request("/api/v1/ping").header("Origin", "https://evil.example"));

        assertThat(pong.statusCode()).isEqualTo(204);
        assertThat(pong.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(get(SESSIONS).headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void everyReplyTellsTheBrowserWhatNotToDo() throws IOException, InterruptedException {
        for (String path : List.of("/", "/nothing", SESSIONS, "/session/ses_1/", "/pages.css")) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self'; ")
                    .contains("frame-ancestors 'self'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Permissions-Policy").orElseThrow())
                    .contains("camera=(self)", "display-capture=(self)");
            assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
        }
    }

    @Test
    void thePageIsTheSameForEveryId() throws IOException, InterruptedException {
        String id = node.session().id();
        var real = get("/session/" + id + "/");
        var unreal = get("/session/ses_none/");

        assertThat(real.statusCode()).isEqualTo(200);
        assertThat(real.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(unreal.body()).isEqualTo(real.body());
        assertThat(unreal.statusCode()).isEqualTo(200);
        for (String path :
                List.of(
                        "/session/" + id + "/feedback",
                        "/session/" + id + "/recording",
                        "/dashboard")) {
            assertThat(get(path).statusCode()).isEqualTo(200);
            assertThat(get(path).body()).isEqualTo(real.body());
        }
        var without = get("/session/" + id);
        assertThat(without.statusCode()).isEqualTo(308);
        assertThat(without.headers().firstValue("Location")).contains("/session/" + id + "/");
    }

    @Test
    void hashedAssetsAreKeptForeverAndThePageIsNot() throws IOException, InterruptedException {
        var asset = get("/assets/app-Ab3dE9xY.js");
        var page = get("/session/x/");

        assertThat(asset.headers().firstValue("Content-Type"))
                .contains("text/javascript; charset=utf-8");
        assertThat(asset.headers().firstValue("Cache-Control"))
                .contains("public, max-age=31536000, immutable");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
        String etag = page.headers().firstValue("ETag").orElseThrow();
        var again = node.send(node.request("/session/x/").header("If-None-Match", etag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(get("/assets/font-Ab3dE9xY.woff2").headers().firstValue("Content-Type"))
                .contains("font/woff2");
    }

    @Test
    void whatWasCompressedAtTheBuildIsSentSo() throws IOException, InterruptedException {
        String path = "/assets/app-Ab3dE9xY.js";
        var brotli = node.send(node.request(path).header("Accept-Encoding", "gzip, br"));
        var gzip = node.send(node.request(path).header("Accept-Encoding", "br;q=0, gzip"));
        var plain = get(path);

        assertThat(brotli.headers().firstValue("Content-Encoding")).contains("br");
        assertThat(gzip.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(plain.headers().firstValue("Vary")).contains("Accept-Encoding");
        assertThat(get(path + ".br").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../pom.xml",
                "/..%2f..%2fetc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/assets/../index.html",
                "/assets/..%2findex.html",
                "/assets/%00app-Ab3dE9xY.js",
                "//etc/passwd",
                "/index.html",
                "/home.html",
                "/session/../",
                "/session/a/b/",
                "/session/%2e%2e/",
                "/session//",
                "/session//feedback",
                "/session/a/b/recording",
                "/session/a/feedback/",
                "/session/a/b/feedback",
                "/session/%2e%2e/feedback",
                "/dashboard/",
                "/dashboard/x",
                "/feedback",
                "/live/lyceum/web/index.html",
                "/META-INF/MANIFEST.MF",
                "/assets",
                "/assets/",
            })
    void thereIsNoWayToAnythingElse(String path) throws IOException {
        try (var socket = new RawSocket(URI.create(node.url()))) {
            socket.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(socket.head()).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void headAndOtherMethodsOnThePage() throws IOException, InterruptedException {
        var head = node.send(node.request("/").HEAD());
        var post = node.send(node.request("/").POST(HttpRequest.BodyPublishers.ofString("x=1")));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("Content-Length").orElseThrow()).isPositive();
        assertThat(post.statusCode()).isEqualTo(405);
    }

    @Test
    void whoIsSlowIsNotWaitedFor() throws IOException {
        try (var slow =
                        TestNode.start(
                                folder,
                                TestNode.PATIENT,
                                new HttpLimits(300, 300, 100, 100),
                                1_000);
                var silent = new RawSocket(URI.create(slow.url()));
                var slowHead = new RawSocket(URI.create(slow.url()));
                var slowBody = new RawSocket(URI.create(slow.url()))) {
            slowHead.send("GET / HTTP/1.1\r\nHost");
            slowBody.send(
                    "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{");
            assertThat(silent.isEnded()).isTrue();
            assertThat(slowHead.isEnded()).isTrue();
            assertThat(slowBody.isEnded()).isTrue();
            String turned = "lyceum_http_turned_away_total{reason=\"slow_request\"}";
            assertThat(slow.metric(turned)).isEqualTo(3);
        }
    }

    @Test
    void connectionsAreBounded() throws IOException {
        var two = new HttpLimits(10_000, 10_000, 2, 100);
        try (var small = TestNode.start(folder, TestNode.PATIENT, two, 1_000);
                var first = new RawSocket(URI.create(small.url()));
                var second = new RawSocket(URI.create(small.url()))) {
            await().until(() -> small.metric("lyceum_http_connections") == 2);
            try (var third = new RawSocket(URI.create(small.url()))) {
                assertThat(third.isEnded()).isTrue();
            }
            first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            second.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(first.head()).startsWith("HTTP/1.1 200");
            assertThat(second.head()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (var socket = new RawSocket(URI.create(node.url()))) {
            String last = "GET /api/v1/ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.send("GET /api/v1/sessions HTTP/1.1\r\nHost: x\r\n\r\n" + last);
            String head = socket.head();
            assertThat(head).startsWith("HTTP/1.1 401");
            assertThat(socket.rest()).contains("HTTP/1.1 204");
        }
    }

    @Test
    void whatIsNoHttpIsAnsweredAndEnded() throws IOException {
        for (String request :
                List.of(
                        "HELLO\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
                        "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")) {
            try (var socket = new RawSocket(URI.create(node.url()))) {
                socket.send(request);
                assertThat(socket.head()).containsPattern("HTTP/1.1 4(00|13)");
                assertThat(socket.isEnded()).isTrue();
            }
        }
    }

    @Test
    void theOpsPortTellsOperators() throws IOException, InterruptedException {
        for (var expected :
                List.of(
                        List.of("/healthz", "ok"),
                        List.of("/readyz", "ready"),
                        List.of("/version", "\"version\":\"test\""),
                        List.of("/metrics", "lyceum_rooms"))) {
            var answer =
                    node.send(
                            HttpRequest.newBuilder(
                                    URI.create(node.opsUrl() + expected.getFirst())));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains(expected.getLast());
            assertThat(get(expected.getFirst()).statusCode()).isEqualTo(404);
        }
    }
}
