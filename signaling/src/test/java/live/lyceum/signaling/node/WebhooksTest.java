package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.testkit.HookLedger;
import live.lyceum.signaling.testkit.HookReceiver;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Webhooks of a whole node, to a receiver on this machine.
class WebhooksTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String HOOKS = "/api/v1/webhooks";

    @TempDir Path folder;
    private TestNode node;
    private HookReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        node = TestNode.start(folder);
        receiver = HookReceiver.start();
    }

    @AfterEach
    void stop() {
        node.close();
        receiver.close();
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return MAPPER.readTree(response.body());
    }

    private String webhook(String url) throws IOException, InterruptedException {
        HttpResponse<String> made = node.post(HOOKS, "{\"url\":\"%s\"}".formatted(url));
        assertThat(made.statusCode()).isEqualTo(201);
        receiver.secret(json(made).get("secret").asText());
        return json(made).get("id").asText();
    }

    private String webhook() throws IOException, InterruptedException {
        return webhook(receiver.url());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return json(node.send(node.withKey(path)));
    }

    private int post(String path) throws IOException, InterruptedException {
        return node.send(node.withKey(path).POST(BodyPublishers.noBody())).statusCode();
    }

    private JsonNode lastDelivery(String id) throws IOException, InterruptedException {
        return get(HOOKS + "/" + id + "/deliveries").get("items").get(0);
    }

    private JsonNode awaitAttempt(String id) {
        return Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> lastDelivery(id), each -> each.get("attempts").asInt() > 0);
    }

    private void transport(TestNode.Invited session, String who, TransportState state) {
        node.news.transport(new RoomId(session.id()), new ParticipantId(who), 1, state, 0);
    }

    private TestSocket joinWithMedia(TestNode.Invited session, int seat, String who) {
        TestSocket socket = node.join(session.tokens().get(seat));
        socket.ask("media.offer", TestSocket.op(), "{'gen':1,'sdp':'v=0','restart':false}");
        transport(session, who, TransportState.ACTIVE);
        return socket;
    }

    @Test
    void theLedgerOfWebhooksAloneIsTheSessions() throws Exception {
        webhook();
        TestNode.Invited session = node.session("ann:mentor", "ben:learner");

        TestSocket ann = joinWithMedia(session, 0, "ann");
        TestSocket ben = joinWithMedia(session, 1, "ben");
        receiver.await(3);
        transport(session, "ben", TransportState.SILENT);
        receiver.await(4);
        transport(session, "ben", TransportState.ACTIVE);
        receiver.await(5);
        ben.ask("leave", TestSocket.op(), "{}");
        ann.ask("session.end", TestSocket.op(), "{}");
        node.send(
                node.request("/api/v1/sessions/%s/feedback".formatted(session.id()))
                        .header("Authorization", "Bearer " + session.tokens().get(1))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"rating\":5}")));
        List<HookReceiver.Message> messages = receiver.await(9);

        var ledger = new HookLedger();
        messages.forEach(each -> ledger.told(each.body()));
        assertThat(messages)
                .extracting(each -> MAPPER.readTree(each.body()).get("type").asText())
                .containsExactly(
                        "participant.joined",
                        "participant.joined",
                        "session.started",
                        "session.paused",
                        "session.resumed",
                        "participant.left",
                        "session.paused",
                        "session.ended",
                        "feedback.received");
        assertThat(messages).extracting(HookReceiver.Message::id).doesNotHaveDuplicates();
        JsonNode known = get("/api/v1/sessions/" + session.id());
        assertThat(ledger.state()).isEqualTo(known.get("state").asText());
        assertThat(ledger.activeMs()).isEqualTo(known.get("activeMs").asLong());
        assertThat(ledger.outcome()).isEqualTo(known.get("outcome").asText());
        JsonNode receipt =
                get("/api/v1/sessions/%s/receipt".formatted(session.id())).get("receipt");
        Map<String, Long> attended = new LinkedHashMap<>();
        receipt.get("attendance")
                .forEach(each ->
                        attended.put(each.get("id").asText(), each.get("activeMs").asLong()));
        assertThat(ledger.attendanceMs()).isEqualTo(attended).hasSize(2);
    }

    @Test
    void whatARestartBroughtIsToldTooAndNothingTwice() throws Exception {
        String id = webhook();
        TestNode.Invited session = node.session("ann:mentor", "ben:learner");
        var _ = joinWithMedia(session, 0, "ann");
        var _ = joinWithMedia(session, 1, "ben");
        receiver.await(3);
        node.close();
        node = TestNode.start(folder);

        List<HookReceiver.Message> messages = receiver.await(4);
        var ledger = new HookLedger();
        messages.forEach(each -> ledger.told(each.body()));
        assertThat(ledger.state()).isEqualTo("paused");
        assertThat(ledger.activeMs())
                .isEqualTo(get("/api/v1/sessions/" + session.id()).get("activeMs").asLong());
        assertThat(new HashSet<>(messages)).hasSameSizeAs(messages);
        assertThat(get(HOOKS + "/" + id + "/deliveries").get("items")).hasSize(4);
    }

    @Test
    void aWebhookIsMadeListedTestedAndTakenAway() throws Exception {
        String id = webhook();
        JsonNode listed = get(HOOKS);
        assertThat(listed.get("next").isNull()).isTrue();
        assertThat(listed.get("items")).hasSize(1);
        assertThat(listed.get("items").get(0).has("secret")).isFalse();
        assertThat(listed.get("items").get(0).get("state").asText()).isEqualTo("active");
        assertThat(listed.get("items").get(0).get("events")).hasSize(14);

        assertThat(post(HOOKS + "/" + id + "/test")).isEqualTo(202);
        HookReceiver.Message first = receiver.await(1).getFirst();
        JsonNode delivery =
                Awaitility.await()
                        .until(
                                () -> lastDelivery(id),
                                each -> each.get("state").asText().equals("delivered"));
        assertThat(delivery.get("eventId").asText()).isEqualTo(first.id());
        assertThat(delivery.get("lastStatus").asInt()).isEqualTo(204);

        String resend =
                "%s/%s/deliveries/%s/resend".formatted(HOOKS, id, delivery.get("id").asText());
        assertThat(post(resend)).isEqualTo(202);
        assertThat(receiver.await(2)).containsOnly(first);

        assertThat(node.send(node.withKey(HOOKS + "/" + id).DELETE()).statusCode()).isEqualTo(204);
        assertThat(node.send(node.withKey(HOOKS + "/" + id).DELETE()).statusCode()).isEqualTo(404);
        assertThat(post(resend)).isEqualTo(404);
        assertThat(post(HOOKS + "/" + id + "/test")).isEqualTo(404);
        assertThat(get(HOOKS).get("items")).isEmpty();
        assertThat(node.metric("lyceum_webhook_attempts_total{result=\"delivered\"}")).isEqualTo(2);
    }

    @Test
    void whatTheReceiverAnswersIsListed() throws Exception {
        String id = webhook();
        receiver.answer(500);
        post(HOOKS + "/" + id + "/test");
        JsonNode failed = awaitAttempt(id);
        assertThat(failed.get("state").asText()).isEqualTo("failed");
        assertThat(failed.get("lastError").asText()).isEqualTo("answered 500");

        receiver.answer(410);
        post(HOOKS + "/" + id + "/test");
        assertThat(awaitAttempt(id).get("lastStatus").asInt()).isEqualTo(410);
        assertThat(get(HOOKS).get("items").get(0).get("state").asText()).isEqualTo("gone");
        assertThat(post(HOOKS + "/" + id + "/test")).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource({
        "https://10.0.0.1/, leads to an address that is not public",
        "https://[::1]/, leads to an address that is not public",
        "https://[::ffff:10.0.0.1]/, leads to an address that is not public",
        "https://169.254.169.254/latest, leads to an address that is not public",
        "https://100.64.0.1/, leads to an address that is not public",
        "https://[fc00::1]/, leads to an address that is not public",
        "https://[fe80::1]/, leads to an address that is not public",
        "https://0.0.0.0/, leads to an address that is not public",
        "https://[64:ff9b::a00:1]/, leads to an address that is not public",
        "https://224.0.0.1/, leads to an address that is not public",
        "http://1.1.1.1/, has to begin with https",
        "https://no-such-name.invalid/, has a name that cannot be looked up",
        "https://me:pw@a.example/, has a user or a password in it",
        "ftp://a.example/, is neither an https nor an http URL"
    })
    void aUrlWhereNothingMayGoIsRefused(String url, String why) throws Exception {
        HttpResponse<String> refused = node.post(HOOKS, "{\"url\":\"%s\"}".formatted(url));

        assertThat(refused.statusCode()).isEqualTo(422);
        JsonNode error = json(refused).get("errors").get(0);
        assertThat(error.get("field").asText()).isEqualTo("url");
        assertThat(error.get("msg").asText()).isEqualTo(why);
        assertThat(get(HOOKS).get("items")).isEmpty();
    }

    @Test
    void theSameAgainUnderAKeyOfItsOwnMakesNoSecondOne() throws Exception {
        String body = "{\"url\":\"%s\"}".formatted(receiver.url());
        var asked =
                node.withKey(HOOKS)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "once")
                        .POST(BodyPublishers.ofString(body));
        HttpResponse<String> first = node.send(asked);

        assertThat(node.send(asked).body()).isEqualTo(first.body());
        assertThat(first.headers().firstValue("Location"))
                .contains(HOOKS + "/" + json(first).get("id").asText());
        assertThat(get(HOOKS).get("items")).hasSize(1);
    }

    @Test
    void aTenantHasTwentyWebhooks() throws Exception {
        for (int i = 0; i < 20; i++) {
            var _ = webhook();
        }

        assertThat(node.post(HOOKS, "{\"url\":\"%s\"}".formatted(receiver.url())).statusCode())
                .isEqualTo(409);
    }

    @Test
    void anotherTenantKnowsNothingOfThem() throws Exception {
        String id = webhook();
        post(HOOKS + "/" + id + "/test");
        String delivery = awaitAttempt(id).get("id").asText();
        String theirs =
                json(node.post("/api/v1/keys", "{\"name\":\"k\",\"tenant\":\"theirs\"}"))
                        .get("key")
                        .asText();
        for (String path :
                List.of(
                        "DELETE /" + id,
                        "POST /" + id + "/test",
                        "GET /" + id + "/deliveries",
                        "POST /%s/deliveries/%s/resend".formatted(id, delivery))) {
            String[] parts = path.split(" ", 2);
            var asked =
                    node.request(HOOKS + parts[1])
                            .header("Authorization", "Bearer " + theirs)
                            .method(parts[0], BodyPublishers.noBody());
            assertThat(node.send(asked).statusCode()).as(path).isEqualTo(404);
        }
        var made =
                node.request("/api/v1/sessions")
                        .header("Authorization", "Bearer " + theirs)
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        """
                                        {"title":"T","plannedMs":60000,"participants":
                                            [{"id":"ann","name":"Ann","role":"mentor"}]}
                                        """));
        JsonNode session = json(node.send(made));
        var _ = node.join(session.get("participants").get(0).get("token").asText());

        assertThat(lastDelivery(id).get("id").asText()).isEqualTo(delivery);
        String unknown = "/deliveries?after=dlv_none";
        assertThat(node.send(node.withKey(HOOKS + "/" + id + unknown)).statusCode()).isEqualTo(400);
        assertThat(node.send(node.withKey(HOOKS + "/whk_none" + unknown)).statusCode())
                .isEqualTo(404);
    }
}
