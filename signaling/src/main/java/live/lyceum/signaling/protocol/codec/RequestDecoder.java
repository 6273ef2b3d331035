package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.Reply;
import org.jspecify.annotations.Nullable;

/// A client's text into a request; never throws, whatever the text is.
public final class RequestDecoder {
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;
    private static final int MAX_SDP = 256 * 1024;
    private static final int MAX_TOKEN = 16 * 1024;
    private static final int MAX_RESUME_TOKEN = 256;
    private static final int MAX_EPOCH = 64;
    private static final int MAX_VERSIONS = 16;
    private static final int MAX_CANDIDATES = 64;
    private static final int MAX_CANDIDATE = 512;

    private static final int MAX_CHAT = 2_000;
    private static final int MAX_TOPIC_ID = 64;
    private static final String PARTICIPANT = "participant";

    private RequestDecoder() {}

    /// Reads one text frame.
    public static Decoded decode(String text) {
        ObjectNode frame = Json.object(text);
        JsonNode id = frame == null ? null : frame.get("id");
        if (frame == null || id == null || !isRequestId(id)) {
            return new Decoded.Unreadable();
        }
        return decode(frame, id.longValue());
    }

    private static boolean isRequestId(JsonNode id) {
        return id.isIntegralNumber()
                && id.canConvertToLong()
                && id.longValue() > 0
                && id.longValue() <= MAX_SAFE_INTEGER;
    }

    private static Decoded decode(ObjectNode frame, long id) {
        var envelope = Fields.of(frame);
        String type = envelope.text("t", 64);
        if (!envelope.errors().isEmpty()) {
            return refused(id, ErrorCode.BAD_REQUEST, envelope);
        }
        ClientRequest request = request(type, envelope);
        if (request == null) {
            return new Decoded.Refused(
                    id, new Reply.Refusal(ErrorCode.UNKNOWN_TYPE, "There is no such type"));
        }
        return envelope.errors().isEmpty()
                ? new Decoded.Good(new ClientRequest.Frame(id, request))
                : refused(id, ErrorCode.BAD_REQUEST, envelope);
    }

    private static Decoded refused(long id, ErrorCode code, Fields fields) {
        var first = fields.errors().getFirst();
        return new Decoded.Refused(
                id, new Reply.Refusal(code, "%s %s".formatted(first.field(), first.message())));
    }

    private static @Nullable ClientRequest request(String type, Fields envelope) {
        return switch (type) {
            case "hello" -> hello(envelope.object("d"));
            case "ping" ->
                    new ClientRequest.Ping(envelope.object("d").number("ack", 0, MAX_SAFE_INTEGER));
            case "join" ->
                    new ClientRequest.Join(
                            envelope.op(), media(envelope.object("d").object("media")));
            case "leave" -> {
                envelope.object("d");
                yield new ClientRequest.Leave(envelope.op());
            }
            case "media.offer" -> offer(envelope);
            case "media.ice" -> ice(envelope.object("d"));
            case "media.state" ->
                    new ClientRequest.SetMedia(envelope.op(), media(envelope.object("d")));
            case "chat.send" ->
                    new ClientRequest.SendChat(
                            envelope.op(), envelope.object("d").lines("text", MAX_CHAT));
            case "hand.set" -> hand(envelope.op(), envelope.object("d"));
            case "topic.done" -> topic(envelope.op(), envelope.object("d"));
            case "moderation.mute" ->
                    new ClientRequest.Mute(envelope.op(), whom(envelope.object("d")));
            case "moderation.remove" ->
                    new ClientRequest.Remove(envelope.op(), whom(envelope.object("d")));
            case "recording.start" -> {
                envelope.object("d");
                yield new ClientRequest.SetRecording(envelope.op(), true);
            }
            case "recording.stop" -> {
                envelope.object("d");
                yield new ClientRequest.SetRecording(envelope.op(), false);
            }
            case "recording.local" ->
                    new ClientRequest.SetLocalRecording(
                            envelope.op(), envelope.object("d").flag("on"));
            case "session.end" -> {
                envelope.object("d");
                yield new ClientRequest.End(envelope.op());
            }
            default -> null;
        };
    }

    private static ClientRequest hand(OperationId op, Fields d) {
        return new ClientRequest.SetHand(op, d.flag("raised"), d.has(PARTICIPANT) ? whom(d) : null);
    }

    private static ClientRequest topic(OperationId op, Fields d) {
        return new ClientRequest.MarkTopic(op, d.line("id", MAX_TOPIC_ID), d.flag("done", true));
    }

    private static ParticipantId whom(Fields d) {
        return d.participant(PARTICIPANT);
    }

    private static ClientRequest hello(Fields d) {
        List<Integer> versions =
                d.list("v", MAX_VERSIONS, (each, i) -> (int) each.number(i, 0, Integer.MAX_VALUE));
        String token = d.text("token", MAX_TOKEN);
        boolean lobby = d.flag("lobby", false);
        ClientRequest.Resume resume = d.has("resume") ? resume(d.object("resume")) : null;
        return new ClientRequest.Hello(versions, token, lobby, resume);
    }

    private static ClientRequest.Resume resume(Fields resume) {
        return new ClientRequest.Resume(
                resume.text("token", MAX_RESUME_TOKEN),
                resume.text("epoch", MAX_EPOCH),
                resume.number("lastSeq", 0, MAX_SAFE_INTEGER));
    }

    private static ClientRequest offer(Fields envelope) {
        Fields d = envelope.object("d");
        return new ClientRequest.Offer(
                envelope.op(),
                (int) d.number("gen", 1, Integer.MAX_VALUE),
                d.text("sdp", MAX_SDP),
                d.flag("restart", false));
    }

    private static ClientRequest ice(Fields d) {
        return new ClientRequest.Ice(
                (int) d.number("gen", 1, Integer.MAX_VALUE),
                d.list("candidates", MAX_CANDIDATES, (each, i) -> each.text(i, MAX_CANDIDATE)));
    }

    private static MediaIntent media(Fields media) {
        return new MediaIntent(media.flag("mic"), media.flag("cam"), media.flag("screen"));
    }
}
