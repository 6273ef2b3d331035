package live.lyceum.signaling.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Topic;
import live.lyceum.signaling.protocol.codec.RoomBodies;
import live.lyceum.signaling.protocol.codec.SessionCodec;
import live.lyceum.signaling.shell.Rooms;
import live.lyceum.signaling.shell.Sessions;
import live.lyceum.signaling.shell.Told;

/// What integrators and mentors do with a room from outside.
final class RoomApi {
    private final Sessions sessions;
    private final Rooms rooms;

    RoomApi(HttpParts parts) {
        sessions = parts.sessions();
        rooms = parts.rooms();
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(
                Operation.END_SESSION, this::end,
                Operation.LIST_PARTICIPANTS, this::participants,
                Operation.REMOVE_PARTICIPANT, this::remove,
                Operation.REPLACE_TOPICS, this::topics,
                Operation.MARK_TOPIC, this::topicDone,
                Operation.LIST_CHAT, this::chat);
    }

    private CompletionStage<HttpReply> end(Call call) throws ProblemException {
        RoomId room = call.room();
        return ended(call, room)
                .thenCompose(done -> sessions.get(room))
                .thenCombine(
                        rooms.attendance(room),
                        (session, people) ->
                                HttpReply.json(200, SessionCodec.session(session, people)));
    }

    /// What the same request has ended before is ended.
    private CompletionStage<List<Topic>> ended(Call call, RoomId room) {
        CompletionStage<List<Topic>> ended = rooms.end(room);
        return call.again()
                ? ended.exceptionallyCompose(error ->
                        Told.isRefusal(error)
                                ? CompletableFuture.completedStage(List.of())
                                : CompletableFuture.failedStage(error))
                : ended;
    }

    private CompletionStage<HttpReply> participants(Call call) throws ProblemException {
        return rooms.attendance(call.room())
                .thenApply(people -> HttpReply.json(200, RoomBodies.participants(people)));
    }

    private CompletionStage<HttpReply> remove(Call call) throws ProblemException {
        String who = call.parameter("pid");
        if (!Ids.valid(who)) {
            throw new ProblemException(Problem.Code.NOT_FOUND, "There is no such participant");
        }
        return rooms.putOut(call.room(), new ParticipantId(who))
                .thenApply(done -> HttpReply.empty(204));
    }

    private CompletionStage<HttpReply> topics(Call call) throws ProblemException {
        return rooms.setTopics(call.room(), RoomBodies.topics(Requests.json(call)))
                .thenApply(topics -> HttpReply.json(200, RoomBodies.topics(topics)));
    }

    private CompletionStage<HttpReply> topicDone(Call call) throws ProblemException {
        boolean done = RoomBodies.done(call.request().body());
        return rooms.tickTopic(call.room(), call.parameter("tid"), done)
                .thenApply(topics -> HttpReply.json(200, RoomBodies.topics(topics)));
    }

    private CompletionStage<HttpReply> chat(Call call) throws ProblemException {
        RoomId room = call.room();
        long after = RoomBodies.messageNumber(call.request().parameter("after"));
        int limit = Requests.limit(call.request());
        return sessions.get(room)
                .thenCompose(known -> rooms.chat(room, after, limit + 1))
                .thenApply(found -> {
                    var page = Requests.Page.of(found, limit, ChatMessage::id);
                    return HttpReply.json(200, RoomBodies.chat(page.items(), page.next()));
                });
    }
}
