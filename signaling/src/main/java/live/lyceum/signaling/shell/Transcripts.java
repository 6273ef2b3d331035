package live.lyceum.signaling.shell;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.signaling.protocol.FoundLine;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Recording;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.Transcript;
import live.lyceum.signaling.protocol.TranscriptQuery;
import live.lyceum.signaling.protocol.TranscriptScope;
import live.lyceum.signaling.store.TranscriptStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the REST API does with transcripts, and what a node does with those of before. Safe to call
/// from any thread; nothing here blocks.
public final class Transcripts {
    private static final Logger LOG = LoggerFactory.getLogger(Transcripts.class);

    private final Sessions sessions;
    private final TranscriptStore store;
    private final Transcriber transcriber;
    private final LongSupplier clock;
    private final TranscriptNews news;

    /// Those of which the log says already that they cannot be read.
    private final Set<RoomId> unreadable = ConcurrentHashMap.newKeySet();

    /// Whether it is known what a process before this one has left.
    private volatile boolean looked;

    private volatile Function<Known, CompletionStage<Void>> whenDone =
            known -> CompletableFuture.completedStage(null);

    /// @param clock epoch milliseconds
    public Transcripts(
            Rooms rooms,
            Sessions sessions,
            TranscriptStore store,
            Transcriber transcriber,
            LongSupplier clock,
            ScheduledExecutorService scheduler,
            SignalingMetrics metrics) {
        this.sessions = sessions;
        this.store = store;
        this.transcriber = transcriber;
        this.clock = clock;
        news =
                new TranscriptNews(
                        rooms, transcriber::missed, this::done, scheduler, clock, metrics);
        transcriber.listen(news);
    }

    /// What is done with a transcript of which nothing more comes, before webhooks are told of it:
    /// once at least, also after a crash.
    void whenDone(Function<Known, CompletionStage<Void>> follower) {
        whenDone = follower;
    }

    /// Whether sessions can be transcribed here.
    public boolean available() {
        return transcriber.available();
    }

    /// Whether more may come of a session's transcript: until its last line is kept; and of any, as
    /// long as it is not known what a process before this one has left.
    boolean goesOn(RoomId session) {
        // In this order: when the transcriber has done with it, all its lines are on their way.
        return !looked || transcriber.busy(session) || news.goesOn(session);
    }

    /// What was said, on a clock.
    ///
    /// @param zeroMs when that is zero, in epoch milliseconds
    /// @param complete whether nothing more comes of it
    public record Said(Transcript transcript, long zeroMs, boolean complete) {}

    /// A transcript, with its session.
    ///
    /// @param complete whether nothing more comes of it
    public record Known(SessionRecord session, Transcript transcript, boolean complete) {
        /// All of it. Its clock begins when mentor and learner were active together for the first
        /// time, else with the first line.
        public Said said() {
            Long startedMs = session.startedAtMs();
            if (startedMs != null) {
                return new Said(transcript, startedMs, complete);
            }
            var lines = transcript.lines();
            return new Said(transcript, lines.isEmpty() ? 0 : lines.getFirst().atMs(), complete);
        }

        /// What was said while a recording went on, on the recording's clock.
        public Said saidDuring(Recording recording) {
            long fromMs = recording.startedAtMs();
            Long toMs = recording.endedAtMs();
            return new Said(
                    transcript.between(fromMs, toMs == null ? Long.MAX_VALUE : toMs),
                    fromMs,
                    complete);
        }
    }

    /// What was said so far in a session. Fails with [RoomException] for an unknown one.
    public CompletionStage<Known> of(RoomId session) {
        // Asked first: what is kept in between would be missing in what is said to be complete.
        boolean complete = !goesOn(session);
        return sessions.get(session)
                .thenCombine(store.all(session), (known, all) -> new Known(known, all, complete));
    }

    /// Lines of a session, behind the one with the id `after`. Fails with [RoomException] for an
    /// unknown session, and with [ProblemException] for an unknown line.
    public CompletionStage<List<SpokenLine>> page(
            RoomId session, @Nullable String after, int limit) {
        return sessions.get(session)
                .thenCompose(each ->
                        after == null
                                ? store.lines(session, null, limit)
                                : known(store.line(session, after), "after is no line's id")
                                        .thenCompose(line -> store.lines(session, line, limit)));
    }

    /// Lines in which something is found, behind the place `after` of one of them. Fails with
    /// [ProblemException] for an unknown place.
    public CompletionStage<List<FoundLine>> find(
            TranscriptScope scope, TranscriptQuery query, @Nullable Long after, int limit) {
        return known(
                store.find(scope, query, after, limit), "after is not the next of a page of these");
    }

    private static <T> CompletionStage<T> known(CompletionStage<Optional<T>> found, String why) {
        return found.thenCompose(each ->
                each.map(CompletableFuture::completedStage)
                        .orElseGet(() ->
                                CompletableFuture.failedStage(
                                        new ProblemException(Problem.Code.BAD_REQUEST, why))));
    }

    /// Nothing more comes of a session: tells webhooks if it is over.
    private CompletionStage<@Nullable Void> done(RoomId session) {
        return of(session)
                .thenCompose(known ->
                        known.session().state() == SessionState.ENDED
                                ? whenDone.apply(known)
                                        .thenCompose(kept ->
                                                store.done(
                                                        session,
                                                        notice(session, known.transcript())))
                                : CompletableFuture.completedStage(null))
                .thenApply(told -> null);
    }

    /// Null for a transcript that has nothing to read.
    private @Nullable Notice notice(RoomId session, Transcript transcript) {
        int lines = (int) transcript.readable().count();
        var content =
                new Notice.Content.TranscriptLines(
                        lines, transcript.words(), transcript.languages());
        return lines == 0
                ? null
                : new Notice(
                        Notice.Type.TRANSCRIPT_READY, session, null, clock.getAsLong(), content);
    }

    /// Goes on with what a process before this one has left.
    public void recover() {
        transcriber
                .goOn(this::written)
                .exceptionally(error -> {
                    LOG.error("what a process before has left of speech stays so", error);
                    return null;
                })
                .thenRun(() -> {
                    looked = true;
                    tellUntold();
                });
    }

    /// Tells of those of which nothing more comes and nobody was told: a process before this one
    /// did not, nobody transcribed them to their end, or the store could not be had. To be called
    /// now and then.
    public void tellUntold() {
        store.untold()
                .thenAccept(all -> all.stream().filter(each -> !goesOn(each)).forEach(this::tell))
                .exceptionally(error -> {
                    LOG.error("transcripts that nobody was told of cannot be found", error);
                    return null;
                });
    }

    private void tell(RoomId session) {
        var _ =
                done(session)
                        .thenAccept(told -> unreadable.remove(session))
                        .exceptionally(error -> {
                            if (unreadable.add(session)) {
                                LOG.error(
                                        "{} has a transcript that cannot be read", session, error);
                            }
                            return null;
                        });
    }

    /// What the transcriber may know of a session.
    private CompletionStage<Transcriber.Written> written(RoomId session) {
        return news.settled(session)
                .thenCompose(kept -> of(session))
                .thenApply(Transcripts::written)
                .exceptionallyCompose(error ->
                        RoomException.isUnknown(error)
                                ? CompletableFuture.completedStage(
                                        new Transcriber.Written(
                                                Transcriber.Standing.CLOSED, List.of()))
                                : CompletableFuture.failedStage(error));
    }

    private static Transcriber.Written written(Known known) {
        boolean over = known.session().state() == SessionState.ENDED;
        Transcriber.Standing standing = Transcriber.Standing.GOES_ON;
        if (over) {
            standing =
                    known.session().plan().saving().transcript()
                            ? Transcriber.Standing.OVER
                            : Transcriber.Standing.CLOSED;
        }
        List<TranscriptLine> lines =
                known.transcript().readable().flatMap(each -> line(each).stream()).toList();
        return new Transcriber.Written(standing, lines);
    }

    private static Optional<TranscriptLine> line(SpokenLine spoken) {
        String text = spoken.text();
        return text == null
                ? Optional.empty()
                : Optional.of(
                        new TranscriptLine(
                                spoken.id(),
                                spoken.from(),
                                spoken.atMs(),
                                spoken.endAtMs(),
                                text,
                                spoken.language(),
                                spoken.revision()));
    }
}
