package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes one after another on the same data folder, with the database in it.
class RestartTest {
    @TempDir Path folder;

    @Test
    void aRoomGoesOnAfterARestartAndAPageResumesInIt() throws Exception {
        TestNode.Invited session;
        String token;
        JsonNode greeting;
        try (var node = TestNode.start(folder)) {
            session = node.session("daniel:mentor", "mina:learner");
            token = session.tokens().getFirst();
            TestSocket daniel = node.connect();
            greeting = daniel.hello(token);
            daniel.join();
            daniel.ask("media.offer", TestSocket.op(), "{'gen':1,'sdp':'v=0','restart':false}");
            node.news.transport(
                    new RoomId(session.id()),
                    new ParticipantId("daniel"),
                    1,
                    TransportState.ACTIVE,
                    0);
            daniel.awaitSeq(3);
        }

        try (var node = TestNode.start(folder)) {
            TestSocket daniel = node.connect();
            JsonNode again =
                    daniel.resume(
                            token,
                            greeting.get("resumeToken").asText(),
                            greeting.get("epoch").asText(),
                            3);

            assertThat(again.get("resumed").asBoolean()).isTrue();
            // Who is away was a row before the restart already.
            JsonNode lost = daniel.await(each -> each.path("s").asLong() == 5);
            assertThat(lost.toString()).contains("\"disconnected\"");
            assertThat(
                            daniel.ask(
                                            "media.state",
                                            TestSocket.op(),
                                            "{'mic':true,'cam':false,'screen':false}")
                                    .toString())
                    .contains("\"ok\":true");
            daniel.awaitSeq(5);
        }
    }
}
