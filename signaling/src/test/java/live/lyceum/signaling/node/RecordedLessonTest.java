package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.testkit.HookReceiver;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A lesson that is to be recorded, from its making to its files, over HTTP and WebSockets.
class RecordedLessonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir Path folder;
    private TestNode node;
    private TestNode.Invited session;

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder);
        session = node.session(body -> body.put("record", true), "ann:mentor", "ben:learner");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void restart() throws IOException {
        node.close();
        node = TestNode.start(folder);
    }

    private JsonNode get(String path, String bearer) throws IOException, InterruptedException {
        var response =
                node.send(
                        node.request("/api/v1" + path).header("Authorization", "Bearer " + bearer));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return MAPPER.readTree(response.body());
    }

    /// The session's recordings as an integrator sees them.
    private JsonNode recordings() throws IOException, InterruptedException {
        return get("/sessions/%s/recordings".formatted(session.id()), TestNode.KEY).get("items");
    }

    private TestSocket present(int seat, String who) {
        return node.present(session, seat, who);
    }

    private static JsonNode awaitState(TestSocket page, String state) {
        return page.await(each ->
                each.path("t").asText().equals("recording.state")
                        && each.at("/d/state").asText().equals(state));
    }

    private void awaitAsked(String words) {
        Awaitility.await().until(() -> node.recorder.asked().contains(words));
    }

    @Test
    void aLessonWhosePlanSaysSoIsRecordedAndItsFilesAreTold() throws Exception {
        try (var receiver = HookReceiver.start()) {
            var made =
                    node.post(
                            "/api/v1/webhooks",
                            """
                            {"url":"%s","events":["recording.started","recording.stopped",
                             "recording.ready","session.ended"]}
                            """
                                    .formatted(receiver.url()));
            receiver.secret(MAPPER.readTree(made.body()).get("secret").asText());
            TestSocket ann = present(0, "ann");
            TestSocket ben = present(1, "ben");
            String id = awaitState(ben, "recording").at("/d/id").asText();
            awaitAsked("record " + id);
            assertThat(recordings()).hasSize(1);
            assertThat(recordings().get(0).get("state").asText()).isEqualTo("recording");
            assertThat(node.connect().hello(session.tokens().get(1)).at("/snapshot/recording/id"))
                    .as("who comes later")
                    .hasToString("\"%s\"".formatted(id));

            ann.ask("session.end", TestSocket.op(), "{}");
            awaitAsked("stop " + id);
            node.recorder.progress(0.5);
            JsonNode making = recordings().get(0);
            assertThat(making.get("state").asText()).isEqualTo("processing");
            assertThat(making.get("progress").asDouble()).isEqualTo(0.5);
            node.recorder.ready(session.id(), id);

            checkFiles(id);
            assertThat(receiver.await(4))
                    .extracting(each -> MAPPER.readTree(each.body()).get("type").asText())
                    .containsExactly(
                            "recording.started",
                            "recording.stopped",
                            "session.ended",
                            "recording.ready");
            JsonNode ready = MAPPER.readTree(receiver.messages().getLast().body()).get("data");
            assertThat(ready.get("recording").asText()).isEqualTo(id);
            assertThat(ready.get("files")).hasSize(3);
        }
    }

    private void checkFiles(String id) throws IOException, InterruptedException {
        JsonNode all = get("/recordings/" + id, session.tokens().getFirst());
        assertThat(all.get("state").asText()).isEqualTo("ready");
        assertThat(all.get("tracks")).hasSize(1);
        assertThat(all.at("/tracks/0/source").asText()).isEqualTo("screenAudio");
        assertThat(all.at("/files/0/url").asText())
                .startsWith("/media/recordings/%s/%s.lesson.webm?exp=".formatted(session.id(), id));
        JsonNode mine =
                get("/me/sessions/%s/recordings".formatted(session.id()), session.tokens().get(1))
                        .at("/items/0");
        assertThat(mine.get("files")).hasSize(2);
        assertThat(mine.has("tracks")).as("what each person sent").isFalse();
        JsonNode receipt = get("/sessions/%s/receipt".formatted(session.id()), TestNode.KEY);
        assertThat(receipt.at("/receipt/recordings/0/files")).hasSize(3);

        assertThat(node.send(node.withKey("/api/v1/recordings/" + id).DELETE()).statusCode())
                .isEqualTo(204);

        awaitAsked("delete " + id);
        JsonNode deleted = recordings().get(0);
        assertThat(deleted.get("state").asText()).isEqualTo("deleted");
        assertThat(deleted.at("/files/0").has("url")).isFalse();
        assertThat(get("/sessions/%s/receipt".formatted(session.id()), TestNode.KEY))
                .isEqualTo(receipt);
    }

    @Test
    void aRecordingGoesOnAfterARestartAndWhatItLeftIsMadeByTheNext() throws Exception {
        present(0, "ann");
        String id = awaitState(present(1, "ben"), "recording").at("/d/id").asText();
        awaitAsked("record " + id);

        restart();

        awaitAsked("record " + id);
        assertThat(node.recorder.asked())
                .contains("person ann Name of ann MENTOR", "person ben Name of ben LEARNER");
        TestSocket ann = node.connect();
        assertThat(ann.hello(session.tokens().getFirst()).at("/snapshot/recording/id").asText())
                .isEqualTo(id);
        ann.join();
        ann.ask("recording.stop", TestSocket.op(), "{}");
        assertThat(awaitState(ann, "stopped").at("/d/by").asText()).isEqualTo("ann");
        awaitAsked("stop " + id);

        restart();

        awaitAsked("finish %s Graphs".formatted(id));
        assertThat(node.recorder.asked()).doesNotContain("record " + id);
        node.recorder.ready(session.id(), id);
        assertThat(recordings().get(0).get("state").asText()).isEqualTo("ready");
    }

    @Test
    void whoIsInTheRoomSeesHowFarItsFilmIs() throws Exception {
        TestSocket ann = present(0, "ann");
        present(1, "ben");
        String id = awaitState(ann, "recording").at("/d/id").asText();
        var stopped =
                node.send(
                        node.withKey("/api/v1/recordings/%s/stop".formatted(id))
                                .POST(BodyPublishers.noBody()));
        assertThat(MAPPER.readTree(stopped.body()).get("stopped").asText()).isEqualTo("requested");

        node.recorder.listener().progressed(new RoomId(session.id()), new RecordingId(id), 0.25);
        node.recorder.ready(session.id(), id);

        ann.await(each -> each.at("/d/progress").asDouble() == 1);
        assertThat(
                        ann.frames().stream()
                                .filter(each ->
                                        each.path("t").asText().equals("recording.progress"))
                                .map(each -> each.at("/d/progress").asDouble()))
                .isEqualTo(List.of(0.25, 1.0));
    }
}
