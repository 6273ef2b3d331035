package live.lyceum.signaling.http;

import java.util.List;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.codec.RoomBodies;
import live.lyceum.signaling.protocol.codec.SessionCodec;
import live.lyceum.signaling.shell.Rooms;
import live.lyceum.signaling.shell.Sessions;

/// What integrators and mentors do with a room from outside, under `/api/v1/sessions/{id}`.
final class RoomApi {
    private static final List<String> PARTS = List.of("end", "participants", "topics", "chat");

    private final Sessions sessions;
    private final Rooms rooms;
    private final Callers callers;

    RoomApi(HttpParts parts, Callers callers) {
        sessions = parts.sessions();
        rooms = parts.rooms();
        this.callers = callers;
    }

    /// Whether `path`, split below the prefix, is one of ours.
    static boolean isFor(String[] path) {
        return path.length > 3 && path[1].equals("sessions") && PARTS.contains(path[3]);
    }

    CompletionStage<HttpReply> route(ApiRequest request, String[] path) throws ProblemException {
        RoomId room = Requests.room(path[2]);
        String rest = String.join("/", List.of(path).subList(3, path.length));
        boolean one = path.length == 5;
        if (rest.equals("end")) {
            Requests.requireMethod(request, "POST");
            return end(request, room);
        }
        if (rest.equals("participants")) {
            Requests.requireMethod(request, "GET");
            return participants(request, room);
        }
        if (one && path[3].equals("participants")) {
            Requests.requireMethod(request, "DELETE");
            return remove(request, room, path[4]);
        }
        if (rest.equals("topics")) {
            Requests.requireMethod(request, "PUT");
            return topics(request, room);
        }
        if (path.length == 6 && path[3].equals("topics") && path[5].equals("done")) {
            Requests.requireMethod(request, "POST");
            return topicDone(request, room, path[4]);
        }
        if (rest.equals("chat")) {
            Requests.requireMethod(request, "GET");
            return chat(request, room);
        }
        throw Requests.nothingHere();
    }

    private CompletionStage<HttpReply> end(ApiRequest request, RoomId room)
            throws ProblemException {
        callers.requireKeyOrMentor(request, room);
        return rooms.end(room)
                .thenCompose(done -> sessions.get(room))
                .thenApply(session -> HttpReply.json(200, SessionCodec.session(session)));
    }

    private CompletionStage<HttpReply> participants(ApiRequest request, RoomId room)
            throws ProblemException {
        callers.requireKey(request);
        return rooms.attendance(room)
                .thenApply(people -> HttpReply.json(200, RoomBodies.participants(people)));
    }

    private CompletionStage<HttpReply> remove(ApiRequest request, RoomId room, String who)
            throws ProblemException {
        callers.requireKey(request);
        if (!Ids.valid(who)) {
            throw new ProblemException(Problem.Code.NOT_FOUND, "There is no such participant");
        }
        return rooms.putOut(room, new ParticipantId(who)).thenApply(done -> HttpReply.empty(204));
    }

    private CompletionStage<HttpReply> topics(ApiRequest request, RoomId room)
            throws ProblemException {
        callers.requireKeyOrMentor(request, room);
        Requests.requireJson(request);
        return rooms.setTopics(room, RoomBodies.topics(request.body()))
                .thenApply(topics -> HttpReply.json(200, RoomBodies.topics(topics)));
    }

    private CompletionStage<HttpReply> topicDone(ApiRequest request, RoomId room, String topic)
            throws ProblemException {
        callers.requireKeyOrMentor(request, room);
        boolean done = RoomBodies.done(request.body());
        return rooms.tickTopic(room, topic, done)
                .thenApply(topics -> HttpReply.json(200, RoomBodies.topics(topics)));
    }

    private CompletionStage<HttpReply> chat(ApiRequest request, RoomId room)
            throws ProblemException {
        callers.requireKeyOrSeat(request, room);
        long after = RoomBodies.messageNumber(request.parameter("after"));
        int limit = Requests.limit(request);
        return sessions.get(room)
                .thenCompose(known -> rooms.chat(room, after, limit + 1))
                .thenApply(found -> {
                    var page = Requests.Page.of(found, limit, ChatMessage::id);
                    return HttpReply.json(200, RoomBodies.chat(page.items(), page.next()));
                });
    }
}
