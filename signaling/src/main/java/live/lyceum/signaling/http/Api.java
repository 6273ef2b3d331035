package live.lyceum.signaling.http;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.codec.SessionCodec;
import live.lyceum.signaling.shell.Sessions;
import live.lyceum.signaling.shell.SignalingMetrics;
import live.lyceum.signaling.shell.Told;
import org.jspecify.annotations.Nullable;

/// The REST API under `/api/v1`: finds the operation in the table of [Operation], lets the caller
/// in or not, and hands the call on. Called on virtual threads.
final class Api {
    static final String PREFIX = "/api/v1";

    /// Recorded files stand beside it: what is large may be served by somebody else one day.
    static final String MEDIA = "/media/";

    /// Of an id that cannot be guessed.
    static final int ID_LENGTH = 20;

    /// Longer than anything here takes when all is well.
    private static final int ANSWER_WITHIN_S = 30;

    private final SignalingMetrics metrics;
    private final Callers callers;
    private final Sessions sessions;
    private final CallRates rates;
    private final Repetitions repetitions;
    private final Cors cors;
    private final Map<Operation, Call.Handler> handlers = new EnumMap<>(Operation.class);

    Api(HttpParts parts, Urls urls, OpenApiFile description) {
        metrics = parts.metrics();
        callers = new Callers(parts);
        sessions = parts.sessions();
        rates = new CallRates(parts.limits());
        repetitions = new Repetitions(parts.answers(), parts.clock());
        cors = new Cors(parts.settings().origins());
        handlers.putAll(new SessionApi(parts, urls).handlers());
        handlers.putAll(new RoomApi(parts).handlers());
        handlers.putAll(new PeopleApi(parts, urls).handlers());
        handlers.putAll(new ReceiptApi(parts, urls).handlers());
        handlers.putAll(new KeyApi(parts).handlers());
        handlers.putAll(new RecordingApi(parts).handlers());
        handlers.putAll(new TranscriptApi(parts).handlers());
        handlers.putAll(new SummaryApi(parts).handlers());
        handlers.putAll(new WebhookApi(parts).handlers());
        handlers.putAll(new MediaApi(parts).handlers());
        handlers.putAll(new UploadApi(parts).handlers());
        handlers.putAll(new FileApi(parts).handlers());
        handlers.put(
                Operation.GET_OPENAPI,
                call ->
                        CompletableFuture.completedStage(
                                description
                                        .answer(call.request().ifNoneMatch())
                                        .with("Access-Control-Allow-Origin", "*")));
        for (Operation each : Operation.values()) {
            if (each != Operation.PING && !handlers.containsKey(each)) {
                throw new IllegalStateException("nobody carries out " + each);
            }
        }
    }

    /// Whether a path is ours to answer.
    static boolean has(String path) {
        return path.startsWith(PREFIX + "/") || path.startsWith(MEDIA);
    }

    /// Answers a request; never fails.
    CompletionStage<HttpReply> handle(ApiRequest request) {
        List<Operation.Match> here = Operation.at(request.path());
        boolean ofMedia = here.stream().anyMatch(each -> each.operation().ofMedia());
        if (request.method().equals("OPTIONS") && !here.isEmpty()) {
            String allowed = allowed(here);
            return CompletableFuture.completedStage(
                    ofMedia
                            ? MediaApi.withCors(MediaApi.preflight(allowed))
                            : cors.preflight(request.origin(), allowed));
        }
        CompletionStage<HttpReply> answer;
        try {
            answer = answer(request, here);
        } catch (ProblemException | RuntimeException refused) {
            answer = CompletableFuture.failedStage(refused);
        }
        return answer.toCompletableFuture()
                .copy()
                .orTimeout(ANSWER_WITHIN_S, TimeUnit.SECONDS)
                .exceptionally(error -> {
                    Problem problem = Told.problem(error, request.requestId());
                    HttpReply told = problem(problem, request.requestId());
                    return problem.code() == Problem.Code.METHOD_NOT_ALLOWED
                            ? told.with("Allow", allowed(here))
                            : told;
                })
                .thenApply(reply ->
                        ofMedia ? MediaApi.withCors(reply) : cors.with(request.origin(), reply));
    }

    private static String allowed(List<Operation.Match> here) {
        return here.stream()
                .map(each -> each.operation().method())
                .map(method -> method.equals("GET") ? "GET, HEAD" : method)
                .collect(Collectors.joining(", "));
    }

    private CompletionStage<HttpReply> answer(ApiRequest request, List<Operation.Match> here)
            throws ProblemException {
        if (here.isEmpty()) {
            throw new ProblemException(Problem.Code.NOT_FOUND, "There is nothing at this path");
        }
        // As GET; the body is left out where it is written (RFC 9110 section 9.3.2).
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        for (Operation.Match each : here) {
            Call.Handler handler = handlers.get(each.operation());
            if (handler != null && each.operation().method().equals(method)) {
                var call =
                        new Call(
                                request,
                                each.operation(),
                                each.parameters(),
                                callers.of(request, each),
                                null);
                rates.charge(call);
                requireOwn(call);
                String key = repeatable(call);
                return key == null ? handler.answer(call) : repetitions.once(call, key, handler);
            }
        }
        throw new ProblemException(
                Problem.Code.METHOD_NOT_ALLOWED, "Not with %s".formatted(request.method()));
    }

    /// The `Idempotency-Key` of a call that has one and may have one, or null.
    private static @Nullable String repeatable(Call call) {
        boolean may = call.request().method().equals("POST") && call.caller() instanceof Caller.Key;
        return may ? call.request().idempotencyKey() : null;
    }

    /// A session of another tenant is one that is not there.
    private void requireOwn(Call call) throws ProblemException {
        if (call.caller() instanceof Caller.Key key && call.operation().ofSession()) {
            var _ = sessions.get(key.key().tenant(), call.room()).toCompletableFuture().join();
        }
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
}
