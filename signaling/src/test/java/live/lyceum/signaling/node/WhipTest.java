package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// WHIP and WHEP as RFC 9725 clients see them, with a scripted media plane.
class WhipTest {
    private static final String SDP = "application/sdp";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    private static final String RESTART =
            "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n";

    private TestNode node;
    private String session;
    private String ann;
    private String ben;
    private String olga;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        node = TestNode.start(folder);
        var invited = node.session("ann:mentor", "ben:learner", "olga:observer");
        session = invited.id();
        ann = invited.tokens().get(0);
        ben = invited.tokens().get(1);
        olga = invited.tokens().get(2);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private HttpResponse<String> send(
            String method, String path, String token, String body, String... headers)
            throws IOException, InterruptedException {
        var request =
                node.request(path)
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.ofString(body));
        return node.send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<String> whip(String token) throws IOException, InterruptedException {
        return send("POST", "/api/v1/whip/" + session, token, "v=0", "Content-Type", SDP);
    }

    private HttpResponse<String> whep(String token, String query)
            throws IOException, InterruptedException {
        return send("POST", "/api/v1/whep/" + session + query, token, "v=0", "Content-Type", SDP);
    }

    private int patch(String location, String tag) throws IOException, InterruptedException {
        return send(
                        "PATCH",
                        location,
                        ann,
                        "a=candidate:1 1 udp 1 192.0.2.9 5000 typ host\r\n",
                        "Content-Type",
                        FRAGMENT,
                        "If-Match",
                        tag)
                .statusCode();
    }

    private static String location(HttpResponse<String> made) {
        return header(made, "Location");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }

    private static JsonNode ofAnn(TestSocket page, String type) {
        return page.await(each ->
                each.path("t").asText().equals(type) && each.at("/d/id").asText().equals("ann"));
    }

    @Test
    void aPublisherIsAnsweredAndInTheRoom() throws IOException, InterruptedException {
        var page = node.join(ben);
        var made = whip(ann);

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(location(made)).matches("/api/v1/whip/" + session + "/[A-Za-z0-9_-]+");
        assertThat(header(made, "ETag")).isEqualTo("\"whip1\"");
        assertThat(header(made, "Content-Type")).isEqualTo(SDP);
        assertThat(header(made, "Accept-Patch")).isEqualTo(FRAGMENT);
        assertThat(made.body()).contains("a=setup:passive");
        assertThat(node.media.asked()).endsWith("offer ann 1 -", "gate ann mc");
        var joined = ofAnn(page, "participant.joined");
        assertThat(joined.at("/d/media/cam").asBoolean()).isTrue();
        var at = new RoomId(session);
        node.news.transport(at, new ParticipantId("ann"), 1, TransportState.ACTIVE, 0);
        assertThat(ofAnn(page, "participant.updated").at("/d/status").asText()).isEqualTo("active");
        page.close();
    }

    @Test
    void candidatesTrickleUnderTheRightTagOnly() throws IOException, InterruptedException {
        String location = location(whip(ann));

        assertThat(patch(location, "\"whip1\"")).isEqualTo(204);
        assertThat(patch(location, "\"old\"")).isEqualTo(412);
        var without = send("PATCH", location, ann, RESTART, "Content-Type", FRAGMENT);
        assertThat(without.statusCode()).isEqualTo(428);
        var json = send("PATCH", location, ann, "{}", "Content-Type", "application/json");
        assertThat(json.statusCode()).isEqualTo(415);
        var others =
                send("PATCH", location, ben, RESTART, "Content-Type", FRAGMENT, "If-Match", "*");
        assertThat(others.statusCode()).isEqualTo(404);
    }

    @Test
    void iceRestarts() throws IOException, InterruptedException {
        String location = location(whip(ann));
        var again =
                send(
                        "PATCH",
                        location,
                        ann,
                        RESTART,
                        "Content-Type",
                        FRAGMENT,
                        "If-Match",
                        "\"*\"");

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(header(again, "ETag")).isEqualTo("\"again1\"");
        assertThat(header(again, "Content-Type")).isEqualTo(FRAGMENT);
        assertThat(again.body().lines())
                .containsExactly(
                        "a=group:BUNDLE 0 1",
                        "a=ice-lite",
                        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
                        "a=mid:0",
                        "a=ice-ufrag:again1",
                        "a=ice-pwd:0123456789012345678901",
                        "a=ice-options:trickle",
                        "a=candidate:1 1 udp 1 192.0.2.1 10000 typ host",
                        "a=end-of-candidates");
        assertThat(node.media.asked()).endsWith("restart ann 1");
        assertThat(patch(location, "\"whip1\"")).isEqualTo(412);
        assertThat(patch(location, "\"again1\"")).isEqualTo(204);
        var nothingNew =
                send("PATCH", location, ann, "a=x\r\n", "Content-Type", FRAGMENT, "If-Match", "*");
        assertThat(nothingNew.statusCode()).isEqualTo(400);
    }

    @Test
    void whoEndsLeaves() throws IOException, InterruptedException {
        var page = node.join(ben);
        String location = location(whip(ann));

        assertThat(send("DELETE", location, ann, "").statusCode()).isEqualTo(200);
        ofAnn(page, "participant.left");
        assertThat(node.media.asked()).endsWith("leave ann");
        assertThat(send("DELETE", location, ann, "").statusCode()).isEqualTo(404);
        page.close();
    }

    @Test
    void theNewerTakesTheSeat() throws IOException, InterruptedException {
        var page = node.join(ann);
        String first = location(whip(ann));
        assertThat(page.closeCode()).isEqualTo(4430);

        String second = location(whip(ann));
        assertThat(patch(first, "\"whip1\"")).isEqualTo(404);
        assertThat(patch(second, "\"whip2\"")).isEqualTo(204);
        node.join(ann);
        assertThat(patch(second, "\"whip2\"")).isEqualTo(404);
    }

    @Test
    void aResourceEndsWithItsTransport() throws IOException, InterruptedException {
        String location = location(whip(ann));
        node.news.transport(
                new RoomId(session), new ParticipantId("ann"), 1, TransportState.CLOSED, 30_000);
        await().untilAsserted(() -> assertThat(patch(location, "\"whip1\"")).isEqualTo(404));
    }

    @Test
    void aBadOfferCostsNobodyTheSeat() throws IOException, InterruptedException {
        var page = node.join(ann);
        node.media.refuseOffers(OfferRefused.Reason.NOTHING_IN_COMMON);
        assertThat(whip(ann).statusCode()).isEqualTo(406);
        assertThat(whep(ann, "?participant=ben").statusCode()).isEqualTo(406);
        node.media.refuseOffers(OfferRefused.Reason.BAD_SDP);
        assertThat(whip(ann).statusCode()).isEqualTo(400);
        page.join();
        page.close();
    }

    @Test
    void whatCannotBeIsRefused() throws IOException, InterruptedException {
        assertThat(whip(olga).statusCode()).isEqualTo(403);
        assertThat(whip("x").statusCode()).isEqualTo(401);
        assertThat(whep(ann, "").statusCode()).isEqualTo(400);
        assertThat(whep(ann, "?participant=a%20b").statusCode()).isEqualTo(400);
        assertThat(whep(ann, "?participant=ben&source=mic").statusCode()).isEqualTo(400);
        String path = "/api/v1/whip/" + session;
        assertThat(send("POST", path, ann, "v=0", "Content-Type", "text/plain").statusCode())
                .isEqualTo(415);
        for (String method : List.of("GET", "PUT", "HEAD")) {
            assertThat(send(method, path, ann, "").statusCode()).isEqualTo(405);
        }
        assertThat(
                        send(
                                        "PATCH",
                                        path + "/none",
                                        ann,
                                        RESTART,
                                        "Content-Type",
                                        FRAGMENT,
                                        "If-Match",
                                        "*")
                                .statusCode())
                .isEqualTo(404);
    }

    @Test
    void viewersAreBoundedAndNobodyKnowsThem() throws IOException, InterruptedException {
        var page = node.join(ben);
        String first = location(whep(olga, "?participant=ann&source=screen"));
        for (int i = 1; i < 8; i++) {
            assertThat(whep(olga, "?participant=ann").statusCode()).isEqualTo(201);
        }
        assertThat(whep(olga, "?participant=ann").statusCode()).isEqualTo(429);
        assertThat(whep(ann, "?participant=ann").statusCode()).isEqualTo(201);
        assertThat(node.media.asked()).contains("view ann screen", "view ann");

        assertThat(send("DELETE", first, ann, "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", first, olga, "").statusCode()).isEqualTo(200);
        assertThat(whep(olga, "?participant=ann").statusCode()).isEqualTo(201);
        node.news.viewEnded(new RoomId(session), node.media.viewers().get(1));
        await().untilAsserted(() ->
                assertThat(whep(olga, "?participant=ann").statusCode()).isEqualTo(201));
        assertThat(page.frames()).noneMatch(each -> each.at("/d/id").asText().equals("olga"));
        page.close();
    }

    @Test
    void whoIsRemovedSeesNothingAnyMore() throws IOException, InterruptedException {
        var mentor = node.join(ann);
        node.join(ben);
        String seen = location(whep(ben, "?participant=ann"));
        mentor.ask("moderation.remove", TestSocket.op(), "{'participant':'ben'}");

        await().untilAsserted(() ->
                assertThat(send("DELETE", seen, ben, "").statusCode()).isEqualTo(404));
        assertThat(whep(ben, "?participant=ann").statusCode()).isEqualTo(403);
        assertThat(whip(ben).statusCode()).isEqualTo(403);
        mentor.close();
    }

    @Test
    void anyPageMayAsk() throws IOException, InterruptedException {
        var preflight =
                node.send(
                        node.request("/api/v1/whip/" + session)
                                .method("OPTIONS", BodyPublishers.noBody()));

        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(header(preflight, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(header(preflight, "Access-Control-Allow-Methods")).isEqualTo("POST");
        assertThat(header(preflight, "Access-Control-Allow-Headers"))
                .contains("Authorization", "Content-Type", "If-Match");
        assertThat(header(preflight, "Accept-Post")).isEqualTo(SDP);
        assertThat(header(whip(ann), "Access-Control-Expose-Headers"))
                .contains("Location", "ETag", "Link");
        assertThat(header(whip("x"), "Access-Control-Allow-Origin")).isEqualTo("*");
    }
}
