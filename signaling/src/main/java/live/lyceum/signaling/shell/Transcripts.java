package live.lyceum.signaling.shell;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.signaling.protocol.FoundLine;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
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
        transcriber.listen(new TranscriptNews(rooms, this::done, scheduler, metrics));
    }

    /// Whether sessions can be transcribed here.
    public boolean available() {
        return transcriber.available();
    }

    /// A transcript, with its session.
    public record Known(SessionRecord session, Transcript transcript) {
        /// From when its times count: when mentor and learner were active together for the first
        /// time, else when the first line began; in epoch milliseconds.
        public long zeroMs() {
            Long startedMs = session.startedAtMs();
            if (startedMs != null) {
                return startedMs;
            }
            return transcript.lines().isEmpty() ? 0 : transcript.lines().getFirst().atMs();
        }
    }

    /// What was said so far in a session. Fails with [RoomException] for an unknown one.
    public CompletionStage<Known> of(RoomId session) {
        return sessions.get(session)
                .thenCombine(store.all(session), (known, all) -> new Known(known, all));
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
                                ? store.done(session, notice(session, known.transcript()))
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

    /// Tells of those that a process before this one did not.
    public void recover() {
        store.untold()
                .thenAccept(all -> all.forEach(this::tell))
                .exceptionally(error -> {
                    LOG.error("transcripts that nobody was told of cannot be found", error);
                    return null;
                });
    }

    private void tell(RoomId session) {
        var _ =
                done(session)
                        .exceptionally(error -> {
                            LOG.error("{} has a transcript that cannot be read", session, error);
                            return null;
                        });
    }
}
