package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who may frame the page of a session.
class EmbedTest extends OnNode {
    private static final String STRICT = "frame-ancestors 'self'";

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return node.send(node.request(path));
    }

    private static String ancestors(HttpHeaders headers) {
        String policy = headers.firstValue("Content-Security-Policy").orElseThrow();
        return policy.substring(policy.indexOf("frame-ancestors"));
    }

    private static String embedded(String... origins) throws IOException, InterruptedException {
        return node.session(
                        body -> List.of(origins).forEach(body.withArray("embedOrigins")::add),
                        "daniel:mentor")
                .id();
    }

    @Test
    void thePagesOfASessionMayBeFramedByItsOrigins() throws IOException, InterruptedException {
        String id = embedded("https://school.example", "http://localhost:3000");
        for (String path : List.of("/", "/feedback", "/recording")) {
            var page = get("/session/" + id + path);
            var headers = page.headers();

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(ancestors(headers))
                    .isEqualTo(STRICT + " https://school.example http://localhost:3000");
            assertThat(headers.allValues("Content-Security-Policy")).hasSize(1);
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self'; ");
            assertThat(headers.firstValue("X-Frame-Options")).isEmpty();
            assertThat(headers.firstValue("Permissions-Policy").orElseThrow())
                    .contains("camera=(self)", "microphone=(self)", "fullscreen=(self)");
        }
    }

    @Test
    void originsThatChangeCountFromTheNextLoadOn() throws IOException, InterruptedException {
        String id = embedded("https://school.example");
        var change = "{\"embedOrigins\":[\"https://college.example\"]}";

        var changed =
                node.send(
                        node.withKey("/api/v1/sessions/" + id)
                                .header("Content-Type", "application/json")
                                .header("If-Match", "*")
                                .method("PATCH", HttpRequest.BodyPublishers.ofString(change)));

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(ancestors(get("/session/" + id + "/").headers()))
                .isEqualTo(STRICT + " https://college.example");
    }

    @Test
    void nothingElseMay() throws IOException, InterruptedException {
        String id = embedded("https://school.example");
        String without = node.session("daniel:mentor").id();
        for (String path :
                List.of(
                        "/session/" + without + "/",
                        "/session/ses_none/",
                        "/session/" + id,
                        "/session/" + id + "/other",
                        "/dashboard",
                        "/",
                        "/api/v1/sessions/" + id)) {
            assertThat(ancestors(get(path).headers())).as(path).isEqualTo(STRICT);
        }
    }

    @Test
    void anUnknownSessionIsAnsweredAsOneThatNobodyMayFrame()
            throws IOException, InterruptedException {
        String without = node.session("daniel:mentor").id();

        var known = get("/session/" + without + "/");
        var unknown = get("/session/ses_none/");

        assertThat(unknown.body()).isEqualTo(known.body());
        assertThat(unknown.headers().map()).containsOnlyKeys(known.headers().map().keySet());
        assertThat(unknown.headers().firstValue("ETag"))
                .isEqualTo(known.headers().firstValue("ETag"));
    }

    @Test
    void aPageThatMayBeFramedIsNotKept() throws IOException, InterruptedException {
        String plain = "/session/" + node.session("daniel:mentor").id() + "/";
        String framed = "/session/" + embedded("https://school.example") + "/";
        String etag = get(plain).headers().firstValue("ETag").orElseThrow();

        var again = node.send(node.request(plain).header("If-None-Match", etag));
        var fresh = node.send(node.request(framed).header("If-None-Match", etag));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(fresh.statusCode()).isEqualTo(200);
        assertThat(fresh.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void otherMethodsAreRefusedAsEver() throws IOException, InterruptedException {
        String path = "/session/" + embedded("https://school.example") + "/";

        var head = node.send(node.request(path).method("HEAD", body()));
        var post = node.send(node.request(path).POST(body()));

        assertThat(ancestors(head.headers())).endsWith("https://school.example");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    private static HttpRequest.BodyPublisher body() {
        return HttpRequest.BodyPublishers.noBody();
    }
}
