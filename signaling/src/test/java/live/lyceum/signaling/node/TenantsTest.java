package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/// Keys, their scopes, and what tenants know of each other: nothing.
class TenantsTest extends OnNode {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String KEYS = "/api/v1/keys";
    private static final String SESSIONS = "/api/v1/sessions";

    private static JsonNode key(String body) throws IOException, InterruptedException {
        HttpResponse<String> made = node.post(KEYS, body);
        assertThat(made.statusCode()).isEqualTo(201);
        return MAPPER.readTree(made.body());
    }

    private static String keyOf(String tenant) throws IOException, InterruptedException {
        return key("{\"name\":\"k\",\"tenant\":\"%s\"}".formatted(tenant)).get("key").asText();
    }

    private static HttpResponse<String> ask(String method, String path, String key, String body)
            throws IOException, InterruptedException {
        return node.send(
                node.request(path)
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> get(String path, String key)
            throws IOException, InterruptedException {
        return ask("GET", path, key, "");
    }

    private static String problem(HttpResponse<String> refused) throws IOException {
        var problem = (ObjectNode) MAPPER.readTree(refused.body());
        problem.remove("requestId");
        return problem.toString();
    }

    @Test
    void aKeyIsMadeListedAndTakenAway() throws IOException, InterruptedException {
        JsonNode made = key("{\"name\":\"School\",\"scopes\":[\"sessions.read\"]}");
        String id = made.get("id").asText();

        assertThat(made.get("key").asText()).startsWith("rk_" + id + "_");
        assertThat(made.get("tenant").asText()).isEqualTo("main");
        JsonNode listed = MAPPER.readTree(node.send(node.withKey(KEYS)).body()).get("items");
        JsonNode shown =
                listed.valueStream()
                        .filter(each -> each.get("id").asText().equals(id))
                        .findFirst()
                        .orElseThrow();
        assertThat(shown.has("key")).isFalse();
        assertThat(shown.get("scopes").toString()).isEqualTo("[\"sessions.read\"]");

        String written = made.get("key").asText();
        assertThat(get(SESSIONS, written).statusCode()).isEqualTo(200);
        assertThat(node.send(node.withKey(KEYS + "/" + id).DELETE()).statusCode()).isEqualTo(204);
        assertThat(get(SESSIONS, written).statusCode()).isEqualTo(401);
        assertThat(node.send(node.withKey(KEYS + "/" + id).DELETE()).statusCode()).isEqualTo(404);
    }

    @Test
    void aKeyMayDoWhatItsScopesSay() throws IOException, InterruptedException {
        String reading = key("{\"name\":\"r\",\"scopes\":[\"sessions.read\"]}").get("key").asText();

        assertThat(get(SESSIONS, reading).statusCode()).isEqualTo(200);
        assertThat(ask("POST", SESSIONS, reading, "{}").statusCode()).isEqualTo(403);
        assertThat(get(KEYS, reading).statusCode()).isEqualTo(403);
        assertThat(node.post(KEYS, "{\"name\":\"x\",\"scopes\":[]}").statusCode()).isEqualTo(422);
        assertThat(node.post(KEYS, "{\"name\":\"x\",\"scopes\":[\"all\"]}").statusCode())
                .isEqualTo(422);
        assertThat(node.post(KEYS, "{\"name\":\"x\",\"tenant\":\"A b\"}").statusCode())
                .isEqualTo(422);
    }

    @Test
    void aKeyDoesNotTakeItselfAway() throws IOException, InterruptedException {
        JsonNode admin = key("{\"name\":\"a\",\"scopes\":[\"admin\"]}");
        String path = KEYS + "/" + admin.get("id").asText();

        assertThat(ask("DELETE", path, admin.get("key").asText(), "").statusCode()).isEqualTo(409);
    }

    @Test
    void whatIsAnotherTenantsIsNotThere() throws IOException, InterruptedException {
        String theirs = keyOf("theirs");
        String id = node.session("mina:learner").id();
        String none = SESSIONS + "/ses_none";
        String own = SESSIONS + "/" + id;

        for (String rest :
                new String[] {"", "/participants", "/chat", "/events", "/receipt", "/feedback"}) {
            HttpResponse<String> refused = get(own + rest, theirs);
            assertThat(refused.statusCode()).as(rest).isEqualTo(404);
            assertThat(problem(refused)).isEqualTo(problem(get(none + rest, theirs)));
        }
        String topics = "{\"topics\":[]}";
        assertThat(problem(ask("PUT", own + "/topics", theirs, topics)))
                .isEqualTo(problem(ask("PUT", none + "/topics", theirs, topics)));
        assertThat(problem(ask("POST", own + "/end", theirs, "")))
                .isEqualTo(problem(ask("POST", none + "/end", theirs, "")));
        assertThat(problem(ask("POST", own + "/tokens", theirs, "{}")))
                .isEqualTo(problem(ask("POST", none + "/tokens", theirs, "{}")));
        assertThat(MAPPER.readTree(get(SESSIONS, theirs).body()).get("items")).isEmpty();
        assertThat(get(SESSIONS + "?after=" + id, theirs).statusCode()).isEqualTo(400);
    }

    @Test
    void onesSessionsAreThoseOfTheTenantThatKnowsOne() throws IOException, InterruptedException {
        String theirs = keyOf("dashboards");
        String ours = node.session("quin:learner").id();
        String subject = "{\"sub\":\"quin\"}";
        String theirToken =
                MAPPER.readTree(ask("POST", "/api/v1/tokens/dashboard", theirs, subject).body())
                        .get("token")
                        .asText();
        String ourToken =
                MAPPER.readTree(node.post("/api/v1/tokens/dashboard", subject).body())
                        .get("token")
                        .asText();

        String mine = "/api/v1/me/sessions";
        assertThat(MAPPER.readTree(get(mine, theirToken).body()).get("items")).isEmpty();
        assertThat(get(mine + "/" + ours, theirToken).statusCode()).isEqualTo(404);
        assertThat(MAPPER.readTree(get(mine, ourToken).body()).get("items")).hasSize(1);
        assertThat(get(mine + "/" + ours, ourToken).statusCode()).isEqualTo(200);
    }
}
