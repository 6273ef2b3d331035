package live.lyceum.signaling.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.auth.ApiKeys;
import live.lyceum.signaling.auth.BadTokenException;
import live.lyceum.signaling.auth.JoinClaims;
import live.lyceum.signaling.auth.JoinTokens;
import live.lyceum.signaling.auth.ResumeTokens;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SessionDraft;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.codec.SessionCodec;
import live.lyceum.signaling.shell.Rooms;
import live.lyceum.signaling.shell.Sessions;
import live.lyceum.signaling.shell.SignalingMetrics;
import live.lyceum.signaling.shell.Told;
import org.jspecify.annotations.Nullable;

/// The REST API under `/api/v1`. Called on virtual threads, for the keys are in a file.
final class Api {
    static final String PREFIX = "/api/v1";

    private static final int PAGE = 50;
    private static final int MAX_PAGE = 200;
    private static final int RETRY_S = 10;
    private static final String BEARER = "Bearer ";

    private final Sessions sessions;
    private final Rooms rooms;
    private final ApiKeys keys;
    private final JoinTokens tokens;
    private final ResumeTokens resumeTokens;
    private final AttemptLimiter attempts;
    private final SignalingMetrics metrics;
    private final BiFunction<RoomId, String, String> joinUrl;
    private final MediaApi media;

    /// @param joinUrl the link for a session and a token
    Api(HttpParts parts, BiFunction<RoomId, String, String> joinUrl) {
        sessions = parts.sessions();
        rooms = parts.rooms();
        keys = parts.keys();
        tokens = parts.tokens();
        resumeTokens = parts.resumeTokens();
        attempts = parts.attempts();
        metrics = parts.metrics();
        this.joinUrl = joinUrl;
        media = new MediaApi(rooms, resumeTokens, this::claims);
    }

    /// Answers a request; never fails.
    CompletionStage<HttpReply> handle(ApiRequest request) {
        String[] path = request.path().substring(PREFIX.length()).split("/", -1);
        CompletionStage<HttpReply> answer;
        try {
            answer = MediaApi.isFor(path) ? media.route(request, path) : route(request, path);
        } catch (ProblemException | RuntimeException refused) {
            answer = CompletableFuture.failedStage(refused);
        }
        var reply =
                answer.exceptionally(error -> problem(Told.problem(error), request.requestId()));
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
        String method = request.method();
        boolean ofSessions = path.length > 1 && path[1].equals("sessions");
        if (ofSessions && path.length == 2) {
            return switch (method) {
                case "POST" -> create(request);
                case "GET" -> list(request);
                default -> throw notWith(method);
            };
        }
        if (ofSessions && path.length == 3) {
            requireMethod(method, "GET");
            requireKey(request);
            return sessions.get(room(path[2]))
                    .thenApply(found -> HttpReply.json(200, SessionCodec.session(found)));
        }
        if (ofSessions && path.length == 4 && path[3].equals("tokens")) {
            requireMethod(method, "POST");
            return token(request, path[2]);
        }
        if (ofSessions && path.length == 4 && path[3].equals("bye")) {
            requireMethod(method, "POST");
            return bye(request, path[2]);
        }
        throw new ProblemException(Problem.Code.NOT_FOUND, "There is nothing at this path");
    }

    private static ProblemException notWith(String method) {
        return new ProblemException(
                Problem.Code.METHOD_NOT_ALLOWED, "Not with %s".formatted(method));
    }

    private static void requireMethod(String method, String allowed) throws ProblemException {
        if (!method.equals(allowed)) {
            throw notWith(method);
        }
    }

    private void requireKey(ApiRequest request) throws ProblemException {
        if (!attempts.allows(request.address())) {
            throw tooMany();
        }
        if (keys.identify(request.authorization()) == null) {
            attempts.failed(request.address());
            throw new ProblemException(Problem.Code.UNAUTHORIZED, "An API key is needed");
        }
    }

    private static ProblemException tooMany() {
        return new ProblemException(
                new Problem(
                        Problem.Code.RATE_LIMITED,
                        "Too many attempts without a good key or token",
                        List.of(),
                        RETRY_S));
    }

    private static void requireJson(ApiRequest request) throws ProblemException {
        String type = request.contentType();
        boolean json =
                type != null
                        && type.toLowerCase(Locale.ROOT)
                                .split(";", 2)[0]
                                .strip()
                                .equals("application/json");
        if (!json) {
            throw new ProblemException(
                    Problem.Code.UNSUPPORTED_MEDIA_TYPE, "Send application/json");
        }
    }

    private static RoomId room(String written) throws ProblemException {
        if (!Ids.valid(written)) {
            throw new ProblemException(Problem.Code.NOT_FOUND, "There is no such session");
        }
        return new RoomId(written);
    }

    private CompletionStage<HttpReply> create(ApiRequest request) throws ProblemException {
        requireKey(request);
        requireJson(request);
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
        requireKey(request);
        String after = request.parameter("after");
        int limit = limit(request.parameter("limit"));
        return sessions.list(after == null ? null : room(after), limit + 1)
                .thenApply(found -> {
                    boolean more = found.size() > limit;
                    List<SessionRecord> page = more ? found.subList(0, limit) : found;
                    String next = more ? page.getLast().plan().id().value() : null;
                    return HttpReply.json(200, SessionCodec.page(page, next));
                });
    }

    private static int limit(@Nullable String written) throws ProblemException {
        try {
            int limit = written == null ? PAGE : Integer.parseInt(written);
            if (limit >= 1 && limit <= MAX_PAGE) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, together with numbers out of range.
        }
        throw new ProblemException(
                Problem.Code.BAD_REQUEST, "limit is not a number from 1 to " + MAX_PAGE);
    }

    private CompletionStage<HttpReply> token(ApiRequest request, String id)
            throws ProblemException {
        requireKey(request);
        requireJson(request);
        var invitation = SessionCodec.invitation(request.body());
        return sessions.get(room(id))
                .thenApply(session ->
                        HttpReply.json(201, SessionCodec.token(admit(session.plan(), invitation))));
    }

    private CompletionStage<HttpReply> bye(ApiRequest request, String id) throws ProblemException {
        JoinClaims claims = claims(request, room(id));
        String token = SessionCodec.bye(request.body());
        String page = token == null ? null : resumeTokens.page(claims.room(), claims.who(), token);
        if (token != null && page == null) {
            return CompletableFuture.completedStage(HttpReply.empty(204));
        }
        return rooms.gone(claims.room(), claims.who(), page)
                .thenApply(done -> HttpReply.empty(204));
    }

    private JoinClaims claims(ApiRequest request, RoomId room) throws ProblemException {
        if (!attempts.allows(request.address())) {
            throw tooMany();
        }
        String header = request.authorization();
        try {
            if (header != null && header.startsWith(BEARER)) {
                JoinClaims claims = tokens.verify(header.substring(BEARER.length()).strip());
                if (claims.room().equals(room)) {
                    return claims;
                }
            }
        } catch (BadTokenException bad) {
            // Told below, together with no token at all.
        }
        attempts.failed(request.address());
        throw new ProblemException(Problem.Code.UNAUTHORIZED, "A join token is needed");
    }
}
