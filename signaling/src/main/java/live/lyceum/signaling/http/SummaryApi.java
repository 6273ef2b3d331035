package live.lyceum.signaling.http;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.LessonSummary;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SummaryEdit;
import live.lyceum.signaling.protocol.codec.SummaryCodec;
import live.lyceum.signaling.shell.Sessions;
import live.lyceum.signaling.shell.Summaries;
import org.jspecify.annotations.Nullable;

/// What sessions came to, in words. From a person's dashboard as by the session itself.
final class SummaryApi {
    /// Of one session: each costs the operator something.
    static final int MADE_PER_MINUTE = 3;

    private final Summaries summaries;
    private final Sessions sessions;
    private final KeyedRate rate = KeyedRate.perMinute(MADE_PER_MINUTE, System::nanoTime);

    SummaryApi(HttpParts parts) {
        summaries = parts.summaries();
        sessions = parts.sessions();
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(
                Operation.GET_SUMMARY, this::get,
                Operation.EDIT_SUMMARY, this::edit,
                Operation.MAKE_SUMMARY, this::make,
                Operation.GET_MY_SUMMARY, call -> mine(call, false).thenCompose(this::shown),
                Operation.EDIT_MY_SUMMARY, this::editMine,
                Operation.MAKE_MY_SUMMARY, this::makeMine);
    }

    private CompletionStage<HttpReply> get(Call call) throws ProblemException {
        return shown(call.room());
    }

    private CompletionStage<HttpReply> shown(RoomId session) {
        return summaries.of(session).thenApply(found -> reply(200, found));
    }

    private static HttpReply reply(int status, LessonSummary summary) {
        return HttpReply.json(status, SummaryCodec.summary(summary));
    }

    private CompletionStage<HttpReply> edit(Call call) throws ProblemException {
        SummaryEdit edit = SummaryCodec.edit(Requests.json(call));
        return call.caller() instanceof Caller.Seat(var claims)
                ? edited(call.room(), edit, claims.who(), claims.name())
                : edited(call.room(), edit, null, null);
    }

    private CompletionStage<HttpReply> editMine(Call call) throws ProblemException {
        SummaryEdit edit = SummaryCodec.edit(Requests.json(call));
        return mine(call, true)
                .thenCompose(session -> edited(session, edit, call.person().who(), null));
    }

    private CompletionStage<HttpReply> edited(
            RoomId session, SummaryEdit edit, @Nullable ParticipantId by, @Nullable String name) {
        return summaries.edit(session, edit, by, name).thenApply(found -> reply(200, found));
    }

    private CompletionStage<HttpReply> make(Call call) throws ProblemException {
        return made(call.room());
    }

    private CompletionStage<HttpReply> makeMine(Call call) throws ProblemException {
        return mine(call, true).thenCompose(this::made);
    }

    private CompletionStage<HttpReply> made(RoomId session) {
        try {
            Requests.charge(rate, session.value(), "It was asked for too often");
        } catch (ProblemException tooOften) {
            return CompletableFuture.failedStage(tooOften);
        }
        return summaries.make(session).thenApply(found -> reply(202, found));
    }

    /// The session that the path names, if the person has a seat in it that nobody put them out of.
    ///
    /// @param asMentor and that has to be a mentor's
    private CompletionStage<RoomId> mine(Call call, boolean asMentor) throws ProblemException {
        Caller.Person person = call.person();
        return sessions.heardBy(person.tenant(), person.who(), call.room())
                .thenCompose(seated ->
                        asMentor && seated.role() != Role.MENTOR
                                ? CompletableFuture.failedStage(
                                        new ProblemException(
                                                Problem.Code.FORBIDDEN,
                                                "Only a mentor may do this"))
                                : CompletableFuture.completedStage(seated.session().plan().id()));
    }
}
