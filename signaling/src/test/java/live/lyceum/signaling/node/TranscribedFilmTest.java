package live.lyceum.signaling.node;

import static live.lyceum.signaling.testkit.ScriptedTranscriber.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.testkit.ScriptedTranscriber;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was said in a lesson that was recorded, on the clock of its film, over HTTP.
class TranscribedFilmTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir Path folder;
    private TestNode node;
    private TestNode.Invited session;

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder, new ScriptedTranscriber(true));
        session = node.session("ann:mentor", "ben:learner");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private RoomId room() {
        return new RoomId(session.id());
    }

    private HttpResponse<String> get(String path, String bearer)
            throws IOException, InterruptedException {
        return node.send(
                node.request("/api/v1" + path).header("Authorization", "Bearer " + bearer));
    }

    private JsonNode json(String path, String bearer) throws IOException, InterruptedException {
        var response = get(path, bearer);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return MAPPER.readTree(response.body());
    }

    private HttpResponse<String> signed(String address) throws IOException, InterruptedException {
        return node.send(node.request(address));
    }

    private String transcript(String query) {
        return "/sessions/%s/transcript?%s".formatted(session.id(), query);
    }

    /// Starts a recording, and stops the one before.
    private JsonNode record(TestSocket mentor) throws IOException, InterruptedException {
        mentor.ask("recording.start", TestSocket.op(), "{}");
        String path = "/sessions/%s/recordings".formatted(session.id());
        Awaitility.await()
                .until(() ->
                        json(path, TestNode.KEY)
                                .at("/items")
                                .findValuesAsText("state")
                                .contains("recording"));
        JsonNode all = json(path, TestNode.KEY).get("items");
        return all.get(all.size() - 1);
    }

    private void stopRecording(TestSocket mentor, JsonNode recording) {
        mentor.ask("recording.stop", TestSocket.op(), "{}");
        Awaitility.await()
                .until(() ->
                        node.recorder.asked().contains("stop " + recording.get("id").asText()));
        node.recorder.ready(session.id(), recording.get("id").asText());
    }

    private void say(String id, String who, long atMs, String text, TestSocket page) {
        node.transcriber.listener().line(room(), line(id, who, atMs, text, 0));
        page.await(each -> each.at("/d/id").asText().equals(id));
    }

    private static long startedMs(JsonNode recording) {
        return Instant.parse(recording.get("startedAt").asText()).toEpochMilli();
    }

    /// The recording as one who was in the session sees it.
    private JsonNode mine(int number) throws IOException, InterruptedException {
        return json("/me/sessions/%s/recordings".formatted(session.id()), session.tokens().get(1))
                .at("/items/" + number);
    }

    @Test
    void hasTheLinesOfItsOwnTimeOnly() throws Exception {
        TestSocket ann = node.present(session, 0, "ann");
        node.present(session, 1, "ben");
        JsonNode first = record(ann);
        long zeroMs = startedMs(first);
        say("l_1", "ann", zeroMs - 5_000, "Before", ann);
        say("l_2", "ann", zeroMs - 400, "Hello there", ann);
        stopRecording(ann, first);
        JsonNode second = record(ann);
        say("l_3", "ben", startedMs(second) + 61_007, "Bye", ann);
        ann.ask("session.end", TestSocket.op(), "{}");
        Awaitility.await().until(() -> mine(1).get("state").asText().equals("processing"));
        node.recorder.ready(session.id(), second.get("id").asText());

        JsonNode lines = json(transcript("recording=" + first.get("id").asText()), TestNode.KEY);
        assertThat(lines.get("items")).hasSize(1);
        assertThat(lines.at("/items/0/id").asText()).isEqualTo("l_2");
        String vtt =
                get(
                                transcript("format=vtt&recording=" + first.get("id").asText()),
                                session.tokens().getFirst())
                        .body();
        assertThat(vtt)
                .isEqualTo(
                        """
                        WEBVTT

                        l_2
                        00:00:00.000 --> 00:00:00.600
                        <v Name of ann (mentor)>Hello there
                        """);
        assertThat(signed(mine(0).at("/transcript/vtt").asText()).body()).isEqualTo(vtt);
        assertThat(signed(mine(1).at("/transcript/vtt").asText()).body())
                .as("said after its end, by the clock of this test")
                .doesNotContain("Before", "Bye");
        assertThat(get(transcript("recording=rec_nope"), TestNode.KEY).statusCode()).isEqualTo(404);
    }

    @Test
    void isReadByWhoSeesTheFilmAndNobodyElse() throws Exception {
        TestSocket ann = node.present(session, 0, "ann");
        node.present(session, 1, "ben");
        JsonNode recording = record(ann);
        say("l_1", "ann", startedMs(recording) + 7, "Hello", ann);
        assertThat(mine(0).has("transcript")).as("while it goes on").isFalse();
        stopRecording(ann, recording);
        String id = recording.get("id").asText();

        JsonNode seen = mine(0).get("transcript");
        assertThat(json("/recordings/" + id, TestNode.KEY).get("transcript").fieldNames())
                .toIterable()
                .containsExactly("json", "vtt", "srt", "txt");
        HttpResponse<String> words = signed(seen.get("json").asText());
        assertThat(words.headers().firstValue("Cache-Control")).hasValue("private, no-cache");
        String tag = words.headers().firstValue("ETag").orElseThrow();
        assertThat(
                        node.send(
                                        node.request(seen.get("json").asText())
                                                .header("If-None-Match", tag))
                                .statusCode())
                .isEqualTo(304);
        assertThat(MAPPER.readTree(words.body()).at("/items/0/text").asText()).isEqualTo("Hello");
        assertThat(MAPPER.readTree(words.body()).get("complete").asBoolean()).isTrue();
        HttpResponse<String> saved = signed(seen.get("srt").asText() + "&download=1");
        assertThat(saved.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"%s.transcript.srt\"".formatted(id));
        assertThat(signed(seen.get("txt").asText()).body())
                .isEqualTo("[00:00:00] Name of ann: Hello\n");

        String other = seen.get("json").asText().replace("transcript.json", "transcript.vtt");
        assertThat(signed(other).statusCode()).as("signed for another file").isEqualTo(403);
        String session2 = seen.get("json").asText().replace(session.id(), "ses_other");
        assertThat(signed(session2).statusCode()).isEqualTo(403);
        var stranger = node.session("eve:mentor").tokens().getFirst();
        assertThat(get("/me/sessions/%s/recordings".formatted(session.id()), stranger).statusCode())
                .isEqualTo(404);
        assertThat(get(transcript("recording=" + id), stranger).statusCode()).isEqualTo(401);

        node.send(node.withKey("/api/v1/recordings/" + id).DELETE());
        assertThat(signed(seen.get("json").asText()).statusCode()).as("deleted").isEqualTo(404);
    }

    @Test
    void saysWhetherMoreMayCome() throws Exception {
        TestSocket ann = node.present(session, 0, "ann");
        node.present(session, 1, "ben");
        JsonNode recording = record(ann);
        say("l_1", "ann", startedMs(recording) + 7, "Hello", ann);
        stopRecording(ann, recording);
        node.transcriber.busy().add(room());
        String address = mine(0).at("/transcript/json").asText();
        HttpResponse<String> before = signed(address);
        assertThat(MAPPER.readTree(before.body()).get("complete").asBoolean(true)).isFalse();

        say("l_2", "ben", startedMs(recording) + 1, "Before", ann);
        node.transcriber.busy().clear();

        HttpResponse<String> after =
                node.send(
                        node.request(address)
                                .header(
                                        "If-None-Match",
                                        before.headers().firstValue("ETag").orElseThrow()));
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(MAPPER.readTree(after.body()).at("/items/0/text").asText()).isEqualTo("Before");
        assertThat(MAPPER.readTree(after.body()).get("complete").asBoolean()).isTrue();
    }

    @Test
    void isNotForWhoWasPutOut() throws Exception {
        TestSocket ann = node.present(session, 0, "ann");
        node.present(session, 1, "ben");
        JsonNode recording = record(ann);
        say("l_1", "ann", startedMs(recording) + 7, "Hello", ann);
        stopRecording(ann, recording);
        assertThat(mine(0).has("transcript")).isTrue();
        JsonNode given = mine(0);
        String annsWords =
                json(
                                "/me/sessions/%s/recordings".formatted(session.id()),
                                session.tokens().getFirst())
                        .at("/items/0/transcript/json")
                        .asText();
        for (JsonNode each : given.get("transcript")) {
            assertThat(signed(each.asText()).statusCode()).isEqualTo(200);
        }

        ann.ask("moderation.remove", TestSocket.op(), "{'participant':'ben'}");

        for (JsonNode each : given.get("transcript")) {
            assertThat(signed(each.asText()).statusCode()).as("given before").isEqualTo(403);
            assertThat(signed(each.asText()).body()).contains("A mentor removed you");
        }
        assertThat(signed(annsWords).statusCode()).as("given to somebody else").isEqualTo(200);

        assertThat(mine(0).has("transcript")).isFalse();
        assertThat(mine(0).at("/files/0/url").asText()).as("its film").isNotEmpty();
        assertThat(
                        json(
                                        "/me/sessions/%s/recordings".formatted(session.id()),
                                        session.tokens().getFirst())
                                .at("/items/0")
                                .has("transcript"))
                .as("for the others")
                .isTrue();
    }

    /// A join token opens nothing of a session from which its owner was put out.
    @Test
    void whatAMentorGotEndsWhenTheyArePutOut() throws Exception {
        session = node.session("ann:mentor", "ben:learner", "eve:mentor");
        TestSocket ann = node.present(session, 0, "ann");
        node.present(session, 2, "eve");
        JsonNode recording = record(ann);
        stopRecording(ann, recording);
        String path = "/sessions/%s/recordings".formatted(session.id());
        JsonNode eves = json(path, session.tokens().get(2)).at("/items/0");
        JsonNode keys = json(path, TestNode.KEY).at("/items/0");

        String seat = "/api/v1/sessions/%s/participants/eve".formatted(session.id());
        assertThat(node.send(node.withKey(seat).DELETE()).statusCode()).isEqualTo(204);

        assertThat(signed(eves.at("/files/0/url").asText()).statusCode()).isEqualTo(403);
        assertThat(signed(eves.at("/transcript/json").asText()).statusCode()).isEqualTo(403);
        assertThat(signed(keys.at("/files/0/url").asText()).statusCode())
                .as("good, of a film that this test has not")
                .isEqualTo(404);
        assertThat(signed(keys.at("/transcript/json").asText()).statusCode()).isEqualTo(200);
    }

    @Test
    void isNotThereWhereTheTranscriptIsNotKept() throws Exception {
        session =
                node.session(
                        body -> body.put("saveTranscript", false), "ann:mentor", "ben:learner");
        TestSocket ann = node.present(session, 0, "ann");
        node.present(session, 1, "ben");
        JsonNode recording = record(ann);
        stopRecording(ann, recording);

        assertThat(mine(0).get("state").asText()).isEqualTo("ready");
        assertThat(mine(0).has("transcript")).isFalse();
        node.send(
                node.withKey("/api/v1/sessions/%s/end".formatted(session.id()))
                        .POST(BodyPublishers.noBody()));
        assertThat(mine(0).has("transcript")).isFalse();
    }
}
