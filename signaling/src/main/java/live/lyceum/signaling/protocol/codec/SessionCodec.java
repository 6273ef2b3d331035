package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.Problem.FieldError;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Seated;
import live.lyceum.signaling.protocol.SessionDraft;
import live.lyceum.signaling.protocol.SessionDraft.Invitation;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import org.jspecify.annotations.Nullable;

/// The bodies of the REST API.
public final class SessionCodec {
    private static final long MINUTE_MS = 60_000;
    private static final long MAX_MS = 12 * 60 * MINUTE_MS;
    private static final int MAX_LINE = 200;
    private static final int MAX_NAME = 80;
    private static final int MAX_TOPICS = 100;
    private static final int MAX_PARTICIPANTS = 58;
    private static final int MAX_ORIGINS = 20;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_URL = 2_000;

    /// A scheme, the longest name of a host (RFC 1035 section 2.3.4: 253 characters) and a port.
    private static final int MAX_ORIGIN = 267;

    private static final int MAX_RESUME_TOKEN = 256;

    private SessionCodec() {}

    /// Somebody with their way in.
    public record Admission(ParticipantId id, String joinUrl, String token) {
        /// Leaves out the token, which the URL has too.
        @Override
        public String toString() {
            return "Admission[%s]".formatted(id);
        }
    }

    /// The body of `POST /sessions`.
    ///
    /// @param transcribes whether sessions can be transcribed here
    public static SessionDraft draft(String body, boolean transcribes) throws ProblemException {
        Fields fields = read(body);
        var draft =
                new SessionDraft(
                        fields.line("title", MAX_LINE),
                        fields.number("plannedMs", MINUTE_MS, MAX_MS),
                        fields.timeOrNull("startsAt"),
                        fields.timeOrNull("hardEndAt"),
                        abandonAfterMs(fields),
                        fields.listOrEmpty(
                                "topics", MAX_TOPICS, (each, i) -> each.line(i, MAX_LINE)),
                        fields.listOrEmpty(
                                "participants",
                                MAX_PARTICIPANTS,
                                (each, i) -> invitation(each.object(i))),
                        saving(fields, transcribes),
                        url(fields, "returnUrl"),
                        fields.ratio("completeRatio", SessionDraft.DEFAULT_COMPLETE_RATIO),
                        fields.listOrEmpty("embedOrigins", MAX_ORIGINS, SessionCodec::origin));
        long ids = draft.participants().stream().map(Invitation::id).distinct().count();
        if (ids < draft.participants().size()) {
            fields.wrong("participants", "has an id twice");
        }
        refuseIfWrong(fields);
        refuseIfNotAvailable(draft.saving(), transcribes);
        return draft;
    }

    /// The plan that the body of `PATCH /sessions/{id}`, a merge patch (RFC 7396), makes of
    /// another.
    ///
    /// @param transcribes whether sessions can be transcribed here
    public static SessionPlan changed(String body, SessionPlan before, boolean transcribes)
            throws ProblemException {
        Fields fields = read(body);
        var saving = before.saving();
        var after =
                new SessionPlan(
                        before.id(),
                        before.tenant(),
                        fields.given("title") ? fields.line("title", MAX_LINE) : before.title(),
                        fields.given("plannedMs")
                                ? fields.number("plannedMs", MINUTE_MS, MAX_MS)
                                : before.plannedMs(),
                        fields.given("startsAt") ? fields.time("startsAt") : before.startsAtMs(),
                        fields.given("hardEndAt")
                                ? fields.timeOrNull("hardEndAt")
                                : before.hardEndAtMs(),
                        fields.given("abandonAfterMs")
                                ? fields.number("abandonAfterMs", 1_000, MAX_MS)
                                : before.abandonAfterMs(),
                        before.topics(),
                        new SessionPlan.Saving(
                                fields.given("record") ? fields.flag("record") : saving.record(),
                                fields.given("transcribe")
                                        ? fields.flag("transcribe")
                                        : saving.transcribe(),
                                fields.given("saveChat") ? fields.flag("saveChat") : saving.chat(),
                                fields.given("saveTranscript")
                                        ? fields.flag("saveTranscript")
                                        : saving.transcript()),
                        fields.given("returnUrl") ? url(fields, "returnUrl") : before.returnUrl(),
                        fields.given("completeRatio")
                                ? fields.ratio("completeRatio")
                                : before.completeRatio(),
                        fields.given("embedOrigins")
                                ? fields.list("embedOrigins", MAX_ORIGINS, SessionCodec::origin)
                                : before.embedOrigins());
        refuseIfWrong(fields);
        if (!saving.transcribe()) {
            refuseIfNotAvailable(after.saving(), transcribes);
        }
        return after;
    }

    private static long abandonAfterMs(Fields fields) {
        Long given = fields.numberOrNull("abandonAfterMs", 1_000, MAX_MS);
        return given == null ? SessionDraft.DEFAULT_ABANDON_AFTER_MS : given;
    }

    private static SessionPlan.Saving saving(Fields fields, boolean transcribes) {
        return new SessionPlan.Saving(
                fields.flag("record", false),
                fields.flag("transcribe", transcribes),
                fields.flag("saveChat", true),
                fields.flag("saveTranscript", true));
    }

    private static void refuseIfNotAvailable(SessionPlan.Saving saving, boolean transcribes)
            throws ProblemException {
        if (saving.transcribe() && !transcribes) {
            throw new ProblemException(
                    Problem.Code.NOT_AVAILABLE, "transcribe is not available on this server");
        }
    }

    /// The body of `POST /sessions/{id}/tokens`.
    public static Invitation invitation(String body) throws ProblemException {
        Fields fields = read(body);
        Invitation invitation = invitation(fields);
        refuseIfWrong(fields);
        return invitation;
    }

    private static Invitation invitation(Fields fields) {
        return new Invitation(
                fields.participant("id"),
                fields.line("name", MAX_NAME),
                fields.role("role"),
                fields.numberOrNull("ttlMs", 1_000, MAX_MS),
                fields.flag("mayRecord", false));
    }

    /// The resume token in the body of `POST /sessions/{id}/bye`, or null when it has none.
    public static @Nullable String bye(String body) throws ProblemException {
        if (body.isBlank()) {
            return null;
        }
        Fields fields = read(body);
        String token =
                fields.has("resumeToken") ? fields.text("resumeToken", MAX_RESUME_TOKEN) : null;
        refuseIfWrong(fields);
        return token;
    }

    static Fields read(String body) throws ProblemException {
        ObjectNode object = Json.object(body);
        if (object == null) {
            throw new ProblemException(
                    Problem.Code.BAD_REQUEST, "The body is not a JSON object within the limits");
        }
        return Fields.of(object);
    }

    /// Refuses a body with anything that is wrong, or that is no field of it.
    static void refuseIfWrong(Fields fields) throws ProblemException {
        fields.refuseUnknown();
        List<FieldError> errors = fields.errors();
        if (!errors.isEmpty()) {
            String names = String.join(", ", errors.stream().map(FieldError::field).toList());
            throw new ProblemException(
                    new Problem(Problem.Code.INVALID, "Not valid: " + names, errors, 0));
        }
    }

    private static String origin(Fields fields, String name) {
        URI uri = url(fields, name);
        // It is written into a header, where what a fragment may hold would mean something else.
        if (uri == null && !fields.has(name)) {
            fields.wrong(name, "is not an origin");
        }
        if (uri != null
                && !(uri.getPath().isEmpty()
                        && uri.getQuery() == null
                        && uri.getFragment() == null
                        && uri.toString().length() <= MAX_ORIGIN)) {
            fields.wrong(name, "is not an origin");
        }
        return uri == null ? "" : uri.toString();
    }

    private static @Nullable URI url(Fields fields, String name) {
        if (!fields.has(name)) {
            return null;
        }
        try {
            URI uri = URI.create(fields.text(name, MAX_URL));
            String scheme = uri.getScheme();
            boolean web = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
            // An authority that ends with a colon, or has a port that there is not, is no address.
            boolean port =
                    uri.getPort() <= MAX_PORT
                            && uri.getPort() != 0
                            && !String.valueOf(uri.getRawAuthority()).endsWith(":");
            if (web && port && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException notOne) {
            // Told below, together with other schemes.
        }
        fields.wrong(name, "is not an http or https URL");
        return null;
    }

    /// A session as `GET /sessions/{id}` shows it.
    public static byte[] session(SessionRecord session, List<Seated> people) {
        ObjectNode tree = Json.object();
        put(session, tree);
        var attendance = tree.putArray("attendance");
        for (Seated each : people) {
            attendance
                    .addObject()
                    .put("id", each.participant().id().value())
                    .put("role", Json.word(each.participant().role()))
                    .put("activeMs", each.attendanceMs());
        }
        return Json.bytes(tree);
    }

    /// A new session with the ways into it.
    public static byte[] created(SessionRecord session, List<Admission> admissions) {
        ObjectNode tree = Json.object();
        put(session, tree);
        var participants = tree.putArray("participants");
        for (Admission each : admissions) {
            participants
                    .addObject()
                    .put("id", each.id().value())
                    .put("joinUrl", each.joinUrl())
                    .put("token", each.token());
        }
        return Json.bytes(tree);
    }

    /// A page of sessions; `next` is what to ask for the page after it, or null at the end.
    public static byte[] page(List<SessionRecord> sessions, @Nullable String next) {
        return Json.page(sessions, SessionCodec::put, next);
    }

    /// A join token with its URL.
    public static byte[] token(Admission admission) {
        return Json.bytes(
                Json.object().put("token", admission.token()).put("joinUrl", admission.joinUrl()));
    }

    /// A problem of RFC 9457, with our code.
    public static byte[] problem(Problem problem, String requestId) {
        ObjectNode tree =
                Json.object()
                        .put("type", "about:blank")
                        .put("title", problem.code().title())
                        .put("status", problem.code().status())
                        .put("code", Json.word(problem.code()))
                        .put("detail", problem.detail())
                        .put("requestId", requestId);
        problem.more().forEach(tree::put);
        if (!problem.errors().isEmpty()) {
            var errors = tree.putArray("errors");
            problem.errors()
                    .forEach(each ->
                            errors.addObject()
                                    .put("field", each.field())
                                    .put("msg", each.message()));
        }
        return Json.bytes(tree);
    }

    /// What runs here, for the ops port.
    public static byte[] version(String version, String java) {
        return Json.bytes(Json.object().put("version", version).put("java", java));
    }

    /// All of a plan, the same text for the same plan.
    public static String plan(SessionPlan plan) {
        ObjectNode tree = Json.object();
        put(plan, tree);
        return tree.toString();
    }

    private static void put(SessionRecord session, ObjectNode tree) {
        put(session.plan(), tree);
        var outcome = session.outcome();
        tree.put("state", Json.word(session.state()))
                .put("activeMs", session.activeMs())
                .put("startedAt", Json.timeOrNull(session.startedAtMs()))
                .put("endedAt", Json.timeOrNull(session.endedAtMs()))
                .put("outcome", outcome == null ? null : Json.word(outcome))
                .put("createdAt", Json.time(session.createdAtMs()));
    }

    private static void put(SessionPlan plan, ObjectNode tree) {
        tree.put("id", plan.id().value())
                .put("title", plan.title())
                .put("plannedMs", plan.plannedMs())
                .put("startsAt", Json.time(plan.startsAtMs()))
                .put("hardEndAt", Json.timeOrNull(plan.hardEndAtMs()))
                .put("abandonAfterMs", plan.abandonAfterMs());
        var topics = tree.putArray("topics");
        plan.topics().forEach(each -> ServerEncoder.put(each, topics.addObject()));
        URI returnUrl = plan.returnUrl();
        tree.put("record", plan.saving().record())
                .put("transcribe", plan.saving().transcribe())
                .put("saveChat", plan.saving().chat())
                .put("saveTranscript", plan.saving().transcript())
                .put("returnUrl", returnUrl == null ? null : returnUrl.toString())
                .put("completeRatio", plan.completeRatio());
        var origins = tree.putArray("embedOrigins");
        plan.embedOrigins().forEach(origins::add);
    }
}
