package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Pages in a room, over real sockets, wherever the room is kept.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SignalingContract {
    private TestNode node;
    private TestNode.Invited session;

    /// A node that keeps nothing but in its store.
    abstract TestNode open(Path folder) throws Exception;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = open(folder);
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        closed();
    }

    /// The node is gone.
    void closed() throws Exception {}

    @BeforeEach
    void invite() throws IOException, InterruptedException {
        session = node.session("daniel:mentor", "mina:learner");
    }

    private String daniel() {
        return session.tokens().getFirst();
    }

    private String mina() {
        return session.tokens().getLast();
    }

    @Test
    void inTheLobbyOneSeesTheRoomAndIsNotInIt() {
        node.join(daniel());
        TestSocket mina = node.connect();

        JsonNode greeting = mina.hello(mina());

        assertThat(greeting.get("you").asText()).isEqualTo("mina");
        assertThat(greeting.get("resumed").asBoolean()).isFalse();
        assertThat(greeting.get("joined").asBoolean()).isFalse();
        JsonNode snapshot = greeting.get("snapshot");
        assertThat(snapshot.at("/session/title").asText()).isEqualTo("Graphs");
        assertThat(snapshot.get("participants").valueStream().map(p -> p.get("id").asText()))
                .containsExactly("daniel");
        assertThat(mina.event("welcome").at("/d/iceServers").isArray()).isTrue();
        JsonNode refused = mina.ask("media.offer", TestSocket.op(), "{'gen':1,'sdp':'v=0'}");
        assertThat(refused.at("/err/code").asText()).isEqualTo("not_joined");
    }

    @Test
    void twoPeopleSeeEachOther() {
        TestSocket daniel = node.join(daniel());
        TestSocket mina = node.join(mina());

        assertThat(daniel.await(each -> each.at("/d/id").asText().equals("mina")).at("/d/name"))
                .hasToString("\"Name of mina\"");
        mina.ask("media.state", TestSocket.op(), "{'mic':false,'cam':true,'screen':false}");
        JsonNode updated = daniel.event("participant.updated");
        assertThat(updated.at("/d/media/mic").asBoolean()).isFalse();
        assertThat(updated.get("d").has("status")).isFalse();
        assertThat(daniel.seqs()).isEqualTo(List.of(2L, 3L, 4L));
        // A reply may come before the row that it is about.
        var _ = mina.event("participant.updated");
        assertThat(mina.seqs()).isEqualTo(List.of(3L, 4L));
    }

    /// Join and offer in the same breath as hello: one round trip.
    @Test
    void whatIsSentBehindTheHelloIsNotLost() {
        TestSocket mina = node.connect();
        mina.send("hello", null, "{'v':[1],'token':'%s'}".formatted(mina()));
        int join =
                mina.send(
                        "join",
                        TestSocket.op(),
                        "{'media':{'mic':true,'cam':true,'screen':false}}");
        int offer = mina.send("media.offer", TestSocket.op(), "{'gen':1,'sdp':'v=0'}");

        assertThat(mina.reply(join).get("ok").asBoolean()).isTrue();
        assertThat(mina.reply(offer).at("/d/sdp").asText()).isEqualTo("answer 1");
    }

    @Test
    void theSameOperationIsCarriedOutOnce() {
        TestSocket mina = node.join(mina());
        String op = TestSocket.op();
        String muted = "{'mic':false,'cam':true,'screen':false}";

        JsonNode first = mina.ask("media.state", op, muted);
        JsonNode second = mina.ask("media.state", op, muted);
        JsonNode other = mina.ask("media.state", op, muted.replace("true", "false"));

        assertThat(second.get("d")).isEqualTo(first.get("d"));
        assertThat(other.at("/err/code").asText()).isEqualTo("op_reused");
        assertThat(mina.seqs()).isEqualTo(List.of(2L, 3L));
    }

    @Test
    void theSeatIsTakenOverByASecondPage() {
        TestSocket first = node.join(mina());
        TestSocket second = node.connect();
        assertThat(second.hello(mina()).get("joined").asBoolean()).isTrue();
        assertThat(first.isOpen()).isTrue();

        second.join();

        assertThat(first.closeCode()).isEqualTo(4430);
        assertThat(second.isOpen()).isTrue();
    }

    @Test
    void aPageThatLostItsSeatWhileAwayIsToldSo() {
        TestSocket first = node.connect();
        JsonNode greeting = first.hello(mina());
        first.join();
        first.cut();
        node.join(mina());

        TestSocket back = node.connect();
        back.send("hello", null, resume(mina(), greeting, 2));

        assertThat(back.closeCode()).isEqualTo(4430);
    }

    private static String resume(String token, JsonNode greeting, long lastSeq) {
        return "{'v':[1],'token':'%s','resume':{'token':'%s','epoch':'%s','lastSeq':%d}}"
                .formatted(
                        token,
                        greeting.get("resumeToken").asText(),
                        greeting.get("epoch").asText(),
                        lastSeq);
    }

    @Test
    void aResumeBringsWhatWasMissedAndNothingTwice() {
        TestSocket mina = node.connect();
        JsonNode greeting = mina.hello(mina());
        mina.join();
        mina.cut();
        TestSocket daniel = node.join(daniel());
        for (int i = 0; i < 30; i++) {
            daniel.ask(
                    "media.state",
                    TestSocket.op(),
                    "{'mic':%b,'cam':true,'screen':false}".formatted(i % 2 == 0));
        }

        TestSocket back = node.connect();
        JsonNode resumed =
                back.resume(
                        mina(),
                        greeting.get("resumeToken").asText(),
                        greeting.get("epoch").asText(),
                        2);

        assertThat(resumed.get("resumed").asBoolean()).isTrue();
        assertThat(resumed.get("joined").asBoolean()).isTrue();
        assertThat(resumed.has("snapshot")).isFalse();
        await().until(() -> back.seqs().size() == 31);
        assertThat(back.seqs()).isEqualTo(LongStream.rangeClosed(3, 33).boxed().toList());
    }

    @Test
    void aForeignResumeTokenIsNotToBeResumed() {
        TestSocket daniel = node.connect();
        JsonNode greeting = daniel.hello(daniel());
        TestSocket mina = node.connect();

        mina.send("hello", null, resume(mina(), greeting, 1));

        assertThat(mina.closeCode()).isEqualTo(4409);
    }

    @Test
    void leavingIsToldToTheOthersAndClosesTheSocket() {
        TestSocket daniel = node.join(daniel());
        TestSocket mina = node.join(mina());

        JsonNode left = mina.ask("leave", TestSocket.op(), "{}");

        assertThat(left.get("ok").asBoolean()).isTrue();
        assertThat(mina.closeCode()).isEqualTo(1000);
        assertThat(daniel.event("participant.left").at("/d/reason").asText()).isEqualTo("left");
    }

    @Test
    void aGoodByeShowsAtOnceAndKeepsTheSeat() throws IOException, InterruptedException {
        TestSocket daniel = node.join(daniel());
        TestSocket mina = node.join(mina());
        mina.ask("media.offer", TestSocket.op(), "{'gen':1,'sdp':'v=0'}");
        news(TransportState.ACTIVE);
        daniel.await(each -> each.at("/d/status").asText().equals("active"));

        var bye =
                node.send(
                        node.request("/api/v1/sessions/%s/bye".formatted(session.id()))
                                .header("Authorization", "Bearer " + mina())
                                .POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(bye.statusCode()).isEqualTo(204);
        daniel.await(each -> each.at("/d/status").asText().equals("disconnected"));
        assertThat(node.connect().hello(mina()).get("joined").asBoolean()).isTrue();
    }

    private void news(TransportState state) {
        node.news.transport(new RoomId(session.id()), new ParticipantId("mina"), 1, state, 0);
    }

    @Test
    void theReplyFollowsTheAppend() {
        TestSocket mina = node.connect();
        mina.hello(mina());
        node.store.hold();
        int join =
                mina.send(
                        "join",
                        TestSocket.op(),
                        "{'media':{'mic':true,'cam':true,'screen':false}}");
        // A ping behind it is answered by the socket itself, so the join had its chance.
        mina.ask("ping", null, "{'ack':1}");
        await().until(() -> node.store.isHolding());
        assertThat(mina.frames()).noneMatch(each -> each.path("re").asInt() == join);
        assertThat(mina.seqs()).isEmpty();

        node.store.release();

        assertThat(mina.reply(join).at("/d/s").asLong()).isEqualTo(2);
        assertThat(mina.event("participant.joined").get("s").asLong()).isEqualTo(2);
    }
}
