package live.lyceum.signaling.http;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.auth.JoinClaims;
import live.lyceum.signaling.auth.JoinTokens;
import live.lyceum.signaling.auth.ResumeTokens;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SessionDraft;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.codec.SessionCodec;
import live.lyceum.signaling.shell.Rooms;
import live.lyceum.signaling.shell.Sessions;
import live.lyceum.signaling.shell.SignalingMetrics;
import live.lyceum.signaling.shell.Told;

/// The REST API under `/api/v1`. Called on virtual threads, for the keys are in a file.
final class Api {
    static final String PREFIX = "/api/v1";

    /// Longer than anything here takes when all is well.
    private static final int ANSWER_WITHIN_S = 30;

    private final Sessions sessions;
    private final Rooms rooms;
    private final JoinTokens tokens;
    private final ResumeTokens resumeTokens;
    private final SignalingMetrics metrics;
    private final BiFunction<RoomId, String, String> joinUrl;
    private final Callers callers;
    private final MediaApi media;
    private final PeopleApi people;
    private final ReceiptApi receipts;
    private final RoomApi room;

    /// @param joinUrl the link for a session and a join token
    /// @param dashboardUrl the link for a dashboard token
    /// @param publicUrl what they begin with
    Api(
            HttpParts parts,
            BiFunction<RoomId, String, String> joinUrl,
            UnaryOperator<String> dashboardUrl,
            Supplier<String> publicUrl) {
        sessions = parts.sessions();
        rooms = parts.rooms();
        tokens = parts.tokens();
        resumeTokens = parts.resumeTokens();
        metrics = parts.metrics();
        this.joinUrl = joinUrl;
        callers = new Callers(parts);
        media = new MediaApi(rooms, resumeTokens, callers);
        people = new PeopleApi(parts, callers, dashboardUrl, publicUrl);
        receipts = new ReceiptApi(parts, callers, publicUrl);
        room = new RoomApi(parts, callers);
    }

    /// Answers a request; never fails.
    CompletionStage<HttpReply> handle(ApiRequest request) {
        String[] path = request.path().substring(PREFIX.length()).split("/", -1);
        CompletionStage<HttpReply> answer;
        try {
            answer = route(request, path);
        } catch (ProblemException | RuntimeException refused) {
            answer = CompletableFuture.failedStage(refused);
        }
        var reply =
                answer.toCompletableFuture()
                        .copy()
                        .orTimeout(ANSWER_WITHIN_S, TimeUnit.SECONDS)
                        .exceptionally(error -> problem(Told.problem(error), request.requestId()));
        return MediaApi.isFor(path) ? reply.thenApply(MediaApi::withCors) : reply;
    }

    HttpReply problem(Problem problem, String requestId) {
        metrics.problem(problem.code());
        var reply =
                HttpReply.of(
                                problem.code().status(),
                                "application/problem+json",
                                SessionCodec.problem(problem, requestId))
                        .with("Cache-Control", "no-store");
        if (problem.retryAfterS() > 0) {
            reply.with("Retry-After", Integer.toString(problem.retryAfterS()));
        }
        return problem.code() == Problem.Code.UNAUTHORIZED
                ? reply.with("WWW-Authenticate", "Bearer")
                : reply;
    }

    private CompletionStage<HttpReply> route(ApiRequest request, String[] path)
            throws ProblemException {
        if (MediaApi.isFor(path)) {
            return media.route(request, path);
        }
        if (PeopleApi.isFor(path)) {
            return people.route(request, path);
        }
        if (RoomApi.isFor(path)) {
            return room.route(request, path);
        }
        if (ReceiptApi.isFor(path)) {
            return receipts.route(request, path);
        }
        String method = request.method();
        boolean ofSessions = path.length > 1 && path[1].equals("sessions");
        if (ofSessions && path.length == 2) {
            return switch (method) {
                case "POST" -> create(request);
                case "GET" -> list(request);
                default -> throw Requests.notWith(method);
            };
        }
        if (ofSessions && path.length == 3) {
            Requests.requireMethod(request, "GET");
            callers.requireKey(request);
            return sessions.get(Requests.room(path[2]))
                    .thenApply(found -> HttpReply.json(200, SessionCodec.session(found)));
        }
        if (ofSessions && path.length == 4 && path[3].equals("tokens")) {
            Requests.requireMethod(request, "POST");
            return token(request, path[2]);
        }
        if (ofSessions && path.length == 4 && path[3].equals("bye")) {
            Requests.requireMethod(request, "POST");
            return bye(request, path[2]);
        }
        throw Requests.nothingHere();
    }

    private CompletionStage<HttpReply> create(ApiRequest request) throws ProblemException {
        callers.requireKey(request);
        Requests.requireJson(request);
        SessionDraft draft = SessionCodec.draft(request.body());
        return sessions.create(draft)
                .thenApply(session -> {
                    var admissions = new ArrayList<SessionCodec.Admission>();
                    for (var each : draft.participants()) {
                        admissions.add(admit(session.plan(), each));
                    }
                    return HttpReply.json(201, SessionCodec.created(session, admissions))
                            .with("Location", PREFIX + "/sessions/" + session.plan().id());
                });
    }

    private SessionCodec.Admission admit(SessionPlan plan, SessionDraft.Invitation invitation) {
        String token = tokens.issue(plan, invitation);
        String url = joinUrl.apply(plan.id(), token);
        return new SessionCodec.Admission(invitation.id(), url, token);
    }

    private CompletionStage<HttpReply> list(ApiRequest request) throws ProblemException {
        callers.requireKey(request);
        RoomId after = Requests.after(request);
        int limit = Requests.limit(request);
        return sessions.list(after, limit + 1)
                .thenApply(found -> {
                    var page = Requests.Page.of(found, limit, each -> each.plan().id().value());
                    return HttpReply.json(200, SessionCodec.page(page.items(), page.next()));
                });
    }

    private CompletionStage<HttpReply> token(ApiRequest request, String id)
            throws ProblemException {
        callers.requireKey(request);
        Requests.requireJson(request);
        var invitation = SessionCodec.invitation(request.body());
        return sessions.seat(Requests.room(id), invitation)
                .thenApply(session ->
                        HttpReply.json(201, SessionCodec.token(admit(session.plan(), invitation))));
    }

    private CompletionStage<HttpReply> bye(ApiRequest request, String id) throws ProblemException {
        JoinClaims claims = callers.claims(request, Requests.room(id));
        String token = SessionCodec.bye(request.body());
        String page = token == null ? null : resumeTokens.page(claims.room(), claims.who(), token);
        if (token != null && page == null) {
            return CompletableFuture.completedStage(HttpReply.empty(204));
        }
        return rooms.gone(claims.room(), claims.who(), page)
                .thenApply(done -> HttpReply.empty(204));
    }
}
