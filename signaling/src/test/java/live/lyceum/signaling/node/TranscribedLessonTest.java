package live.lyceum.signaling.node;

import static live.lyceum.signaling.testkit.ScriptedTranscriber.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.signaling.auth.ReceiptKey;
import live.lyceum.signaling.receipt.ReceiptCheck;
import live.lyceum.signaling.testkit.HookReceiver;
import live.lyceum.signaling.testkit.ScriptedTranscriber;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A lesson that is transcribed, from its making to its files, over HTTP and WebSockets.
class TranscribedLessonTest {
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

    private void restart() throws IOException {
        node.close();
        node = TestNode.start(folder, new ScriptedTranscriber(true));
    }

    private RoomId room() {
        return new RoomId(session.id());
    }

    private Transcriber.Listener news() {
        return node.transcriber.listener();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var response = node.send(node.withKey("/api/v1/sessions/" + session.id() + path));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response;
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return MAPPER.readTree(get(path).body());
    }

    private HttpResponse<String> change(String body) throws IOException, InterruptedException {
        return node.send(
                node.withKey("/api/v1/sessions/" + session.id())
                        .header("Content-Type", "application/json")
                        .header("If-Match", "*")
                        .method("PATCH", BodyPublishers.ofString(body)));
    }

    private TestSocket present(int seat, String who) {
        return node.present(session, seat, who);
    }

    private static JsonNode await(TestSocket page, String type) {
        return page.await(each -> each.path("t").asText().equals(type));
    }

    private void awaitAsked(String words) {
        Awaitility.await().until(() -> node.transcriber.asked().stream().anyMatch(words::equals));
    }

    private void end(TestSocket ann) {
        ann.ask("session.end", TestSocket.op(), "{}");
        awaitAsked("stop " + session.id());
    }

    private static long ms(JsonNode time) {
        return Instant.parse(time.asText()).toEpochMilli();
    }

    @Test
    void whatIsSaidIsReadWhileItGoesOnAndAfter() throws Exception {
        try (var receiver = HookReceiver.start()) {
            var made =
                    node.post(
                            "/api/v1/webhooks",
                            "{\"url\":\"%s\",\"events\":[\"session.ended\",\"transcript.ready\"]}"
                                    .formatted(receiver.url()));
            receiver.secret(MAPPER.readTree(made.body()).get("secret").asText());
            assertThat(json("").get("transcribe").asBoolean()).as("by default").isTrue();
            TestSocket ann = present(0, "ann");
            awaitAsked("transcribe %s [Name of ann]".formatted(session.id()));
            TestSocket ben = present(1, "ben");
            news().state(room(), Transcriber.State.ON);
            assertThat(await(ben, "transcript.state").at("/d/state").asText()).isEqualTo("on");
            ann.await(each -> each.at("/d/state").asText().equals("running"));
            long startedMs = ms(json("").get("startedAt"));
            news().partial(room(), line("l_1", "ann", startedMs + 1_000, "Hel", 0));
            assertThat(await(ben, "transcript.partial").at("/d/text").asText()).isEqualTo("Hel");
            news().line(room(), line("l_2", "ben", startedMs + 2_500, "Hi --> you", 0));
            news().line(room(), line("l_1", "ann", startedMs + 1_000, "Helo", 0));
            news().line(room(), line("l_1", "ann", startedMs + 1_000, "Hello <all>", 1));
            ben.await(each -> each.at("/d/rev").asInt() == 1);
            assertThat(json("/transcript").at("/items/0/text").asText()).isEqualTo("Hello <all>");
            JsonNode seen = node.connect().hello(session.tokens().get(1));
            assertThat(seen.at("/snapshot/session/transcribe").asBoolean()).isTrue();
            assertThat(seen.at("/snapshot/transcript/state").asText()).isEqualTo("on");
            assertThat(seen.at("/snapshot/transcript/lines")).hasSize(2);

            end(ann);
            byte[] early = get("/receipt").body().getBytes(StandardCharsets.UTF_8);
            news().line(room(), line("l_3", "ann", startedMs + 60_000, "Bye", 0));
            news().ended(room());

            assertThat(receiver.await(2))
                    .extracting(each -> MAPPER.readTree(each.body()).get("type").asText())
                    .containsExactly("session.ended", "transcript.ready");
            JsonNode ready = MAPPER.readTree(receiver.messages().getLast().body()).get("data");
            assertThat(ready)
                    .hasToString(
                            "{\"sessionId\":\"%s\",\"lines\":3,\"words\":6,\"languages\":[\"en\"]}"
                                    .formatted(session.id()));
            checkFiles();
            checkReceipt(early);
        }
    }

    private void checkFiles() throws Exception {
        JsonNode first = json("/transcript?limit=2");
        assertThat(first.at("/items/1/from").asText()).isEqualTo("ben");
        assertThat(first.get("next").asText()).isEqualTo("l_2");
        JsonNode second = json("/transcript?limit=2&after=l_2");
        assertThat(second.get("items")).hasSize(1);
        assertThat(second.get("next").isNull()).isTrue();

        HttpResponse<String> vtt = get("/transcript?format=vtt");
        assertThat(vtt.headers().firstValue("Content-Type")).hasValue("text/vtt; charset=utf-8");
        assertThat(vtt.body())
                .startsWith(
                        """
                        WEBVTT

                        l_1
                        00:00:01.000 --> 00:00:02.000
                        <v Name of ann (mentor)>Hello &lt;all&gt;

                        l_2
                        00:00:02.500 --> 00:00:03.500
                        <v Name of ben (learner)>Hi --&gt; you
                        """);
        HttpResponse<String> srt = get("/transcript?format=srt");
        assertThat(srt.headers().firstValue("Content-Type"))
                .hasValue("application/x-subrip; charset=utf-8");
        assertThat(srt.body())
                .contains("\n2\n00:00:02,500 --> 00:00:03,500\nName of ben: Hi → you\n");
        HttpResponse<String> txt = get("/transcript?format=txt");
        assertThat(txt.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(txt.body()).endsWith("[00:01:00] Name of ann: Bye\n");
    }

    private void checkReceipt(byte[] early) throws Exception {
        byte[] late = get("/receipt").body().getBytes(StandardCharsets.UTF_8);
        assertThat(late).as("the last words are not in it").isEqualTo(early);
        byte[] log = get("/events?limit=200").body().getBytes(StandardCharsets.UTF_8);
        assertThat(new String(log, StandardCharsets.UTF_8)).contains("transcript.final", "Bye");
        var key = ReceiptKey.loadOrCreate(folder).known();
        assertThat(ReceiptCheck.withLog(late, key, List.of(log))).contains(session.id());
    }

    @Test
    void whoWantsNoneHasNone() throws Exception {
        session = node.session(body -> body.put("transcribe", false), "ann:mentor", "ben:learner");
        assertThat(json("").get("transcribe").asBoolean()).isFalse();
        TestSocket ann = present(0, "ann");
        assertThat(node.transcriber.asked()).isEmpty();

        assertThat(change("{\"transcribe\":true}").statusCode()).isEqualTo(200);

        assertThat(await(ann, "session.updated").at("/d/transcribe").asBoolean()).isTrue();
        awaitAsked("transcribe %s [Name of ann]".formatted(session.id()));
        present(1, "ben");
        ann.await(each -> each.at("/d/state").asText().equals("running"));
        assertThat(change("{\"transcribe\":false}").statusCode())
                .as("people came under these terms")
                .isEqualTo(409);
    }

    @Test
    void whatIsNotToBeSavedIsErasedWithTheEnd() throws Exception {
        assertThat(change("{\"saveTranscript\":false}").statusCode()).isEqualTo(200);
        TestSocket ann = present(0, "ann");
        news().line(room(), line("l_1", "ann", 1_000, "Hello", 0));
        await(ann, "transcript.final");

        end(ann);
        news().line(room(), line("l_2", "ann", 2_000, "Bye", 0));
        news().ended(room());
        Awaitility.await()
                .until(() ->
                        node.metric("lyceum_room_dropped_total{reason=\"line_refused\"}") == 1);

        JsonNode lines = json("/transcript").get("items");
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).get("text").isNull()).isTrue();
        assertThat(lines.get(0).get("name").asText()).isEmpty();
        assertThat(get("/transcript?format=vtt").body()).isEqualTo("WEBVTT\n");
        assertThat(get("/events?limit=200").body()).doesNotContain("Hello", "Bye");
        restart();
        assertThat(json("/transcript").get("items")).hasSize(1);
    }

    /// What was missed, and better texts, come when everybody has gone.
    @Test
    void theTranscriptIsCompletedAfterTheEnd() throws Exception {
        TestSocket ann = present(0, "ann");
        news().line(room(), line("l_1", "ann", 1_000, "Helo", 0));
        await(ann, "transcript.final");
        assertThat(written().standing()).isEqualTo(Transcriber.Standing.GOES_ON);
        end(ann);

        assertThat(written())
                .isEqualTo(
                        new Transcriber.Written(
                                Transcriber.Standing.OVER,
                                List.of(line("l_1", "ann", 1_000, "Helo", 0))));
        news().line(room(), line("l_1", "ann", 1_000, "Hello", 1));
        news().line(room(), line("b_1", "ann", 500, "Well", 0));
        assertThat(written().lines()).extracting(TranscriptLine::text).contains("Hello", "Well");
        news().ended(room());

        JsonNode items = json("/transcript").get("items");
        assertThat(items)
                .extracting(each -> each.get("text").asText())
                .containsExactly("Well", "Hello");
        assertThat(items.get(1).get("rev").asInt()).isEqualTo(1);
    }

    private Transcriber.Written written() {
        return node.transcriber.lines().of(room()).toCompletableFuture().join();
    }

    @Test
    void whatWasSaidIsFoundByThoseWhoWereThere() throws Exception {
        TestSocket ann = present(0, "ann");
        news().line(room(), line("l_1", "ann", 1_000, "We chose <b>Hashing</b>", 0));
        await(ann, "transcript.final");

        JsonNode found = found(session.tokens().get(1), "we hash");

        assertThat(found.get("next").isNull()).isTrue();
        JsonNode line = found.get("items").get(0);
        assertThat(line.at("/session/id").asText()).isEqualTo(session.id());
        assertThat(line.get("at").asText()).isEqualTo("1970-01-01T00:00:01Z");
        assertThat(line.get("snippet"))
                .hasToString(
                        "[{\"text\":\"We\",\"match\":true},{\"text\":\" chose <b>\",\"match\":false},"
                                + "{\"text\":\"Hashing\",\"match\":true},{\"text\":\"</b>\",\"match\":false}]");
        var other = node.session("eve:learner");
        assertThat(found(other.tokens().getFirst(), "hash").get("items")).isEmpty();
        present(1, "ben");
        ann.ask("moderation.remove", TestSocket.op(), "{'participant':'ben'}");
        assertThat(found(session.tokens().get(1), "hash").get("items")).isEmpty();
        assertThat(found(session.tokens().get(0), "hash").get("items")).hasSize(1);
        restart();
        assertThat(found(session.tokens().get(0), "hash").get("items")).hasSize(1);
    }

    private JsonNode found(String token, String q) throws IOException, InterruptedException {
        String path = "/api/v1/me/transcripts?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8);
        HttpResponse<String> answer =
                node.send(node.request(path).header("Authorization", "Bearer " + token));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    /// The process ended before the transcriber said that nothing more comes.
    @Test
    void theNextProcessTellsThatItIsThere() throws Exception {
        try (var receiver = HookReceiver.start()) {
            var made =
                    node.post(
                            "/api/v1/webhooks",
                            "{\"url\":\"%s\",\"events\":[\"transcript.ready\"]}"
                                    .formatted(receiver.url()));
            receiver.secret(MAPPER.readTree(made.body()).get("secret").asText());
            TestSocket ann = present(0, "ann");
            news().line(room(), line("l_1", "ann", 1_000, "Hello", 0));
            await(ann, "transcript.final");
            restart();
            awaitAsked("transcribe %s [Name of ann]".formatted(session.id()));
            ann = node.join(session.tokens().getFirst());
            end(ann);

            restart();
            restart();

            JsonNode ready = MAPPER.readTree(receiver.await(1).getFirst().body());
            assertThat(ready.at("/data/lines").asInt()).isEqualTo(1);
            news().ended(room());
            restart();
            assertThat(receiver.messages()).as("once").hasSize(1);
        }
    }
}
