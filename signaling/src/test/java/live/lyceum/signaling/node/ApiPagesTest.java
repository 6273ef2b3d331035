package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the description of the REST API is to be had.
class ApiPagesTest extends OnNode {
    private static final String FILE = "/api/v1/openapi.json";

    private static HttpResponse<String> ops(String path) throws IOException, InterruptedException {
        return node.send(HttpRequest.newBuilder(URI.create(node.opsUrl() + path)));
    }

    @Test
    void theFileIsForEverybodyAndEveryPage() throws IOException, InterruptedException {
        var file = node.send(node.request(FILE).header("Origin", "https://somewhere.example"));
        JsonNode tree = new ObjectMapper().readTree(file.body());

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(file.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(file.headers().firstValue("Cache-Control")).contains("public, max-age=300");
        assertThat(tree.get("openapi").asText()).startsWith("3.1");
        assertThat(tree.at("/servers/0/url").asText()).isEqualTo("/api/v1");
        assertThat(tree.at("/components/schemas/SessionState/enum/0").asText())
                .isEqualTo("scheduled");
    }

    @Test
    void whatIsKnownIsNotSentAgain() throws IOException, InterruptedException {
        String etag = node.send(node.request(FILE)).headers().firstValue("ETag").orElseThrow();
        var again = node.send(node.request(FILE).header("If-None-Match", etag));
        var other = node.send(node.request(FILE).header("If-None-Match", "\"other\""));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).contains(etag);
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/, text/html",
        "/api/api.js, text/javascript",
        "/api/swagger-ui.css, text/css",
        "/api/swagger-ui-bundle.js, text/javascript",
        "/api/openapi.json, application/json",
    })
    void operatorsCanReadIt(String path, String type) throws IOException, InterruptedException {
        var page = ops(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self'")
                .doesNotContain("http", "*", "unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(node.send(node.request(path)).statusCode()).as("outside").isEqualTo(404);
    }

    @Test
    void theyReadTheSameAsEverybody() throws IOException, InterruptedException {
        assertThat(ops("/api/openapi.json").body()).isEqualTo(node.send(node.request(FILE)).body());
        assertThat(ops("/api/").body()).doesNotContain("http://", "https://");
        assertThat(ops("/api").headers().firstValue("Location")).contains("/api/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/index.html",
                "/api/swagger-ui.js",
                "/api/..%2fhealthz",
                "/api/META-INF/MANIFEST.MF",
                "/api/api.html",
                "/swagger-ui.css",
            })
    void nothingElseOfItIsServed(String path) throws IOException, InterruptedException {
        assertThat(ops(path).statusCode()).isEqualTo(404);
    }
}
