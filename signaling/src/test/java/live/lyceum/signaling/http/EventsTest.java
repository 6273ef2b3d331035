package live.lyceum.signaling.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.TransportState;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.signaling.testkit.HookReceiver;
import live.lyceum.signaling.testkit.QuietLog;
import live.lyceum.signaling.testkit.ScriptedSummarizer;
import live.lyceum.signaling.testkit.ScriptedTranscriber;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What webhooks are sent is what `openapi.yaml` says they are.
class EventsTest {
    @Test
    void everyEventIsAsDescribed(@TempDir Path folder) throws Exception {
        try (var node =
                        TestNode.start(
                                folder,
                                new ScriptedTranscriber(true),
                                new ScriptedSummarizer(true));
                var receiver = HookReceiver.start()) {
            var description = new ApiDescription(new Ask(Operation.GET_OPENAPI).to(node).body());
            Answer webhook =
                    new Ask(Operation.CREATE_WEBHOOK)
                            .key()
                            .json("{'url':'%s'}".formatted(receiver.url()))
                            .to(node);
            receiver.secret(webhook.json().get("secret").asText());
            play(node, webhook.json().get("id").asText());

            Set<String> seen = new TreeSet<>();
            Awaitility.await()
                    .until(() -> {
                        receiver.messages().forEach(each -> seen.add(type(each)));
                        return seen.equals(description.events());
                    });
            for (HookReceiver.Message each : receiver.messages()) {
                assertThat(description.wrongEvent(type(each), each.body()))
                        .as(each.body())
                        .isEmpty();
                assertThat(each.id()).matches("evt_[A-Za-z0-9_-]+");
            }
        }
    }

    private static String type(HookReceiver.Message message) {
        return new Answer(null, 200, Map.of(), message.body()).json().get("type").asText();
    }

    /// Everything that webhooks are told of, and a session that is cancelled.
    private static void play(TestNode node, String webhook) throws Exception {
        var lesson = node.session(body -> body.put("record", true), "ann:mentor", "ben:learner");
        TestSocket ann = node.present(lesson, 0, "ann");
        node.present(lesson, 1, "ben");
        for (var state :
                List.of(TransportState.ACTIVE, TransportState.SILENT, TransportState.ACTIVE)) {
            node.news.transport(new RoomId(lesson.id()), new ParticipantId("ben"), 1, state, 0);
            String timer = state == TransportState.ACTIVE ? "running" : "paused";
            Awaitility.await()
                    .until(() ->
                            ann.frames().stream()
                                    .filter(each -> each.path("t").asText().equals("timer"))
                                    .reduce((one, other) -> other)
                                    .map(each -> each.at("/d/state").asText())
                                    .orElse("")
                                    .equals(timer));
        }
        String made = recording(node, lesson);
        ann.ask("recording.stop", TestSocket.op(), "{}");
        node.recorder.ready(lesson.id(), made);
        ann.ask("recording.start", TestSocket.op(), "{}");
        String failed = recording(node, lesson);
        Transcriber.Listener heard = node.transcriber.listener();
        heard.line(
                new RoomId(lesson.id()),
                ScriptedTranscriber.line(
                        "l_1", "ann", System.currentTimeMillis(), "Hello ".repeat(20), 0));
        ann.await(each -> each.path("t").asText().equals("transcript.final"));
        ann.ask("moderation.remove", TestSocket.op(), "{'participant':'ben'}");
        ann.ask("session.end", TestSocket.op(), "{}");
        heard.ended(new RoomId(lesson.id()));
        try (var log = new QuietLog("live.lyceum.signaling.shell.RecordingNews")) {
            node.recorder
                    .listener()
                    .failed(new RoomId(lesson.id()), new RecordingId(failed), "it is unreadable");
            assertThat(log.lines()).singleElement().asString().contains(failed);
        }
        new Ask(Operation.GIVE_FEEDBACK)
                .at("id", lesson.id())
                .bearer(lesson.tokens().getFirst())
                .json("{'rating':5}")
                .to(node);
        new Ask(Operation.CANCEL_SESSION).at("id", node.session().id()).key().to(node);
        new Ask(Operation.TEST_WEBHOOK).at("wid", webhook).key().to(node);
    }

    /// The one made last.
    private static String recording(TestNode node, TestNode.Invited lesson) throws Exception {
        var all = new Ask(Operation.LIST_RECORDINGS).at("id", lesson.id()).key().to(node).json();
        return all.at("/items")
                .valueStream()
                .reduce((one, other) -> other)
                .orElseThrow()
                .get("id")
                .asText();
    }
}
