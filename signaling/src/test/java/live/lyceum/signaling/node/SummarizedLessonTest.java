package live.lyceum.signaling.node;

import static live.lyceum.signaling.testkit.ScriptedTranscriber.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Summarizer;
import live.lyceum.signaling.testkit.HookReceiver;
import live.lyceum.signaling.testkit.QuietLog;
import live.lyceum.signaling.testkit.ScriptedSummarizer;
import live.lyceum.signaling.testkit.ScriptedTranscriber;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lessons that are summed up once they are over, over HTTP and WebSockets.
class SummarizedLessonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String LONG = "word ".repeat(20).strip();

    @TempDir Path folder;
    private final ScriptedSummarizer summarizer = new ScriptedSummarizer(true);
    private TestNode node;
    private TestNode.Invited session;

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder, new ScriptedTranscriber(true), summarizer);
        session = lesson(true);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void restart(ScriptedSummarizer with) throws IOException {
        node.close();
        node = TestNode.start(folder, new ScriptedTranscriber(true), with);
    }

    private TestNode.Invited lesson(boolean saved) throws IOException, InterruptedException {
        return node.session(
                body -> {
                    body.put("saveTranscript", saved).putArray("topics").add("Caching").add("Ends");
                },
                "ann:mentor",
                "ben:learner");
    }

    private RoomId room() {
        return new RoomId(session.id());
    }

    private String path() {
        return "/api/v1/sessions/" + session.id() + "/summary";
    }

    /// The first topic is done between the two lines; then the lesson is over.
    private void hold(String... texts) {
        end(texts);
        node.transcriber.listener().ended(room());
    }

    /// As [#hold], and more may come of its transcript.
    private void end(String... texts) {
        TestSocket ann = node.join(session.tokens().get(0));
        node.join(session.tokens().get(1));
        var news = node.transcriber.listener();
        for (int i = 0; i < texts.length; i++) {
            String who = i == 0 ? "ann" : "ben";
            news.line(room(), line("l_" + i, who, 1_000L * (i + 1), texts[i], 0));
            String id = "l_" + i;
            ann.await(each -> each.at("/d/id").asText().equals(id));
        }
        ann.ask("topic.done", TestSocket.op(), "{'id':'t_1','done':true}");
        ann.ask("session.end", TestSocket.op(), "{}");
        Awaitility.await().until(() -> node.transcriber.asked().contains("stop " + session.id()));
    }

    private JsonNode get() throws IOException, InterruptedException {
        return MAPPER.readTree(node.send(node.withKey(path())).body());
    }

    private JsonNode awaitState(String state) {
        return Awaitility.await()
                .until(this::get, each -> each.get("state").asText().equals(state));
    }

    private HttpResponse<String> mine(int seat, String method, String body)
            throws IOException, InterruptedException {
        return node.send(
                node.request("/api/v1/me/sessions/" + session.id() + "/summary")
                        .header("Authorization", "Bearer " + session.tokens().get(seat))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void aLessonIsSummedUpAndItsMentorEditsThat() throws Exception {
        try (var receiver = HookReceiver.start()) {
            var made =
                    node.post(
                            "/api/v1/webhooks",
                            "{\"url\":\"%s\",\"events\":[\"transcript.ready\",\"summary.ready\"]}"
                                    .formatted(receiver.url()));
            receiver.secret(MAPPER.readTree(made.body()).get("secret").asText());
            assertThat(get().get("state").asText()).isEqualTo("none");

            hold(LONG, "Draw it");

            JsonNode ready = awaitState("ready");
            assertThat(ready.get("version").asInt()).isEqualTo(1);
            assertThat(ready.get("model").asText()).isEqualTo(ScriptedSummarizer.MODEL);
            assertThat(ready.at("/sections/0/homework/0"))
                    .hasToString(
                            "{\"whom\":\"Name of ben\",\"text\":\"Draw it\",\"sources\":"
                                    + "[{\"line\":\"l_1\",\"at\":\"1970-01-01T00:00:02Z\"}]}");
            assertThat(ready.at("/sections/1/title").asText()).isEqualTo("Caching");
            Summarizer.Order asked = summarizer.asked().getFirst();
            assertThat(asked.lines())
                    .extracting(each -> each.name() + "/" + each.role())
                    .containsExactly("Name of ann/mentor", "Name of ben/learner");
            assertThat(asked.topics())
                    .extracting(each -> each.doneAtMs() != null)
                    .containsExactly(true, false);
            assertThat(receiver.await(2))
                    .extracting(each -> MAPPER.readTree(each.body()).get("type").asText())
                    .containsExactly("transcript.ready", "summary.ready");
            assertThat(MAPPER.readTree(receiver.messages().getLast().body()).get("data"))
                    .hasToString(
                            "{\"sessionId\":\"%s\",\"topics\":2,\"decisions\":1,\"homework\":1,\"model\":\"%s\"}"
                                    .formatted(session.id(), ScriptedSummarizer.MODEL));
        }
        String edit =
                """
                {"version":1,"sections":[{"text":"Better","homework":
                  [{"text":"Draw two","whom":"Ben","lines":["l_1","l_7"]}]}]}\
                """;
        assertThat(mine(1, "PUT", edit).statusCode()).as("a learner").isEqualTo(403);
        assertThat(mine(0, "PUT", edit).statusCode()).isEqualTo(200);
        assertThat(mine(0, "PUT", edit).statusCode()).as("once more").isEqualTo(409);

        JsonNode seen = MAPPER.readTree(mine(1, "GET", "").body());
        assertThat(seen.get("version").asInt()).isEqualTo(2);
        assertThat(seen.at("/edited/by").asText()).isEqualTo("ann");
        assertThat(seen.at("/edited/name").asText()).isEqualTo("Name of ann");
        assertThat(seen.at("/sections/0/text").asText()).isEqualTo("Better");
        assertThat(seen.at("/sections/0/homework/0/sources")).hasSize(1);
        assertThat(seen.at("/sections/1/text").asText()).as("was left out").isEmpty();

        summarizer.hold();
        assertThat(mine(0, "POST", "").statusCode()).isEqualTo(202);
        JsonNode pending = get();
        assertThat(pending.get("state").asText()).isEqualTo("pending");
        assertThat(pending.at("/sections/0/text").asText()).isEqualTo("Better");
        summarizer.release();
        assertThat(awaitState("ready").get("edited").isNull()).isTrue();
    }

    @Test
    void whoWasPutOutHasNoSummary() throws Exception {
        session = node.session("ann:mentor", "ben:learner", "cat:mentor");
        node.join(session.tokens().get(2));
        String cat = "/api/v1/sessions/%s/participants/cat".formatted(session.id());
        assertThat(node.send(node.withKey(cat).DELETE()).statusCode()).isEqualTo(204);
        hold(LONG);
        awaitState("ready");

        String edit = "{\"version\":1,\"sections\":[]}";
        assertThat(mine(2, "GET", "").statusCode()).isEqualTo(404);
        assertThat(mine(2, "PUT", edit).statusCode()).isEqualTo(404);
        assertThat(mine(2, "POST", "").statusCode()).isEqualTo(404);
        assertThat(summaryInList(2)).isEqualTo("none");
        assertThat(get().get("version").asInt()).isEqualTo(1);
        assertThat(mine(0, "PUT", edit).statusCode()).as("another mentor").isEqualTo(200);
        assertThat(summaryInList(0)).isEqualTo("ready");
    }

    private String summaryInList(int seat) throws IOException, InterruptedException {
        var response =
                node.send(
                        node.request("/api/v1/me/sessions")
                                .header("Authorization", "Bearer " + session.tokens().get(seat)));
        JsonNode first = MAPPER.readTree(response.body()).at("/items/0");
        assertThat(first.get("id").asText()).isEqualTo(session.id());
        return first.get("summary").asText();
    }

    @Test
    void isNotMadeOfATranscriptThatIsNotComplete() throws Exception {
        node.transcriber.busy().add(room());
        end(LONG);

        HttpResponse<String> early = node.post(path(), "");

        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(MAPPER.readTree(early.body()).get("detail").asText())
                .isEqualTo("The transcript is not complete yet");
        assertThat(mine(0, "POST", "").statusCode()).isEqualTo(409);
        assertThat(get().get("state").asText()).isEqualTo("none");
        node.transcriber.listener().line(room(), line("l_late", "ben", 9_000, "Draw it", 0));
        node.transcriber.busy().remove(room());
        node.transcriber.listener().ended(room());
        assertThat(awaitState("ready").toString()).contains("Draw it");
        assertThat(summarizer.asked()).hasSize(1);
        assertThat(node.post(path(), "").statusCode()).isEqualTo(202);
    }

    @Test
    void pagesAreToldThatItWillBe() {
        TestSocket page = node.connect();
        page.hello(session.tokens().getFirst());
        JsonNode welcome = page.await(each -> each.path("t").asText().equals("welcome"));
        assertThat(welcome.at("/d/summarizes").asBoolean()).isTrue();
    }

    @Test
    void whatIsNotSavedIsNotSentToTheModel() throws Exception {
        session = lesson(false);
        hold(LONG);

        assertThat(node.post(path(), "").statusCode()).isEqualTo(409);
        assertThat(get().get("state").asText()).isEqualTo("none");
        assertThat(summarizer.asked()).isEmpty();
    }

    @Test
    void ofAFewWordsThereIsNone() throws Exception {
        hold("Hello there");

        Awaitility.await().until(() -> node.post(path(), "").statusCode() == 409);
        assertThat(summarizer.asked()).isEmpty();
    }

    @Test
    void whatTheModelRefusesHasFailedUntilItIsAskedAgain() throws Exception {
        try (var log = new QuietLog("live.lyceum.signaling.shell.SummaryMaker")) {
            summarizer.failNext(false, 0);
            hold(LONG);
            awaitState("failed");
            assertThat(log.lines()).singleElement().asString().doesNotContain("word");
        }
        assertThat(node.metric("lyceum_summaries_total{reason=\"failed\"}")).isEqualTo(1);

        assertThat(node.post(path(), "").statusCode()).isEqualTo(202);

        assertThat(awaitState("ready").at("/sections/0/text").asText()).isEqualTo("All of Graphs");
        assertThat(node.metric("lyceum_summaries_total{reason=\"made\"}")).isEqualTo(1);
    }

    @Test
    void aBusyModelIsAskedLater() throws Exception {
        summarizer.failNext(true, 0);
        hold(LONG);

        Awaitility.await()
                .until(() -> node.metric("lyceum_summaries_total{reason=\"retried\"}") == 1);
        assertThat(get().get("state").asText()).isEqualTo("pending");
        assertThat(summarizer.asked()).as("not at once").hasSize(1);
    }

    @Test
    void theNextProcessMakesWhatIsLeft() throws Exception {
        summarizer.hold();
        hold(LONG);
        Awaitility.await().until(() -> summarizer.asked().size() == 1);
        var after = new ScriptedSummarizer(true);

        restart(after);

        assertThat(awaitState("ready").at("/version").asInt()).isEqualTo(1);
        assertThat(after.asked()).hasSize(1);
    }

    @Test
    void withoutAModelWhatIsLeftHasFailed() throws Exception {
        summarizer.hold();
        hold(LONG);
        Awaitility.await().until(() -> summarizer.asked().size() == 1);

        restart(new ScriptedSummarizer(false));

        assertThat(get().get("state").asText()).isEqualTo("failed");
        assertThat(node.post(path(), "").statusCode()).isEqualTo(501);
    }
}
