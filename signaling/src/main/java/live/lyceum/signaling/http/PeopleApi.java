package live.lyceum.signaling.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.auth.DashboardTokens;
import live.lyceum.signaling.auth.JoinClaims;
import live.lyceum.signaling.protocol.Feedback;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SeatedSession;
import live.lyceum.signaling.protocol.codec.PeopleCodec;
import live.lyceum.signaling.receipt.WayBack;
import live.lyceum.signaling.shell.Sessions;
import org.jspecify.annotations.Nullable;

/// What people do beside their room under `/api/v1`: feedback on a session, and the list of their
/// sessions.
final class PeopleApi {
    /// Enough for somebody who changes their mind, and no load for the disk.
    static final int FEEDBACK_PER_MINUTE = 10;

    private static final int RETRY_S = 6;

    private final Sessions sessions;
    private final Callers callers;
    private final DashboardTokens tokens;
    private final UnaryOperator<String> dashboardUrl;
    private final Supplier<String> publicUrl;
    private final WayBack wayBack;
    private final KeyedRate feedbackRate = new KeyedRate(FEEDBACK_PER_MINUTE, System::nanoTime);

    /// @param dashboardUrl the link for a dashboard token
    /// @param publicUrl what it begins with
    PeopleApi(
            HttpParts parts,
            Callers callers,
            UnaryOperator<String> dashboardUrl,
            Supplier<String> publicUrl) {
        sessions = parts.sessions();
        tokens = parts.dashboardTokens();
        this.callers = callers;
        this.dashboardUrl = dashboardUrl;
        this.publicUrl = publicUrl;
        wayBack = parts.wayBack();
    }

    /// Whether `path`, split below the prefix, is one of ours.
    static boolean isFor(String[] path) {
        return path.length > 1
                && (path[1].equals("me")
                        || path[1].equals("tokens")
                        || (path.length == 4
                                && path[1].equals("sessions")
                                && path[3].equals("feedback")));
    }

    CompletionStage<HttpReply> route(ApiRequest request, String[] path) throws ProblemException {
        if (path[1].equals("sessions")) {
            RoomId room = Requests.room(path[2]);
            return switch (request.method()) {
                case "POST" -> give(request, room);
                case "GET" -> feedback(request, room);
                default -> throw Requests.notWith(request.method());
            };
        }
        if (path.length == 3 && path[1].equals("tokens") && path[2].equals("dashboard")) {
            Requests.requireMethod(request, "POST");
            return token(request);
        }
        boolean mine =
                path[1].equals("me")
                        && (path.length == 3 || path.length == 4)
                        && path[2].equals("sessions");
        if (!mine) {
            throw Requests.nothingHere();
        }
        Requests.requireMethod(request, "GET");
        return path.length == 3 ? mySessions(request) : mySession(request, path[3]);
    }

    private CompletionStage<HttpReply> give(ApiRequest request, RoomId room)
            throws ProblemException {
        JoinClaims claims = callers.claims(request, room);
        if (!claims.role().sends()) {
            throw new ProblemException(
                    Problem.Code.FORBIDDEN, "An observer only looks and listens");
        }
        Requests.requireJson(request);
        Feedback.Review review = PeopleCodec.review(request.body());
        chargeFeedback("%s %s".formatted(room, claims.who()));
        return sessions.giveFeedback(room, claims.who(), claims.name(), review)
                .thenApply(given -> HttpReply.json(201, PeopleCodec.feedback(given)));
    }

    private void chargeFeedback(String seat) throws ProblemException {
        if (!feedbackRate.allows(seat)) {
            throw new ProblemException(
                    new Problem(
                            Problem.Code.RATE_LIMITED, "Too much feedback", List.of(), RETRY_S));
        }
        feedbackRate.charge(seat);
    }

    private CompletionStage<HttpReply> feedback(ApiRequest request, RoomId room)
            throws ProblemException {
        callers.requireKey(request);
        ParticipantId after = participant(request.parameter("after"));
        int limit = Requests.limit(request);
        return sessions.feedback(room, after, limit + 1)
                .thenApply(found -> {
                    var page = Requests.Page.of(found, limit, each -> each.who().value());
                    return HttpReply.json(200, PeopleCodec.feedbackPage(page.items(), page.next()));
                });
    }

    private static @Nullable ParticipantId participant(@Nullable String written)
            throws ProblemException {
        if (written == null) {
            return null;
        }
        if (!Ids.valid(written)) {
            throw new ProblemException(Problem.Code.BAD_REQUEST, "after is no participant's id");
        }
        return new ParticipantId(written);
    }

    private CompletionStage<HttpReply> token(ApiRequest request) throws ProblemException {
        callers.requireKey(request);
        Requests.requireJson(request);
        String token = tokens.issue(PeopleCodec.subject(request.body()));
        return CompletableFuture.completedStage(
                HttpReply.json(201, PeopleCodec.dashboardToken(token, dashboardUrl.apply(token))));
    }

    private CompletionStage<HttpReply> mySessions(ApiRequest request) throws ProblemException {
        ParticipantId who = callers.person(request);
        RoomId after = Requests.after(request);
        int limit = Requests.limit(request);
        return sessions.of(who, after, limit + 1)
                .thenApply(found -> {
                    var page = Requests.Page.of(found, limit, PeopleApi::id);
                    return HttpReply.json(200, PeopleCodec.sessionsPage(page.items(), page.next()));
                });
    }

    private static String id(SeatedSession seated) {
        return seated.session().plan().id().value();
    }

    private CompletionStage<HttpReply> mySession(ApiRequest request, String id)
            throws ProblemException {
        ParticipantId who = callers.person(request);
        return sessions.of(who, Requests.room(id))
                .thenCompose(found ->
                        wayBack.of(found.session(), who, publicUrl.get())
                                .thenApply(url ->
                                        HttpReply.json(
                                                200,
                                                PeopleCodec.session(found, url.orElse(null)))));
    }
}
