package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import live.lyceum.signaling.testkit.TestSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// PATCH and DELETE of a session.
class ChangesTest extends OnNode {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static String path(String id) {
        return "/api/v1/sessions/" + id;
    }

    private static String tag(String id) throws IOException, InterruptedException {
        return node.send(node.withKey(path(id))).headers().firstValue("ETag").orElseThrow();
    }

    private static HttpResponse<String> change(String id, String match, String body)
            throws IOException, InterruptedException {
        return node.send(
                node.withKey(path(id))
                        .header("Content-Type", "application/merge-patch+json")
                        .header("If-Match", match)
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return MAPPER.readTree(answer.body());
    }

    @Test
    void aChangeIsShownToIntegratorsAndToWhoIsThere() throws IOException, InterruptedException {
        var session = node.session("ann:mentor");
        TestSocket page = node.join(session.tokens().getFirst());
        String before = tag(session.id());

        HttpResponse<String> changed =
                change(
                        session.id(),
                        before,
                        """
                        {"title":"Trees","plannedMs":1800000,"returnUrl":"https://a.example/b",
                         "hardEndAt":"2099-01-01T00:00:00Z","completeRatio":0.5,
                         "abandonAfterMs":60000,"saveChat":false,
                         "embedOrigins":["https://a.example"]}
                        """);

        assertThat(changed.statusCode()).isEqualTo(200);
        JsonNode now = json(changed);
        assertThat(now.get("title").asText()).isEqualTo("Trees");
        assertThat(now.get("saveChat").asBoolean()).isFalse();
        assertThat(now.get("attendance").get(0).get("id").asText()).isEqualTo("ann");
        assertThat(json(node.send(node.withKey(path(session.id()))))).isEqualTo(now);
        assertThat(changed.headers().firstValue("ETag")).contains(tag(session.id()));
        assertThat(tag(session.id())).isNotEqualTo(before);
        JsonNode told = page.event("session.updated");
        assertThat(told.at("/d/title").asText()).isEqualTo("Trees");
        assertThat(told.at("/d/plannedMs").asLong()).isEqualTo(1_800_000);
        assertThat(page.event("timer").at("/d/totalMs").asLong()).isEqualTo(1_800_000);

        JsonNode without =
                json(change(session.id(), "*", "{\"returnUrl\":null,\"hardEndAt\":null}"));
        assertThat(without.get("returnUrl").isNull()).isTrue();
        assertThat(without.get("hardEndAt").isNull()).isTrue();
        assertThat(without.get("title").asText()).isEqualTo("Trees");
    }

    @Test
    void aChangeSaysWhatItWasMadeOf() throws IOException, InterruptedException {
        String id = node.session().id();
        String before = tag(id);
        change(id, before, "{\"title\":\"Trees\"}");

        assertThat(change(id, before, "{\"title\":\"Heaps\"}").statusCode()).isEqualTo(412);
        var without =
                node.send(
                        node.withKey(path(id))
                                .header("Content-Type", "application/json")
                                .method("PATCH", HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(without.statusCode()).isEqualTo(428);
        assertThat(tag(id)).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"title\":null}                          | title",
                "{\"plannedMs\":-300000}                   | plannedMs",
                "{\"startsAt\":null}                       | startsAt",
                "{\"hardEndAt\":\"2001-01-01T00:00:00Z\"}  | hardEndAt",
                "{\"completeRatio\":2}                     | completeRatio",
                "{\"embedOrigins\":\"x\"}                  | embedOrigins",
                "{\"topics\":[]}                           | topics",
                "{\"state\":\"ended\"}                     | state",
            })
    void whatIsWrongIsNamed(String body, String field) throws IOException, InterruptedException {
        HttpResponse<String> refused = change(node.session().id(), "*", body);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(refused).at("/errors/0/field").asText()).isEqualTo(field);
    }

    @Test
    void whatIsTakenBackIsOver() throws IOException, InterruptedException {
        var session = node.session("ann:mentor");
        TestSocket page = node.join(session.tokens().getFirst());

        var cancelled = node.send(node.withKey(path(session.id())).DELETE());

        assertThat(cancelled.statusCode()).isEqualTo(204);
        JsonNode told = page.event("session.ended");
        assertThat(told.at("/d/reason").asText()).isEqualTo("cancelled");
        assertThat(told.at("/d/outcome").isNull()).isTrue();
        assertThat(page.closeCode()).isEqualTo(4410);
        JsonNode shown = json(node.send(node.withKey(path(session.id()))));
        assertThat(shown.get("state").asText()).isEqualTo("cancelled");
        assertThat(shown.get("outcome").isNull()).isTrue();
        assertThat(node.send(node.withKey(path(session.id())).DELETE()).statusCode())
                .isEqualTo(204);
        assertThat(change(session.id(), "*", "{\"title\":\"x\"}").statusCode()).isEqualTo(409);
        assertThat(node.send(node.withKey(path(session.id()) + "/receipt")).statusCode())
                .isEqualTo(409);
    }

    @Test
    void whatIsEndedIsNotTakenBack() throws IOException, InterruptedException {
        String id = node.session().id();
        assertThat(node.post(path(id) + "/end", "").statusCode()).isEqualTo(200);

        assertThat(node.send(node.withKey(path(id)).DELETE()).statusCode()).isEqualTo(409);
    }
}
