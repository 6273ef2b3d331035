package live.lyceum.signaling.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Summarizer;
import live.lyceum.recorder.api.Summary;
import live.lyceum.signaling.protocol.LessonSummary;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.SummaryEdit;
import live.lyceum.signaling.store.SummaryStore;
import org.jspecify.annotations.Nullable;

/// What the REST API does with summaries, and which sessions get one. Safe to call from any thread;
/// nothing here blocks.
public final class Summaries {
    /// Of less a model can only make something up.
    static final int MIN_CHARACTERS = 80;

    private final Transcripts transcripts;
    private final Sessions sessions;
    private final Rooms rooms;
    private final SummaryStore store;
    private final Summarizer summarizer;
    private final LongSupplier clock;
    private final SummaryMaker maker;

    /// How summaries are made.
    ///
    /// @param scheduler starts what is to be tried later
    public record Making(
            Summarizer summarizer, ScheduledExecutorService scheduler, SignalingMetrics metrics) {}

    /// @param clock epoch milliseconds
    public Summaries(
            Transcripts transcripts,
            Sessions sessions,
            Rooms rooms,
            SummaryStore store,
            Making making,
            LongSupplier clock) {
        this.transcripts = transcripts;
        this.sessions = sessions;
        this.rooms = rooms;
        this.store = store;
        summarizer = making.summarizer();
        this.clock = clock;
        maker =
                new SummaryMaker(
                        new LessonOrders(transcripts, rooms)::of,
                        store,
                        summarizer,
                        clock,
                        (ms, task) -> Later.run(making.scheduler(), ms, task),
                        making.metrics());
        transcripts.whenDone(this::transcribed);
    }

    private boolean available() {
        return summarizer.model() != null;
    }

    /// Goes on with what a process before this one left.
    public void recover() {
        maker.wake();
    }

    /// Nothing more comes of a transcript: wants its summary. Complete when that is durable.
    private CompletionStage<Void> transcribed(Transcripts.Known known) {
        return !available() || refusal(known, false) != null
                ? CompletableFuture.completedStage(null)
                : store.want(known.session().plan().id(), clock.getAsLong()).thenRun(maker::wake);
    }

    /// Why a session gets no summary, or null.
    ///
    /// @param goesOn whether more may come of its transcript
    private static @Nullable String refusal(Transcripts.Known known, boolean goesOn) {
        if (known.session().state() != SessionState.ENDED) {
            return "The session is not over";
        }
        if (!known.session().plan().saving().transcript()) {
            return "Its transcript is not kept";
        }
        if (goesOn) {
            return "The transcript is not complete yet";
        }
        int said = known.transcript().readable().mapToInt(SpokenLine::length).sum();
        return said < MIN_CHARACTERS ? "Too little was said" : null;
    }

    /// The summary of a session; one that waits for what is not there any more has failed. Fails
    /// with [RoomException] for an unknown session.
    public CompletionStage<LessonSummary> of(RoomId session) {
        return sessions.get(session)
                .thenCompose(known -> store.summary(session))
                .thenApply(found -> shown(found.orElse(LessonSummary.NONE)));
    }

    private LessonSummary shown(LessonSummary found) {
        return found.state() != LessonSummary.State.PENDING || available()
                ? found
                : new LessonSummary(
                        LessonSummary.State.FAILED,
                        found.version(),
                        found.content(),
                        found.model(),
                        found.madeAtMs(),
                        found.edit());
    }

    /// Has a summary made, in the place of what there is. Fails with [ProblemException] where that
    /// cannot be, also as long as more may come of the transcript: it would not be in it. Else as
    /// [#of] does.
    public CompletionStage<LessonSummary> make(RoomId session) {
        return transcripts
                .of(session)
                .thenCompose(known -> {
                    String refusal = refusal(known, transcripts.goesOn(session));
                    if (!available()) {
                        return refused(
                                Problem.Code.NOT_AVAILABLE,
                                "Summaries are not available on this server");
                    }
                    return refusal != null
                            ? refused(Problem.Code.CONFLICT, refusal)
                            : store.wantAnother(session, clock.getAsLong())
                                    .thenRun(maker::wake)
                                    .thenCompose(wanted -> of(session));
                });
    }

    private static <T> CompletionStage<T> refused(Problem.Code code, String why) {
        return CompletableFuture.failedStage(new ProblemException(code, why));
    }

    /// Has a summary say something else. Fails with [ProblemException] where that cannot be, and as
    /// [#of] does.
    ///
    /// @param by or null: with an API key
    /// @param name theirs; null: as the room knew them
    public CompletionStage<LessonSummary> edit(
            RoomId session, SummaryEdit edit, @Nullable ParticipantId by, @Nullable String name) {
        return of(session)
                .thenCompose(found -> {
                    Summary before = found.content();
                    if (before == null) {
                        return refused(Problem.Code.CONFLICT, "There is no summary");
                    }
                    List<Summary.Section> after = edited(before, edit);
                    return after == null
                            ? CompletableFuture.failedStage(invalid())
                            : named(session, by, name)
                                    .thenCompose(who ->
                                            store.edit(
                                                    session,
                                                    edit.version(),
                                                    new Summary(after),
                                                    who));
                })
                .thenCompose(done ->
                        done
                                ? of(session)
                                : refused(
                                        Problem.Code.CONFLICT,
                                        "It has changed since, or is made anew: read it again"));
    }

    private static ProblemException invalid() {
        var error =
                new Problem.FieldError(
                        "sections",
                        "has a topic that the summary has not, or more than %d characters or %d points"
                                .formatted(Summary.MAX_CHARACTERS, Summary.MAX_POINTS));
        return new ProblemException(
                new Problem(Problem.Code.INVALID, "Not valid: sections", List.of(error), 0));
    }

    private CompletionStage<LessonSummary.Edit> named(
            RoomId session, @Nullable ParticipantId by, @Nullable String name) {
        long nowMs = clock.getAsLong();
        return by == null || name != null
                ? CompletableFuture.completedStage(new LessonSummary.Edit(by, name, nowMs))
                : rooms.attendance(session)
                        .thenApply(people ->
                                new LessonSummary.Edit(
                                        by,
                                        people.stream()
                                                .map(each -> each.participant())
                                                .filter(each -> each.id().equals(by))
                                                .map(each -> each.name())
                                                .findFirst()
                                                .orElse(null),
                                        nowMs));
    }

    /// The sections with other texts; those that are left out say nothing any more, and sources
    /// that were not there are none. Null if it names other topics or is too long.
    private static @Nullable List<Summary.Section> edited(Summary before, SummaryEdit edit) {
        Map<String, Summary.Source> sources = new HashMap<>();
        before.sections().stream()
                .flatMap(Summary.Section::points)
                .flatMap(each -> each.sources().stream())
                .forEach(each -> sources.put(each.line(), each));
        var after = new ArrayList<Summary.Section>();
        int used = 0;
        for (Summary.Section each : before.sections()) {
            SummaryEdit.Section given =
                    edit.sections().stream()
                            .filter(one -> Objects.equals(one.topic(), each.topic()))
                            .findFirst()
                            .orElse(null);
            used += given == null ? 0 : 1;
            after.add(
                    new Summary.Section(
                            each.topic(),
                            each.title(),
                            given == null ? "" : given.text(),
                            given == null ? List.of() : points(given.decisions(), sources),
                            given == null ? List.of() : points(given.homework(), sources)));
        }
        return used == edit.sections().size() && Summary.fits(after) ? after : null;
    }

    private static List<Summary.Point> points(
            List<SummaryEdit.Point> given, Map<String, Summary.Source> sources) {
        return given.stream()
                .map(each ->
                        new Summary.Point(
                                each.text(),
                                each.whom(),
                                each.lines().stream()
                                        .map(sources::get)
                                        .filter(Objects::nonNull)
                                        .distinct()
                                        .toList()))
                .toList();
    }
}
