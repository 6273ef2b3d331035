package live.lyceum.signaling.shell;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.Transcript;
import live.lyceum.signaling.store.TranscriptStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the REST API does with transcripts, and what a node does with those of before. Safe to call
/// from any thread; nothing here blocks.
public final class Transcripts {
    private static final Logger LOG = LoggerFactory.getLogger(Transcripts.class);

    private final Rooms rooms;
    private final Sessions sessions;
    private final TranscriptStore store;
    private final Transcriber transcriber;
    private final LongSupplier clock;
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
        this.rooms = rooms;
        this.sessions = sessions;
        this.store = store;
        this.transcriber = transcriber;
        this.clock = clock;
        transcriber.listen(new TranscriptNews(rooms, this::done, scheduler, metrics));
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
                .thenCombine(rooms.transcriptOf(session), (known, all) -> new Known(known, all));
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
