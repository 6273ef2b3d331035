package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.auth.DashboardTokens;
import live.lyceum.signaling.auth.JoinTokens;
import live.lyceum.signaling.auth.SigningKey;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionDraft.Invitation;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Feedback on sessions, and the list of one's own.
class PeopleTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SESSIONS = "/api/v1/sessions";
    private static final String MINE = "/api/v1/me/sessions";
    private static final String GOOD = "{\"rating\":4,\"comment\":\"Clear\"}";
    private static final long LONG_AGO_MS = 1_000_000_000_000L;

    private static TestNode node;
    private static SigningKey key;

    @BeforeAll
    static void start(@TempDir Path shared) throws IOException {
        node = TestNode.start(shared);
        key = SigningKey.loadOrCreate(shared);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return MAPPER.readTree(response.body());
    }

    private static String feedbackOf(String session) {
        return "%s/%s/feedback".formatted(SESSIONS, session);
    }

    private static HttpResponse<String> give(String session, String token, String body)
            throws IOException, InterruptedException {
        return node.send(
                node.request(feedbackOf(session))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> mine(String path, String token)
            throws IOException, InterruptedException {
        return node.send(node.request(path).header("Authorization", "Bearer " + token));
    }

    private static String dashboardToken(String sub) throws IOException, InterruptedException {
        var made = node.post("/api/v1/tokens/dashboard", "{\"sub\":\"%s\"}".formatted(sub));
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(json(made).get("url").asText())
                .isEqualTo(node.url() + "/dashboard#t=" + json(made).get("token").asText());
        return json(made).get("token").asText();
    }

    /// Mentor and learner, the first two of the session, are active together.
    private static void begin(TestNode.Invited session, String... people)
            throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            TestSocket page = node.join(session.tokens().get(i));
            page.ask("media.offer", TestSocket.op(), "{'gen':1,'sdp':'v=0'}");
            node.news.transport(
                    new RoomId(session.id()),
                    new ParticipantId(people[i]),
                    1,
                    TransportState.ACTIVE,
                    0);
        }
        await().until(() -> "live".equals(shown(session.id()).get("state").asText()));
    }

    private static JsonNode shown(String id) throws IOException, InterruptedException {
        return json(node.send(node.withKey(SESSIONS + "/" + id)));
    }

    private static void assertRefused(HttpResponse<String> response, int status, String code)
            throws IOException {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).get("code").asText()).isEqualTo(code);
    }

    @Test
    void feedbackIsTakenFromMentorAndLearnerAndTheLastOfEachCounts()
            throws IOException, InterruptedException {
        var session = node.session("daniel:mentor", "mina:learner", "olga:observer");
        begin(session, "daniel", "mina");

        assertThat(give(session.id(), session.tokens().get(1), "{\"rating\":2}").statusCode())
                .isEqualTo(201);
        JsonNode mentors = json(give(session.id(), session.tokens().get(0), "{\"rating\":5}"));
        JsonNode learners = json(give(session.id(), session.tokens().get(1), GOOD));

        assertThat(learners.properties().stream().map(Map.Entry::getKey))
                .containsExactly("participant", "name", "rating", "comment", "at");
        assertThat(learners.get("participant").asText()).isEqualTo("mina");
        assertThat(learners.get("name").asText()).isEqualTo("Name of mina");
        assertThat(learners.get("rating").asInt()).isEqualTo(4);
        assertThat(learners.get("comment").asText()).isEqualTo("Clear");
        assertThat(mentors.get("comment").isNull()).isTrue();
        JsonNode all = json(node.send(node.withKey(feedbackOf(session.id()))));
        assertThat(all.get("items")).containsExactly(mentors, learners);
        assertThat(all.get("next").isNull()).isTrue();
        JsonNode first = json(node.send(node.withKey(feedbackOf(session.id()) + "?limit=1")));
        assertThat(first.get("items")).containsExactly(mentors);
        String next = first.get("next").asText();
        JsonNode second =
                json(node.send(node.withKey(feedbackOf(session.id()) + "?after=" + next)));
        assertThat(second.get("items")).containsExactly(learners);
    }

    @Test
    void anEndedSessionTakesFeedbackAndOneThatHasNotBegunDoesNot()
            throws IOException, InterruptedException {
        var session = node.session("daniel:mentor", "mina:learner");
        assertRefused(give(session.id(), session.tokens().get(1), GOOD), 409, "conflict");
        assertThat(json(node.send(node.withKey(feedbackOf(session.id())))).get("items")).isEmpty();

        TestSocket daniel = node.join(session.tokens().get(0));
        daniel.ask("session.end", TestSocket.op(), "{}");
        await().until(() -> "ended".equals(shown(session.id()).get("state").asText()));

        assertThat(give(session.id(), session.tokens().get(1), GOOD).statusCode()).isEqualTo(201);
    }

    @Test
    void feedbackNeedsATokenOfThisVerySessionThatMaySpeak()
            throws IOException, InterruptedException {
        var session = node.session("daniel:mentor", "mina:learner", "olga:observer");
        begin(session, "daniel", "mina");
        String id = session.id();

        assertRefused(give(id, session.tokens().get(2), GOOD), 403, "forbidden");
        String other = node.session("mina:learner").tokens().getFirst();
        for (String bad :
                List.of(
                        other,
                        dashboardToken("mina"),
                        expiredJoinToken(id),
                        unsigned(id),
                        TestNode.KEY,
                        "",
                        "a.b.c")) {
            assertRefused(give(id, bad, GOOD), 401, "unauthorized");
        }
        assertThat(json(node.send(node.withKey(feedbackOf(id)))).get("items")).isEmpty();
        var withToken = mine(feedbackOf(id), session.tokens().get(0));
        assertRefused(withToken, 401, "unauthorized");
    }

    private static String expiredJoinToken(String session) {
        var plan =
                new SessionPlan(
                        new RoomId(session),
                        TenantId.MAIN,
                        "Graphs",
                        60_000,
                        LONG_AGO_MS,
                        null,
                        60_000,
                        List.of(),
                        new SessionPlan.Saving(false, false, true, true),
                        null,
                        0.8,
                        List.of());
        return new JoinTokens(key, () -> LONG_AGO_MS)
                .issue(
                        plan,
                        new Invitation(new ParticipantId("mina"), "M", Role.LEARNER, null, false));
    }

    private static String unsigned(String audience) {
        return new PlainJWT(
                        new JWTClaimsSet.Builder()
                                .audience(audience)
                                .subject("mina")
                                .claim("name", "Mina")
                                .claim("role", "learner")
                                .expirationTime(Date.from(Instant.now().plusSeconds(3_600)))
                                .build())
                .serialize();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{`rating`:0}                  | 422 | invalid",
                "{`rating`:6}                  | 422 | invalid",
                "{`rating`:`5`}                | 422 | invalid",
                "{`rating`:4.5}                | 422 | invalid",
                "{`comment`:`Clear`}           | 422 | invalid",
                "{`rating`:5,`comment`:7}      | 422 | invalid",
                "{`rating`:5,`comment`:`LONG`} | 422 | invalid",
                "{`rating`:5                   | 400 | bad_request",
                "[5]                           | 400 | bad_request",
            })
    void feedbackThatIsNoneIsRefused(String body, int status, String code)
            throws IOException, InterruptedException {
        var session = node.session("daniel:mentor", "mina:learner");
        begin(session, "daniel", "mina");
        String written = body.replace('`', '"').replace("LONG", "x".repeat(2_001));

        assertRefused(give(session.id(), session.tokens().get(1), written), status, code);

        assertThat(json(node.send(node.withKey(feedbackOf(session.id())))).get("items")).isEmpty();
    }

    @Test
    void whoGivesFeedbackAllTheTimeIsToldToWait() throws IOException, InterruptedException {
        var session = node.session("daniel:mentor", "mina:learner");
        begin(session, "daniel", "mina");
        for (int i = 0; i < 10; i++) {
            assertThat(give(session.id(), session.tokens().get(1), GOOD).statusCode())
                    .isEqualTo(201);
        }

        var refused = give(session.id(), session.tokens().get(1), GOOD);

        assertRefused(refused, 429, "rate_limited");
        assertThat(refused.headers().firstValue("Retry-After")).contains("6");
        assertThat(give(session.id(), session.tokens().get(0), GOOD).statusCode()).isEqualTo(201);
    }

    @Test
    void feedbackHasToBeJsonAndAboutASession() throws IOException, InterruptedException {
        var session = node.session("mina:learner");
        var plain =
                node.send(
                        node.request(feedbackOf(session.id()))
                                .header("Authorization", "Bearer " + session.tokens().getFirst())
                                .POST(HttpRequest.BodyPublishers.ofString(GOOD)));

        assertRefused(plain, 415, "unsupported_media_type");
        assertRefused(node.send(node.withKey(feedbackOf("ses_none"))), 404, "not_found");
        String of = feedbackOf(session.id());
        assertRefused(node.send(node.withKey(of + "?after=a%2Fb")), 400, "bad_request");
        assertRefused(node.send(node.withKey(of + "?limit=201")), 400, "bad_request");
        assertRefused(node.send(node.request(of)), 401, "unauthorized");
    }

    @Test
    void onesSessionsAreThoseOfAllRolesTheNewestFirst() throws IOException, InterruptedException {
        var first = node.session("pia:learner", "daniel:mentor");
        node.session("daniel:mentor");
        var second = node.session("daniel:mentor");
        node.post(
                "%s/%s/tokens".formatted(SESSIONS, second.id()),
                "{\"id\":\"pia\",\"name\":\"Pia\",\"role\":\"observer\"}");

        JsonNode all = json(mine(MINE, dashboardToken("pia")));

        assertThat(all.get("items").valueStream().map(each -> each.get("id").asText()))
                .containsExactly(second.id(), first.id());
        assertThat(all.get("items").valueStream().map(each -> each.get("role").asText()))
                .containsExactly("observer", "learner");
        assertThat(all.get("next").isNull()).isTrue();
        assertThat(json(mine(MINE, first.tokens().getFirst()))).isEqualTo(all);
        JsonNode page = json(mine(MINE + "?limit=1", dashboardToken("pia")));
        assertThat(page.get("items")).hasSize(1);
        JsonNode rest =
                json(mine(MINE + "?after=" + page.get("next").asText(), dashboardToken("pia")));
        assertThat(rest.at("/items/0/id").asText()).isEqualTo(first.id());
    }

    @Test
    void aSessionIsShownAsItsPeopleSeeIt() throws IOException, InterruptedException {
        var session = node.session("daniel:mentor", "quin:learner");
        String path = MINE + "/" + session.id();

        JsonNode shown = json(mine(path, session.tokens().get(1)));

        assertThat(shown.properties().stream().map(Map.Entry::getKey))
                .containsExactly(
                        "id",
                        "title",
                        "state",
                        "outcome",
                        "plannedMs",
                        "activeMs",
                        "startsAt",
                        "startedAt",
                        "endedAt",
                        "role",
                        "returnUrl",
                        "summary",
                        "returnTo");
        ((ObjectNode) shown).remove("returnTo");
        assertThat(json(mine(MINE, dashboardToken("quin"))).get("items")).containsExactly(shown);
        assertRefused(mine(path, dashboardToken("somebody")), 404, "not_found");
        assertRefused(mine(MINE + "/ses_none", dashboardToken("quin")), 404, "not_found");
    }

    @Test
    void onesSessionsNeedATokenThatIsGood() throws IOException, InterruptedException {
        String id = node.session("mina:learner").id();
        String expired =
                new DashboardTokens(key, () -> LONG_AGO_MS)
                        .issue(new DashboardTokens.Owner(TenantId.MAIN, new ParticipantId("mina")));
        for (String bad :
                List.of(
                        expired,
                        expiredJoinToken(id),
                        unsigned("dashboard"),
                        unsigned(id),
                        TestNode.KEY,
                        "x")) {
            assertRefused(mine(MINE, bad), 401, "unauthorized");
        }
        assertRefused(node.send(node.request(MINE)), 401, "unauthorized");
        assertRefused(mine(MINE + "?limit=0", dashboardToken("mina")), 400, "bad_request");
        assertRefused(mine(MINE + "?after=a%2Fb", dashboardToken("mina")), 400, "bad_request");
        assertRefused(mine(MINE + "?after=ses_none", dashboardToken("mina")), 400, "bad_request");
    }

    @Test
    void aDashboardTokenIsMadeWithAKeyAndOpensNoRoom() throws IOException, InterruptedException {
        var session = node.session("daniel:mentor", "mina:learner");
        String token = dashboardToken("mina");

        TestSocket socket = node.connect();
        socket.send("hello", null, "{'v':[1],'token':'%s'}".formatted(token));
        assertThat(socket.closeCode()).isEqualTo(4401);
        var bye =
                node.send(
                        node.request("%s/%s/bye".formatted(SESSIONS, session.id()))
                                .header("Authorization", "Bearer " + token)
                                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(bye.statusCode()).isEqualTo(401);
        for (String body : List.of("{}", "{\"sub\":7}", "{\"sub\":\"a/b\"}", "{\"sub\":\"\"}")) {
            assertRefused(node.post("/api/v1/tokens/dashboard", body), 422, "invalid");
        }
        var without =
                node.send(
                        node.request("/api/v1/tokens/dashboard")
                                .header("Authorization", "Bearer " + session.tokens().getFirst())
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"sub\":\"mina\"}")));
        assertRefused(without, 401, "unauthorized");
    }

    @Test
    void aRefusalIsCounted() throws IOException, InterruptedException {
        String line = "lyceum_http_problems_total{reason=\"conflict\"}";
        double before = node.metric(line);
        var session = node.session("mina:learner");

        give(session.id(), session.tokens().getFirst(), GOOD);

        assertThat(node.metric(line)).isEqualTo(before + 1);
    }
}
