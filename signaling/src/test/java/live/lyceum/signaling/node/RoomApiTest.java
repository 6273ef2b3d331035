package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What integrators, and mentors from outside, do with a room over REST.
class RoomApiTest extends OnNode {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private TestNode.Invited session;
    private TestSocket ann;
    private TestSocket ben;

    /// Out of the room is out of its REST too.
    @Test
    void whoWasPutOutMayDoNothingMore() throws IOException, InterruptedException {
        var session = node.session("ann:mentor", "ben:learner");
        String path = "/api/v1/sessions/" + session.id();
        node.join(session.tokens().getFirst());
        assertThat(node.send(node.withKey(path + "/participants/ann").DELETE()).statusCode())
                .isEqualTo(204);

        for (String rest : new String[] {"/chat", "/receipt"}) {
            var refused =
                    node.send(
                            node.request(path + rest)
                                    .header(
                                            "Authorization",
                                            "Bearer " + session.tokens().getFirst()));
            assertThat(refused.statusCode()).as(rest).isEqualTo(403);
        }
        var end =
                node.send(
                        node.request(path + "/end")
                                .header("Authorization", "Bearer " + session.tokens().getFirst())
                                .POST(BodyPublishers.noBody()));
        assertThat(end.statusCode()).isEqualTo(403);
        var other =
                node.send(
                        node.request(path + "/chat")
                                .header("Authorization", "bearer " + session.tokens().getLast()));
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @BeforeEach
    void join() throws IOException, InterruptedException {
        session = node.session("ann:mentor", "ben:learner");
        ann = node.join(session.tokens().getFirst());
        ben = node.join(session.tokens().getLast());
    }

    private HttpResponse<String> send(String method, String path, String bearer, String body)
            throws IOException, InterruptedException {
        return node.send(
                node.request("/api/v1/sessions/%s/%s".formatted(session.id(), path))
                        .header("Authorization", "Bearer " + bearer)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(method, path, TestNode.KEY, body);
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return MAPPER.readTree(response.body());
    }

    @Test
    void theEndIsToldToTheRoomAndTwiceIsOnce() throws IOException, InterruptedException {
        JsonNode ended = json(send("POST", "end", ""));

        assertThat(ended.get("state").asText()).isEqualTo("ended");
        assertThat(ben.event("session.ended").at("/d/reason").asText()).isEqualTo("requested");
        assertThat(ann.closeCode()).isEqualTo(4410);
        assertThat(send("POST", "end", "").statusCode()).isEqualTo(409);
    }

    @Test
    void aMentorMayEndItFromOutsideAndALearnerMayNot() throws IOException, InterruptedException {
        String mentor = session.tokens().getFirst();
        String learner = session.tokens().getLast();

        assertThat(send("POST", "end", learner, "").statusCode()).isEqualTo(403);
        assertThat(send("POST", "end", "nonsense", "").statusCode()).isEqualTo(401);
        assertThat(send("POST", "end", mentor, "").statusCode()).isEqualTo(200);
    }

    @Test
    void whoIsInTheRoomIsListedAndCanBePutOut() throws IOException, InterruptedException {
        JsonNode people = json(send("GET", "participants", "")).get("items");
        assertThat(people).hasSize(2);
        assertThat(people.get(1).get("id").asText()).isEqualTo("ben");
        assertThat(people.get(1).get("present").asBoolean()).isTrue();
        assertThat(people.get(1).get("attendanceMs").asLong()).isZero();

        assertThat(send("DELETE", "participants/ben", "").statusCode()).isEqualTo(204);

        assertThat(ann.event("participant.left").at("/d/reason").asText()).isEqualTo("removed");
        assertThat(ben.closeCode()).isEqualTo(4403);
        JsonNode left = json(send("GET", "participants", "")).get("items").get(1);
        assertThat(left.get("present").asBoolean()).isFalse();
        assertThat(send("DELETE", "participants/ben", "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "participants/nobody", "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "participants/no%20id", "").statusCode()).isEqualTo(404);
    }

    @Test
    void topicsAreChangedAndTickedOff() throws IOException, InterruptedException {
        JsonNode before =
                json(send(
                                "PUT",
                                "topics",
                                "{\"topics\":[{\"title\":\"One\"},{\"title\":\"Two\"}]}"))
                        .get("items");
        String one = before.get(0).get("id").asText();
        assertThat(before)
                .extracting(each -> each.get("title").asText())
                .containsExactly("One", "Two");
        assertThat(ben.event("topic.updated").at("/d/topics")).isEqualTo(before);

        JsonNode done = json(send("POST", "topics/" + one + "/done", "")).get("items");
        assertThat(done.get(0).get("done").asBoolean()).isTrue();
        JsonNode undone =
                json(send("POST", "topics/" + one + "/done", "{\"done\":false}")).get("items");
        assertThat(undone).isEqualTo(before);

        String kept =
                "{\"topics\":[{\"title\":\"New\"},{\"id\":\"%s\",\"title\":\"One\"}]}"
                        .formatted(one);
        JsonNode after = json(send("PUT", "topics", kept)).get("items");
        assertThat(after.get(1).get("id").asText()).isEqualTo(one);
        assertThat(after.get(0).get("id").asText()).isNotIn(one, before.get(1).get("id").asText());
    }

    @Test
    void theChatComesByPages() throws IOException, InterruptedException {
        for (String line : new String[] {"one", "two", "three"}) {
            ben.ask("chat.send", TestSocket.op(), "{'text':'%s'}".formatted(line));
        }

        JsonNode first = json(send("GET", "chat?limit=2", ""));
        JsonNode rest = json(send("GET", "chat?after=" + first.get("next").asText(), ""));

        assertThat(first.get("items"))
                .extracting(each -> each.get("text").asText())
                .containsExactly("one", "two");
        assertThat(rest.get("items"))
                .extracting(each -> each.get("text").asText())
                .containsExactly("three");
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(send("GET", "chat", session.tokens().getLast(), "").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET | end | '' | 405
                    POST | participants | '' | 405
                    GET | topics | '' | 405
                    PUT | topics | {} | 422
                    PUT | topics | {"topics":[{"title":""}]} | 422
                    PUT | topics | {"topics":[{"id":"t_99","title":"A"}]} | 404
                    PUT | topics | [] | 400
                    POST | topics/t_99/done | '' | 404
                    POST | topics/t_1/done | {"done":1} | 422
                    GET | chat?after=x | '' | 400
                    GET | chat?after=m_x | '' | 400
                    GET | chat?limit=0 | '' | 400
                    GET | participants/a/b | '' | 404
                    """)
    void whatCannotBeIsAnswered(String method, String path, String body, int status)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(ann.isOpen() && ben.isOpen()).isTrue();
    }
}
