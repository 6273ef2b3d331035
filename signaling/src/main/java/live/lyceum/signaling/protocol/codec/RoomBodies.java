package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Seated;
import live.lyceum.signaling.protocol.Topic;
import org.jspecify.annotations.Nullable;

/// The bodies of the REST API about what is in a room.
public final class RoomBodies {
    private static final int MAX_TOPIC = 200;
    private static final int MAX_TOPICS = 100;
    private static final int MAX_ID = 64;
    private static final String MESSAGE = "m_";

    private RoomBodies() {}

    /// The body of `PUT /sessions/{id}/topics`: titles, or topics as they were read, of which those
    /// with an `id` stay what they are and the others are new.
    public static List<Topic> topics(String body) throws ProblemException {
        Fields fields = SessionCodec.read(body);
        List<Topic> topics = fields.list("topics", MAX_TOPICS, RoomBodies::topic);
        SessionCodec.refuseIfWrong(fields);
        return topics;
    }

    private static Topic topic(Fields fields, String name) {
        Fields each = fields.object(name);
        String id = each.has("id") ? each.text("id", MAX_ID) : "";
        return new Topic(id, each.line("title", MAX_TOPIC), each.flag("done", false));
    }

    /// The body of `POST /sessions/{id}/topics/{topic}/done`: `{"done":false}` takes it back.
    public static boolean done(String body) throws ProblemException {
        if (body.isBlank()) {
            return true;
        }
        Fields fields = SessionCodec.read(body);
        boolean done = fields.flag("done", true);
        SessionCodec.refuseIfWrong(fields);
        return done;
    }

    /// All topics of a room, in their order.
    public static byte[] topics(List<Topic> topics) {
        return Json.bytes(Json.items(topics, ServerEncoder::put));
    }

    /// Everybody who is or was in a room.
    public static byte[] participants(List<Seated> people) {
        return Json.bytes(Json.items(people, RoomBodies::put));
    }

    private static void put(Seated seated, ObjectNode item) {
        ServerEncoder.put(seated.participant(), item);
        item.put("present", seated.present()).put("attendanceMs", seated.attendanceMs());
    }

    /// The number of the row that a message's id names; 0 for none.
    public static long messageNumber(@Nullable String id) throws ProblemException {
        try {
            if (id == null) {
                return 0;
            }
            long number = id.startsWith(MESSAGE) ? Long.parseLong(id.substring(2)) : -1;
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // Told below, together with other texts.
        }
        throw new ProblemException(Problem.Code.BAD_REQUEST, "after is no message's id");
    }

    /// A page of chat; `next` is what to ask for the page after it, or null at the end.
    public static byte[] chat(List<ChatMessage> messages, @Nullable String next) {
        return Json.page(messages, ServerEncoder::put, next);
    }
}
