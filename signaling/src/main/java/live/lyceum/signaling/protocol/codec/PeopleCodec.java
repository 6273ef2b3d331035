package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.Feedback;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SeatedSession;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import org.jspecify.annotations.Nullable;

/// The bodies of the REST API about the people of sessions.
public final class PeopleCodec {
    private static final int MAX_RATING = 5;
    private static final int MAX_COMMENT = 2_000;

    private PeopleCodec() {}

    /// The body of `POST /sessions/{id}/feedback`.
    public static Feedback.Review review(String body) throws ProblemException {
        Fields fields = SessionCodec.read(body);
        int rating = (int) fields.number("rating", 1, MAX_RATING);
        String comment = fields.linesOrNull("comment", MAX_COMMENT);
        SessionCodec.refuseIfWrong(fields);
        return new Feedback.Review(rating, comment);
    }

    /// The body of `POST /tokens/dashboard`.
    public static ParticipantId subject(String body) throws ProblemException {
        Fields fields = SessionCodec.read(body);
        ParticipantId subject = fields.participant("sub");
        SessionCodec.refuseIfWrong(fields);
        return subject;
    }

    /// A feedback as it was taken.
    public static byte[] feedback(Feedback feedback) {
        ObjectNode tree = Json.object();
        put(feedback, tree);
        return Json.bytes(tree);
    }

    /// A page of feedback; `next` is what to ask for the page after it, or null at the end.
    public static byte[] feedbackPage(List<Feedback> all, @Nullable String next) {
        return Json.page(all, PeopleCodec::put, next);
    }

    static void put(Feedback feedback, ObjectNode tree) {
        tree.put("participant", feedback.who().value());
        if (feedback.name() != null) {
            tree.put("name", feedback.name());
        }
        tree.put("rating", feedback.review().rating())
                .put("comment", feedback.review().comment())
                .put("at", Json.time(feedback.atMs()));
    }

    /// A dashboard token with its URL.
    public static byte[] dashboardToken(String token, String url) {
        return Json.bytes(Json.object().put("token", token).put("url", url));
    }

    /// A session as one of its people sees it.
    ///
    /// @param returnTo where they go from its page, or null
    public static byte[] session(SeatedSession seated, @Nullable String returnTo) {
        ObjectNode tree = Json.object();
        put(seated, tree);
        return Json.bytes(tree.put("returnTo", returnTo));
    }

    /// A page of somebody's sessions; `next` is what to ask for the page after it, or null at the
    /// end.
    public static byte[] sessionsPage(List<SeatedSession> all, @Nullable String next) {
        return Json.page(all, PeopleCodec::put, next);
    }

    private static void put(SeatedSession seated, ObjectNode tree) {
        SessionRecord session = seated.session();
        SessionPlan plan = session.plan();
        URI returnUrl = plan.returnUrl();
        var outcome = session.outcome();
        tree.put("id", plan.id().value())
                .put("title", plan.title())
                .put("state", Json.word(session.state()))
                .put("outcome", outcome == null ? null : Json.word(outcome))
                .put("plannedMs", plan.plannedMs())
                .put("activeMs", session.activeMs())
                .put("startsAt", Json.time(plan.startsAtMs()))
                .put("startedAt", Json.timeOrNull(session.startedAtMs()))
                .put("endedAt", Json.timeOrNull(session.endedAtMs()))
                .put("role", Json.word(seated.role()))
                .put("returnUrl", returnUrl == null ? null : returnUrl.toString())
                .put("summary", Json.word(seated.summary()));
    }
}
