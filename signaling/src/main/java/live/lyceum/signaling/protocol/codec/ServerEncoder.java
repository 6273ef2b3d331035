package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.api.Source;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.Reply;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.Snapshot;
import live.lyceum.signaling.protocol.Timer;
import live.lyceum.signaling.protocol.Topic;
import org.jspecify.annotations.Nullable;

/// What the server says, as UTF-8 JSON.
public final class ServerEncoder {
    private static final int VERSION = 1;
    private static final String PARTICIPANT = "participant";

    private ServerEncoder() {}

    /// The reply to the request with this `id`.
    public static byte[] encode(long id, Reply reply) {
        var frame = Json.object().put("re", id);
        if (reply instanceof Reply.Refusal refusal) {
            var error =
                    frame.put("ok", false)
                            .putObject("err")
                            .put("code", Json.word(refusal.code()))
                            .put("msg", refusal.message());
            if (refusal.retryMs() > 0) {
                error.put("retryMs", refusal.retryMs());
            }
        } else {
            put(reply, frame.put("ok", true).putObject("d"));
        }
        return Json.bytes(frame);
    }

    private static void put(Reply reply, ObjectNode d) {
        switch (reply) {
            case Reply.Greeting greeting -> put(greeting, d);
            case Reply.Logged logged -> d.put("s", logged.seq());
            case Reply.Said said -> d.put("s", said.seq()).put("id", said.messageId());
            case Reply.Answer answer -> d.put("gen", answer.generation()).put("sdp", answer.sdp());
            case Reply.Done done -> {}
            case Reply.Refusal refusal -> throw new IllegalArgumentException("has no d");
        }
    }

    private static void put(Reply.Greeting greeting, ObjectNode d) {
        d.put("v", VERSION)
                .put("you", greeting.you().value())
                .put("resumed", greeting.sight() instanceof Reply.Sight.Since)
                .put("resumeToken", greeting.resumeToken())
                .put("epoch", greeting.epoch())
                .put("seq", greeting.seq());
        d.putObject("hb")
                .put("every", greeting.heartbeat().everyMs())
                .put("dead", greeting.heartbeat().deadMs());
        d.put("joined", greeting.joined()).put("at", Json.time(greeting.atMs()));
        switch (greeting.sight()) {
            case Reply.Sight.Whole(Snapshot snapshot) -> put(snapshot, d.putObject("snapshot"));
            case Reply.Sight.Since(Timer timer) -> put(timer, d.putObject("timer"));
        }
    }

    private static void put(Snapshot snapshot, ObjectNode d) {
        SessionPlan plan = snapshot.plan();
        ObjectNode session = d.putObject("session");
        put(plan, session);
        session.put("state", Json.word(snapshot.state()));
        ArrayNode participants = d.putArray("participants");
        snapshot.participants().forEach(each -> put(each, participants.addObject()));
        put(snapshot.topics(), d.putArray("topics"));
        ArrayNode hands = d.putArray("hands");
        snapshot.hands().forEach(each -> hands.add(each.value()));
        ArrayNode chat = d.putArray("chat");
        snapshot.chat().forEach(each -> put(each, chat.addObject()));
        ObjectNode transcript =
                d.putObject("transcript").put("state", Json.word(snapshot.transcript().state()));
        ArrayNode lines = transcript.putArray("lines");
        snapshot.transcript().lines().forEach(each -> TranscriptCodec.put(each, lines.addObject()));
        put(snapshot.timer(), d.putObject("timer"));
        LiveRecording recording = snapshot.recording();
        if (recording != null) {
            ObjectNode now = d.putObject("recording").put("id", recording.id().value());
            now.put("startedAt", Json.time(recording.startedAtMs()));
            putBy(recording.by(), now);
        }
        if (!snapshot.localRecordings().isEmpty()) {
            ArrayNode local = d.putArray("localRecordings");
            snapshot.localRecordings().forEach(each -> local.add(each.value()));
        }
        if (snapshot.end() != null) {
            put(snapshot.end(), d.putObject("ended"));
        }
    }

    private static void put(SessionPlan plan, ObjectNode d) {
        d.put("id", plan.id().value())
                .put("title", plan.title())
                .put("plannedMs", plan.plannedMs())
                .put("startsAt", Json.time(plan.startsAtMs()))
                .put("record", plan.saving().record())
                .put("transcribe", plan.saving().transcribe())
                .put("saveChat", plan.saving().chat())
                .put("saveTranscript", plan.saving().transcript());
        ArrayNode origins = d.putArray("embedOrigins");
        plan.embedOrigins().forEach(origins::add);
    }

    private static void put(List<Topic> topics, ArrayNode into) {
        topics.forEach(each -> put(each, into.addObject()));
    }

    static void put(ChatMessage message, ObjectNode d) {
        d.put("id", message.id())
                .put("from", message.from().value())
                .put("name", message.name())
                .put("text", message.text())
                .put("at", Json.time(message.atMs()));
    }

    private static void put(Timer timer, ObjectNode d) {
        d.put("state", Json.word(timer.state()));
        ArrayNode away = d.putArray("away");
        timer.away().forEach(side -> away.add(Json.word(side)));
        d.put("activeMs", timer.activeMs()).put("totalMs", timer.totalMs());
    }

    private static void put(SessionEnd end, ObjectNode d) {
        putHow(end, d);
        d.put("activeMs", end.activeMs()).put("at", Json.time(end.atMs()));
    }

    static void putHow(SessionEnd end, ObjectNode d) {
        d.put(
                        "reason",
                        end.reason() == SessionEnd.Reason.HARD_END
                                ? "hardEnd"
                                : Json.word(end.reason()))
                .put("outcome", end.outcome() == null ? null : Json.word(end.outcome()));
        if (!end.absent().isEmpty()) {
            ArrayNode absent = d.putArray("absent");
            end.absent().forEach(side -> absent.add(Json.word(side)));
        }
    }

    static void put(Topic topic, ObjectNode d) {
        d.put("id", topic.id()).put("title", topic.title()).put("done", topic.done());
    }

    static void put(Participant participant, ObjectNode d) {
        d.put("id", participant.id().value())
                .put("name", participant.name())
                .put("role", Json.word(participant.role()))
                .put("status", Json.word(participant.status()));
        put(participant.media(), d.putObject("media"));
    }

    private static void put(MediaIntent media, ObjectNode d) {
        d.put("mic", media.mic()).put("cam", media.cam()).put("screen", media.screen());
    }

    /// A row of the log, with its sequence number.
    public static byte[] encode(ServerEvent.Durable event, long seq) {
        return Json.bytes(tree(event, seq));
    }

    static ObjectNode tree(ServerEvent.Durable event, long seq) {
        var frame = Json.object().put("t", type(event)).put("s", seq);
        var d = frame.putObject("d");
        switch (event) {
            case ServerEvent.SessionUpdated updated -> put(updated.plan(), d);
            case ServerEvent.ParticipantJoined joined -> put(joined.participant(), d);
            case ServerEvent.ParticipantUpdated updated -> put(updated, d);
            case ServerEvent.ParticipantLeft left ->
                    d.put("id", left.id().value()).put("reason", Json.word(left.reason()));
            case ServerEvent.ChatMessaged chat -> put(chat.message(), d);
            case ServerEvent.HandSet hand ->
                    d.put(PARTICIPANT, hand.who().value()).put("raised", hand.raised());
            case ServerEvent.TopicsUpdated updated -> put(updated.topics(), d.putArray("topics"));
            case ServerEvent.TimerSet set -> put(set.timer(), d);
            case ServerEvent.TimeWarned warned -> d.put("leftMs", warned.leftMs());
            case ServerEvent.RecordingStarted started -> {
                d.put("state", "recording").put("id", started.id().value());
                putBy(started.by(), d);
            }
            case ServerEvent.RecordingStopped stopped -> {
                d.put("state", "stopped")
                        .put("id", stopped.id().value())
                        .put("reason", Json.word(stopped.reason()));
                putBy(stopped.by(), d);
            }
            case ServerEvent.LocalRecordingSet set ->
                    d.put(PARTICIPANT, set.who().value()).put("on", set.on());
            case ServerEvent.Transcribed said -> TranscriptCodec.put(said.line(), d);
            case ServerEvent.SessionEnded ended -> put(ended.end(), d);
        }
        return frame;
    }

    private static void put(ServerEvent.ParticipantUpdated updated, ObjectNode d) {
        d.put("id", updated.id().value());
        if (updated.status() != null) {
            d.put("status", Json.word(updated.status()));
        }
        if (updated.media() != null) {
            put(updated.media(), d.putObject("media"));
        }
        putBy(updated.by(), d);
    }

    private static void putBy(@Nullable ParticipantId by, ObjectNode d) {
        if (by != null) {
            d.put("by", by.value());
        }
    }

    /// An event without a sequence number.
    public static byte[] encode(ServerEvent.Ephemeral event) {
        var frame = Json.object().put("t", type(event));
        var d = frame.putObject("d");
        switch (event) {
            case ServerEvent.Welcome welcome -> put(welcome, d);
            case ServerEvent.Slots slots -> put(slots, d);
            case ServerEvent.Reoffer reoffer ->
                    d.put("reason", Json.word(reoffer.asked().reason()))
                            .put("video", reoffer.asked().videoSlots());
            case ServerEvent.Speaking speaking -> {
                ArrayNode participants = d.putArray("participants");
                speaking.participants().stream()
                        .map(ParticipantId::value)
                        .sorted()
                        .forEach(participants::add);
            }
            case ServerEvent.RecordingProgressed progressed ->
                    d.put("id", progressed.id().value()).put("progress", progressed.progress());
            case ServerEvent.Transcribing saying -> TranscriptCodec.putVersion(saying.line(), d);
            case ServerEvent.TranscriptStateSet set -> d.put("state", Json.word(set.state()));
            case ServerEvent.Draining draining -> d.put("retryMs", draining.retryMs());
        }
        return Json.bytes(frame);
    }

    private static void put(ServerEvent.Welcome welcome, ObjectNode d) {
        ArrayNode servers = d.putArray("iceServers");
        for (var server : welcome.iceServers()) {
            var each = servers.addObject();
            var urls = each.putArray("urls");
            server.urls().forEach(urls::add);
            if (server.username() != null) {
                each.put("username", server.username());
            }
            if (server.credential() != null) {
                each.put("credential", server.credential());
            }
        }
        ArrayNode nodes = d.putArray("nodes");
        welcome.nodes().forEach(nodes::add);
        d.put("mayRecord", welcome.mayRecord()).put("summarizes", welcome.summarizes());
        if (welcome.transcribedBy() != null) {
            d.put("transcribedBy", Json.word(welcome.transcribedBy()));
        }
    }

    private static void put(ServerEvent.Slots slots, ObjectNode d) {
        d.put("gen", slots.generation()).put("v", slots.version());
        ArrayNode all = d.putArray("slots");
        for (SlotAssignment slot : slots.slots()) {
            var participant = slot.participant();
            var source = slot.source();
            all.addObject()
                    .put("mid", slot.mid())
                    .put("kind", Json.word(slot.kind()))
                    .put(PARTICIPANT, participant == null ? null : participant.value())
                    .put("source", source == null ? null : word(source));
        }
    }

    private static String word(Source source) {
        return source == Source.SCREEN_AUDIO ? "screenAudio" : Json.word(source);
    }

    private static String type(ServerEvent event) {
        return switch (event) {
            case ServerEvent.SessionUpdated updated -> "session.updated";
            case ServerEvent.ParticipantJoined joined -> "participant.joined";
            case ServerEvent.ParticipantUpdated updated -> "participant.updated";
            case ServerEvent.ParticipantLeft left -> "participant.left";
            case ServerEvent.ChatMessaged chat -> "chat.message";
            case ServerEvent.HandSet hand -> "hand.set";
            case ServerEvent.TopicsUpdated updated -> "topic.updated";
            case ServerEvent.TimerSet set -> "timer";
            case ServerEvent.TimeWarned warned -> "timer.warning";
            case ServerEvent.RecordingStarted started -> "recording.state";
            case ServerEvent.RecordingStopped stopped -> "recording.state";
            case ServerEvent.RecordingProgressed progressed -> "recording.progress";
            case ServerEvent.LocalRecordingSet set -> "recording.local";
            case ServerEvent.Transcribed said -> "transcript.final";
            case ServerEvent.Transcribing saying -> "transcript.partial";
            case ServerEvent.TranscriptStateSet set -> "transcript.state";
            case ServerEvent.SessionEnded ended -> "session.ended";
            case ServerEvent.Welcome welcome -> "welcome";
            case ServerEvent.Slots slots -> "media.slots";
            case ServerEvent.Reoffer reoffer -> "media.reoffer";
            case ServerEvent.Speaking speaking -> "media.speaking";
            case ServerEvent.Draining draining -> "draining";
        };
    }
}
