package live.lyceum.signaling.shell;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the transcriber's news to the rooms. The lines of a room go one after another, each once
/// the one before it is durable, and none is lost because the room or the store cannot be had for
/// some minutes. What is given up nevertheless, the transcriber is told of: it can have it
/// recognised again. The calls for one room come one after another ([Transcriber.Listener]).
final class TranscriptNews implements Transcriber.Listener {
    /// Of one room; more are dropped, the newest first, and counted.
    static final int MAX_WAITING = 1_000;

    static final long RETRY_MS = 500;

    /// For ten minutes: as long as a database may need to be had again.
    static final int MAX_TRIES = 1_200;

    /// How often it is logged that lines of a room are lost.
    static final long LOG_EACH_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(TranscriptNews.class);

    private final Rooms rooms;
    private final BiConsumer<RoomId, TranscriptLine> missed;
    private final Function<RoomId, CompletionStage<@Nullable Void>> done;
    private final ScheduledExecutorService scheduler;
    private final LongSupplier clock;
    private final SignalingMetrics metrics;
    private final Map<RoomId, Way> ways = new ConcurrentHashMap<>();

    /// The lines of a room on their way.
    private static final class Way {
        private final AtomicInteger waiting = new AtomicInteger();
        private volatile CompletionStage<@Nullable Void> last =
                CompletableFuture.completedStage(null);

        // Of the line whose turn it is.
        private int lost;
        private long loggedMs = -LOG_EACH_MS;
    }

    /// @param missed told of each line that is given up, before it is [#settled]
    /// @param done told when nothing more comes of a session
    /// @param clock epoch milliseconds
    TranscriptNews(
            Rooms rooms,
            BiConsumer<RoomId, TranscriptLine> missed,
            Function<RoomId, CompletionStage<@Nullable Void>> done,
            ScheduledExecutorService scheduler,
            LongSupplier clock,
            SignalingMetrics metrics) {
        this.rooms = rooms;
        this.missed = missed;
        this.done = done;
        this.scheduler = scheduler;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void partial(RoomId session, TranscriptLine line) {
        rooms.saying(session, line);
    }

    @Override
    public void line(RoomId session, TranscriptLine line) {
        Way way = ways.compute(session, (id, known) -> begun(known == null ? new Way() : known));
        if (way.waiting.get() > MAX_WAITING) {
            way.waiting.decrementAndGet();
            metrics.dropped(SignalingMetrics.Dropped.LINES_BEHIND);
            missed.accept(session, line);
            return;
        }
        way.last =
                way.last
                        .thenCompose(before -> keep(session, way, line, MAX_TRIES))
                        .thenAccept(kept -> way.waiting.decrementAndGet());
    }

    private static Way begun(Way way) {
        way.waiting.incrementAndGet();
        return way;
    }

    /// Whether lines of a session are on their way still.
    boolean goesOn(RoomId session) {
        Way way = ways.get(session);
        return way != null && way.waiting.get() > 0;
    }

    /// Complete when all lines of a session that were told until now are kept, or lost. Never
    /// fails.
    CompletionStage<@Nullable Void> settled(RoomId session) {
        Way way = ways.get(session);
        return way == null ? CompletableFuture.completedStage(null) : way.last;
    }

    /// All that was told of a session is kept; unless it goes on, and more was told meanwhile.
    private void forget(RoomId session) {
        ways.computeIfPresent(session, (id, way) -> way.waiting.get() == 0 ? null : way);
    }

    /// Never fails.
    private CompletionStage<@Nullable Void> keep(
            RoomId session, Way way, TranscriptLine line, int tries) {
        return rooms.transcribed(session, line)
                .<@Nullable Void>thenApply(kept -> {
                    if (!kept) {
                        metrics.dropped(SignalingMetrics.Dropped.LINE_REFUSED);
                    }
                    return null;
                })
                .exceptionallyCompose(error -> {
                    if (tries > 1 && !RoomException.isUnknown(error)) {
                        return later().thenCompose(now -> keep(session, way, line, tries - 1));
                    }
                    missed.accept(session, line);
                    lost(session, way, error);
                    return CompletableFuture.completedStage(null);
                });
    }

    private void lost(RoomId session, Way way, Throwable error) {
        metrics.dropped(SignalingMetrics.Dropped.LINE_LOST);
        way.lost++;
        long nowMs = clock.getAsLong();
        if (nowMs - way.loggedMs >= LOG_EACH_MS) {
            way.loggedMs = nowMs;
            LOG.error("{} lines of {} are lost so far", way.lost, session, error);
        }
    }

    /// Complete in a while; never when the node stops.
    private CompletionStage<@Nullable Void> later() {
        return CompletableFuture.runAsync(
                () -> {},
                task -> {
                    var _ = Later.run(scheduler, RETRY_MS, task);
                });
    }

    @Override
    public void state(RoomId session, Transcriber.State state) {
        rooms.transcript(session, state);
    }

    @Override
    public void ended(RoomId session) {
        rooms.transcript(session, Transcriber.State.OFF);
        var _ =
                settled(session)
                        .thenCompose(kept -> {
                            forget(session);
                            return done.apply(session);
                        })
                        .exceptionally(error -> {
                            LOG.error(
                                    "that the transcript of {} is there is told later",
                                    session,
                                    error);
                            return null;
                        });
    }
}
