package live.lyceum.signaling.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import live.lyceum.media.api.MediaKind;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Reoffer;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Reply;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.Snapshot;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Timer;
import live.lyceum.signaling.protocol.Timer.Side;
import live.lyceum.signaling.protocol.Topic;
import live.lyceum.signaling.protocol.TranscribedBy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every frame of docs/protocol/examples.json, which the page's codec is tested against too: what a
/// client sends means this value, and this value is what the server sends.
class ExamplesTest {
    private static final Path FILE = Path.of("..", "docs", "protocol", "examples.json");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ParticipantId MINA = new ParticipantId("mina");
    private static final ParticipantId DANIEL = new ParticipantId("daniel");
    private static final long MESSAGE_MS = Instant.parse("2026-01-01T10:05:00Z").toEpochMilli();
    private static final MediaIntent MIC_AND_CAM = new MediaIntent(true, true, false);
    private static final MediaIntent CAM = new MediaIntent(false, true, false);

    private static final RecordingId RECORDING = new RecordingId("rec_1_65");

    private static final Map<String, ClientRequest> REQUESTS =
            Map.of(
                    "hello",
                    new ClientRequest.Hello(List.of(1), "a.b.c", true, null),
                    "hello with resume",
                    new ClientRequest.Hello(
                            List.of(1), "a.b.c", false, new ClientRequest.Resume("r1", "e7", 41)),
                    "join",
                    new ClientRequest.Join(op(1), MIC_AND_CAM),
                    "ping",
                    new ClientRequest.Ping(57),
                    "leave",
                    new ClientRequest.Leave(op(2)),
                    "media.offer",
                    new ClientRequest.Offer(op(3), 1, "v=0\r\n", false),
                    "media.ice",
                    new ClientRequest.Ice(
                            1, List.of("candidate:1 1 udp 2130706431 192.0.2.7 50000 typ host")),
                    "media.state",
                    new ClientRequest.SetMedia(op(4), CAM));

    private static final Map<String, ClientRequest> TALK =
            Map.of(
                    "chat.send",
                    new ClientRequest.SendChat(op(1), "Hi"),
                    "hand.set",
                    new ClientRequest.SetHand(op(1), true, null),
                    "hand.set of another",
                    new ClientRequest.SetHand(op(1), false, MINA),
                    "topic.done",
                    new ClientRequest.MarkTopic(op(1), "t_1", true),
                    "moderation.mute",
                    new ClientRequest.Mute(op(1), MINA),
                    "moderation.remove",
                    new ClientRequest.Remove(op(1), MINA),
                    "recording.start",
                    new ClientRequest.SetRecording(op(1), true),
                    "recording.stop",
                    new ClientRequest.SetRecording(op(1), false),
                    "recording.local",
                    new ClientRequest.SetLocalRecording(op(1), true),
                    "session.end",
                    new ClientRequest.End(op(1)));

    private static final Map<String, Reply> REPLIES =
            Map.of(
                    "hello reply with snapshot",
                    greeting("r2", false, new Reply.Sight.Whole(snapshot())),
                    "hello reply resumed",
                    greeting("r3", true, new Reply.Sight.Since(running())),
                    "join reply",
                    new Reply.Logged(58),
                    "chat.send reply",
                    new Reply.Said(58, "m_58"),
                    "ping reply",
                    new Reply.Done(),
                    "media.offer reply",
                    new Reply.Answer(1, "v=0\r\n"),
                    "refused",
                    new Reply.Refusal(ErrorCode.RATE_LIMITED, "Too many messages", 500));

    private static final Map<String, ServerEvent> EVENTS =
            Map.of(
                    "welcome",
                    new ServerEvent.Welcome(
                            List.of(
                                    new ServerEvent.IceServer(
                                            List.of("turn:turn.example.org:3478"),
                                            "1700000000:mina",
                                            "c")),
                            List.of("https://b.example.org"),
                            true,
                            true,
                            TranscribedBy.GEMINI),
                    "participant.joined",
                    new ServerEvent.ParticipantJoined(
                            new Participant(
                                    MINA,
                                    "Mina Park",
                                    Role.LEARNER,
                                    ParticipantStatus.JOINING,
                                    MIC_AND_CAM)),
                    "participant.updated status",
                    new ServerEvent.ParticipantUpdated(MINA, ParticipantStatus.ACTIVE, null, null),
                    "participant.updated media",
                    new ServerEvent.ParticipantUpdated(MINA, null, CAM, null),
                    "participant.left",
                    new ServerEvent.ParticipantLeft(MINA, ServerEvent.ParticipantLeft.Reason.LEFT),
                    "media.slots",
                    new ServerEvent.Slots(
                            1,
                            3,
                            List.of(
                                    new SlotAssignment("4", MediaKind.AUDIO, DANIEL, Source.MIC),
                                    new SlotAssignment("7", MediaKind.VIDEO, DANIEL, Source.CAM),
                                    new SlotAssignment("8", MediaKind.VIDEO, null, null))),
                    "media.reoffer",
                    new ServerEvent.Reoffer(new Reoffer(Reoffer.Reason.SLOTS, 6)),
                    "media.reoffer codec",
                    new ServerEvent.Reoffer(new Reoffer(Reoffer.Reason.CODEC, 4)),
                    "media.speaking",
                    new ServerEvent.Speaking(Set.of(DANIEL)),
                    "draining",
                    new ServerEvent.Draining(1000));

    private static final Map<String, ServerEvent> LESSON =
            Map.ofEntries(
                    Map.entry("chat.message", new ServerEvent.ChatMessaged(message("Hi"))),
                    Map.entry("chat.message erased", new ServerEvent.ChatMessaged(message(null))),
                    Map.entry("hand.set event", new ServerEvent.HandSet(MINA, true)),
                    Map.entry(
                            "topic.updated",
                            new ServerEvent.TopicsUpdated(
                                    List.of(new Topic("t_1", "Welcome", true)))),
                    Map.entry(
                            "timer",
                            new ServerEvent.TimerSet(
                                    new Timer(
                                            Timer.State.PAUSED,
                                            List.of(Side.MENTOR, Side.LEARNER),
                                            2_124_000,
                                            3_600_000))),
                    Map.entry(
                            "timer running",
                            new ServerEvent.TimerSet(
                                    new Timer(
                                            Timer.State.RUNNING, List.of(), 2_124_000, 3_600_000))),
                    Map.entry(
                            "session.updated",
                            new ServerEvent.SessionUpdated(plan("Trees", 5_400_000, List.of()))),
                    Map.entry(
                            "session.ended cancelled",
                            new ServerEvent.SessionEnded(
                                    new SessionEnd(
                                            SessionEnd.Reason.CANCELLED,
                                            null,
                                            List.of(Side.MENTOR, Side.LEARNER),
                                            0,
                                            MESSAGE_MS))),
                    Map.entry(
                            "recording.state", new ServerEvent.RecordingStarted(RECORDING, DANIEL)),
                    Map.entry(
                            "recording.state by the plan",
                            new ServerEvent.RecordingStarted(RECORDING, null)),
                    Map.entry(
                            "recording.state stopped",
                            new ServerEvent.RecordingStopped(
                                    RECORDING, LiveRecording.Stop.DISK_FULL, null)),
                    Map.entry(
                            "recording.local event", new ServerEvent.LocalRecordingSet(MINA, true)),
                    Map.entry(
                            "recording.progress",
                            new ServerEvent.RecordingProgressed(RECORDING, 0.5)),
                    Map.entry(
                            "transcript.final",
                            new ServerEvent.Transcribed(
                                    line("l_1", "Hello there", 1_000, "en", 1))),
                    Map.entry(
                            "transcript.final erased",
                            new ServerEvent.Transcribed(line("l_2", null, 1_000, null, 0))),
                    Map.entry(
                            "transcript.partial",
                            new ServerEvent.Transcribing(line("l_3", "Hel", 450, null, 0))),
                    Map.entry(
                            "transcript.state",
                            new ServerEvent.TranscriptStateSet(Transcriber.State.INTERRUPTED)),
                    Map.entry("timer.warning", new ServerEvent.TimeWarned(600_000)),
                    Map.entry(
                            "participant.updated by a mentor",
                            new ServerEvent.ParticipantUpdated(MINA, null, CAM, DANIEL)),
                    Map.entry(
                            "participant.left removed",
                            new ServerEvent.ParticipantLeft(
                                    MINA, ServerEvent.ParticipantLeft.Reason.REMOVED)),
                    Map.entry(
                            "session.ended",
                            new ServerEvent.SessionEnded(
                                    new SessionEnd(
                                            SessionEnd.Reason.MENTOR,
                                            SessionRecord.Outcome.COMPLETED,
                                            List.of(),
                                            3_600_000,
                                            MESSAGE_MS))));

    private static ChatMessage message(@Nullable String text) {
        return new ChatMessage("m_9", MINA, "Mina Park", text, MESSAGE_MS);
    }

    private static SpokenLine line(
            String id, @Nullable String text, long endMs, @Nullable String language, int rev) {
        return new SpokenLine(
                id, MINA, "Mina Park", text, MESSAGE_MS + 120, MESSAGE_MS + endMs, language, rev);
    }

    private static <T> Map<String, T> both(Map<String, T> some, Map<String, T> others) {
        var all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }

    private static OperationId op(int number) {
        return new OperationId("01JD000000000000000000000" + number);
    }

    private static Reply greeting(String token, boolean joined, Reply.Sight sight) {
        return new Reply.Greeting(
                MINA,
                token,
                "e7",
                57,
                new Reply.Heartbeat(2000, 6000),
                joined,
                sight,
                Instant.parse("2026-01-01T10:05:02.250Z").toEpochMilli());
    }

    private static Timer running() {
        return new Timer(Timer.State.RUNNING, List.of(), 2_124_000, 3_600_000);
    }

    private static SessionPlan plan(String title, long plannedMs, List<Topic> topics) {
        return new SessionPlan(
                new RoomId("ses_1"),
                TenantId.MAIN,
                title,
                plannedMs,
                Instant.parse("2026-01-01T10:00:00Z").toEpochMilli(),
                null,
                0,
                topics,
                new SessionPlan.Saving(false, false, true, true),
                null,
                0.8,
                List.of("https://school.example"));
    }

    private static Snapshot snapshot() {
        var topics = List.of(new Topic("t_1", "Welcome", false));
        var daniel =
                new Participant(
                        DANIEL,
                        "Daniel Okafor",
                        Role.MENTOR,
                        ParticipantStatus.ACTIVE,
                        MIC_AND_CAM);
        return new Snapshot(
                plan("System Design", 3_600_000, topics),
                SessionState.SCHEDULED,
                List.of(daniel),
                topics,
                List.of(DANIEL),
                List.of(message("Hi")),
                new Timer(Timer.State.WAITING, List.of(Side.LEARNER), 0, 3_600_000),
                new LiveRecording(new RecordingId("rec_1_40"), MESSAGE_MS, DANIEL),
                List.of(MINA),
                new Snapshot.Transcript(
                        Transcriber.State.ON, List.of(line("l_1", "Hello", 1_000, "en", 0))),
                null);
    }

    record Example(String name, String from, JsonNode frame) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Example> examples() throws IOException {
        JsonNode all = MAPPER.readTree(Files.readString(FILE));
        return StreamSupport.stream(all.spliterator(), false)
                .map(each ->
                        new Example(
                                each.get("name").asText(),
                                each.get("from").asText(),
                                each.get("frame")));
    }

    static Stream<Example> fromClients() throws IOException {
        return examples().filter(each -> each.from().equals("client"));
    }

    static Stream<Example> fromServers() throws IOException {
        return examples().filter(each -> each.from().equals("server"));
    }

    @ParameterizedTest
    @MethodSource("fromClients")
    void whatAClientSendsMeansThisValue(Example example) {
        Decoded decoded = RequestDecoder.decode(example.frame().toString());

        long id = example.frame().get("id").asLong();
        assertThat(decoded)
                .isEqualTo(
                        new Decoded.Good(
                                new ClientRequest.Frame(
                                        id, valueOf(both(REQUESTS, TALK), example))));
    }

    @ParameterizedTest
    @MethodSource("fromServers")
    void thisValueIsWhatTheServerSends(Example example) throws IOException {
        JsonNode encoded = MAPPER.readTree(encode(example));

        assertThat(encoded).isEqualTo(example.frame());
    }

    private static <T> T valueOf(Map<String, T> values, Example example) {
        return Objects.requireNonNull(values.get(example.name()), example.name());
    }

    private static byte[] encode(Example example) {
        JsonNode frame = example.frame();
        if (frame.has("re")) {
            return ServerEncoder.encode(frame.get("re").asLong(), valueOf(REPLIES, example));
        }
        return switch (valueOf(both(EVENTS, LESSON), example)) {
            case ServerEvent.Durable durable ->
                    ServerEncoder.encode(durable, frame.get("s").asLong());
            case ServerEvent.Ephemeral ephemeral -> ServerEncoder.encode(ephemeral);
        };
    }

    @Test
    void everyValueHasAnExample() throws IOException {
        List<String> names = examples().map(Example::name).toList();

        assertThat(names).containsAll(both(REQUESTS, TALK).keySet());
        assertThat(names).containsAll(REPLIES.keySet());
        assertThat(names).containsAll(both(EVENTS, LESSON).keySet());
        assertThat(names)
                .hasSize(
                        both(REQUESTS, TALK).size() + REPLIES.size() + both(EVENTS, LESSON).size());
    }

    @ParameterizedTest
    @MethodSource("fromClients")
    void noBeginningOfARequestThrows(Example example) {
        String text = example.frame().toString();
        for (int length = 0; length < text.length(); length++) {
            assertThat(RequestDecoder.decode(text.substring(0, length)))
                    .isInstanceOf(Decoded.Unreadable.class);
        }
    }

    /// Any member may be missing or of another type: then it is refused or left out, never more.
    @ParameterizedTest
    @MethodSource("fromClients")
    void noMemberOfAnotherTypeThrows(Example example) throws IOException {
        String text = example.frame().toString();
        for (String other :
                List.of("null", "1", "-1", "1.5", "1e99", "true", "\"x\"", "[]", "{}")) {
            for (String path : paths(example.frame(), "")) {
                JsonNode changed = MAPPER.readTree(text);
                set(changed, path, MAPPER.readTree(other));
                assertThat(RequestDecoder.decode(changed.toString())).isNotNull();
            }
        }
    }

    private static List<String> paths(JsonNode node, String path) {
        return node.properties().stream()
                .flatMap(each -> {
                    String here = path + "/" + each.getKey();
                    return Stream.concat(Stream.of(here), paths(each.getValue(), here).stream());
                })
                .toList();
    }

    private static void set(JsonNode root, String path, JsonNode value) {
        int slash = path.lastIndexOf('/');
        JsonNode parent = root.at(path.substring(0, slash));
        ((ObjectNode) parent).set(path.substring(slash + 1), value);
    }
}
