package live.lyceum.signaling.http;

import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.auth.JoinClaims;
import live.lyceum.signaling.auth.JoinTokens;
import live.lyceum.signaling.auth.ResumeTokens;
import live.lyceum.signaling.auth.Seeds;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SessionDraft;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.codec.SessionCodec;
import live.lyceum.signaling.shell.Rooms;
import live.lyceum.signaling.shell.Sessions;
import live.lyceum.signaling.shell.Transcripts;

/// Sessions and the ways into them.
final class SessionApi {
    private final Sessions sessions;
    private final Rooms rooms;
    private final Transcripts transcripts;
    private final JoinTokens tokens;
    private final ResumeTokens resumeTokens;
    private final Urls urls;

    SessionApi(HttpParts parts, Urls urls) {
        sessions = parts.sessions();
        rooms = parts.rooms();
        transcripts = parts.transcripts();
        tokens = parts.tokens();
        resumeTokens = parts.resumeTokens();
        this.urls = urls;
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(
                Operation.CREATE_SESSION, this::create,
                Operation.LIST_SESSIONS, this::list,
                Operation.GET_SESSION, this::get,
                Operation.CHANGE_SESSION, this::change,
                Operation.CANCEL_SESSION, this::cancel,
                Operation.CREATE_TOKEN, this::token,
                Operation.SAY_BYE, this::bye);
    }

    private CompletionStage<HttpReply> create(Call call) throws ProblemException {
        SessionDraft draft = SessionCodec.draft(Requests.json(call), transcripts.available());
        RoomId id = Seeds.session(call.idSeed());
        return sessions.create(
                        new Sessions.New(call.tenant(), id, Seeds.epoch(), call.again()), draft)
                .thenApply(session -> {
                    var admissions = new ArrayList<SessionCodec.Admission>();
                    for (var each : draft.participants()) {
                        admissions.add(admit(session.plan(), each));
                    }
                    return HttpReply.json(201, SessionCodec.created(session, admissions))
                            .with("ETag", PlanTag.of(session.plan()))
                            .with("Location", Api.PREFIX + "/sessions/" + session.plan().id());
                });
    }

    private SessionCodec.Admission admit(SessionPlan plan, SessionDraft.Invitation invitation) {
        String token = tokens.issue(plan, invitation);
        String url = urls.join(plan.id(), token);
        return new SessionCodec.Admission(invitation.id(), url, token);
    }

    private CompletionStage<HttpReply> list(Call call) throws ProblemException {
        RoomId after = Requests.after(call.request());
        int limit = Requests.limit(call.request());
        return sessions.list(call.tenant(), after, limit + 1)
                .thenApply(found -> {
                    var page = Requests.Page.of(found, limit, each -> each.plan().id().value());
                    return HttpReply.json(200, SessionCodec.page(page.items(), page.next()));
                });
    }

    private CompletionStage<HttpReply> get(Call call) throws ProblemException {
        return shown(call.room());
    }

    private CompletionStage<HttpReply> shown(RoomId room) {
        return sessions.get(room)
                .thenCombine(
                        rooms.attendance(room),
                        (found, people) ->
                                HttpReply.json(200, SessionCodec.session(found, people))
                                        .with("ETag", PlanTag.of(found.plan())));
    }

    private CompletionStage<HttpReply> change(Call call) throws ProblemException {
        String body = Requests.patch(call);
        SessionPlan before = sessions.get(call.room()).toCompletableFuture().join().plan();
        Requests.requireMatch(call.request(), PlanTag.of(before));
        SessionPlan after = SessionCodec.changed(body, before, transcripts.available());
        sessions.requireChangeable(before, after);
        return rooms.change(before, after).thenCompose(done -> shown(before.id()));
    }

    /// Once more is as good as once.
    private CompletionStage<HttpReply> cancel(Call call) throws ProblemException {
        RoomId room = call.room();
        return sessions.get(room)
                .thenCompose(found ->
                        found.state() == SessionState.CANCELLED
                                ? CompletableFuture.completedStage(found)
                                : rooms.cancel(room).thenApply(done -> found))
                .thenApply(done -> HttpReply.empty(204));
    }

    private CompletionStage<HttpReply> token(Call call) throws ProblemException {
        var invitation = SessionCodec.invitation(Requests.json(call));
        return sessions.seat(call.room(), invitation)
                .thenApply(session ->
                        HttpReply.json(201, SessionCodec.token(admit(session.plan(), invitation))));
    }

    private CompletionStage<HttpReply> bye(Call call) throws ProblemException {
        JoinClaims claims = call.claims();
        String token = SessionCodec.bye(call.request().body());
        String page = token == null ? null : resumeTokens.page(claims.room(), claims.who(), token);
        if (token != null && page == null) {
            return CompletableFuture.completedStage(HttpReply.empty(204));
        }
        return rooms.gone(claims.room(), claims.who(), page)
                .thenApply(done -> HttpReply.empty(204));
    }
}
