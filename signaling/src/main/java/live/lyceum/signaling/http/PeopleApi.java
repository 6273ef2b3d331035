package live.lyceum.signaling.http;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

/// What people do beside their room: feedback on a session, and the list of their sessions.
final class PeopleApi {
    /// Enough for somebody who changes their mind, and no load for the disk.
    static final int FEEDBACK_PER_MINUTE = 10;

    private final Sessions sessions;
    private final DashboardTokens tokens;
    private final WayBack wayBack;
    private final Urls urls;
    private final KeyedRate feedbackRate =
            KeyedRate.perMinute(FEEDBACK_PER_MINUTE, System::nanoTime);

    PeopleApi(HttpParts parts, Urls urls) {
        sessions = parts.sessions();
        tokens = parts.dashboardTokens();
        wayBack = parts.wayBack();
        this.urls = urls;
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(
                Operation.GIVE_FEEDBACK, this::give,
                Operation.LIST_FEEDBACK, this::feedback,
                Operation.CREATE_DASHBOARD_TOKEN, this::token,
                Operation.LIST_MY_SESSIONS, this::mySessions,
                Operation.GET_MY_SESSION, this::mySession);
    }

    private CompletionStage<HttpReply> give(Call call) throws ProblemException {
        RoomId room = call.room();
        JoinClaims claims = call.claims();
        if (!claims.role().sends()) {
            throw new ProblemException(
                    Problem.Code.FORBIDDEN, "An observer only looks and listens");
        }
        Feedback.Review review = PeopleCodec.review(Requests.json(call));
        Requests.charge(feedbackRate, "%s %s".formatted(room, claims.who()), "Too much feedback");
        return sessions.giveFeedback(room, claims.who(), claims.name(), review)
                .thenApply(given -> HttpReply.json(201, PeopleCodec.feedback(given)));
    }

    private CompletionStage<HttpReply> feedback(Call call) throws ProblemException {
        ParticipantId after = participant(call.request().parameter("after"));
        int limit = Requests.limit(call.request());
        return sessions.feedback(call.room(), after, limit + 1)
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

    private CompletionStage<HttpReply> token(Call call) throws ProblemException {
        ParticipantId subject = PeopleCodec.subject(Requests.json(call));
        String token = tokens.issue(new DashboardTokens.Owner(call.tenant(), subject));
        return CompletableFuture.completedStage(
                HttpReply.json(201, PeopleCodec.dashboardToken(token, urls.dashboard(token))));
    }

    private CompletionStage<HttpReply> mySessions(Call call) throws ProblemException {
        RoomId after = Requests.after(call.request());
        int limit = Requests.limit(call.request());
        Caller.Person person = call.person();
        return sessions.of(person.tenant(), person.who(), after, limit + 1)
                .thenApply(found -> {
                    var page = Requests.Page.of(found, limit, PeopleApi::id);
                    return HttpReply.json(200, PeopleCodec.sessionsPage(page.items(), page.next()));
                });
    }

    private static String id(SeatedSession seated) {
        return seated.session().plan().id().value();
    }

    private CompletionStage<HttpReply> mySession(Call call) throws ProblemException {
        Caller.Person person = call.person();
        return sessions.of(person.tenant(), person.who(), call.room())
                .thenCompose(found ->
                        wayBack.of(found.session(), person.who(), urls.server().get())
                                .thenApply(url ->
                                        HttpReply.json(
                                                200,
                                                PeopleCodec.session(found, url.orElse(null)))));
    }
}
