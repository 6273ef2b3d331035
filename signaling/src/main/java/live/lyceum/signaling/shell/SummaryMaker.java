package live.lyceum.signaling.shell;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Summarizer;
import live.lyceum.recorder.api.Summarizer.NotSummarized;
import live.lyceum.recorder.api.Summary;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.store.SummaryStore;
import live.lyceum.signaling.store.SummaryStore.Wanted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has summaries made, a few at a time, of those that are due in the store: it is the queue, so
/// that nothing is lost with the process and nothing has to be dropped. One that is slow has one of
/// the places until it is done or has taken too long; one that is tried later has none. Safe to
/// call from any thread; nothing here blocks.
final class SummaryMaker {
    static final int AT_ONCE = 4;

    /// What failed is tried again after 10 s, 40 s, 160 s, 11 min and 30 min; or later, if the
    /// service says so.
    static final int MAX_TRIES = 6;

    /// So long one may take. The requests of a long lesson, which have bounds of their own, take
    /// less.
    static final long WITHIN_MS = 20 * 60_000L;

    private static final long FIRST_WAIT_MS = 10_000;
    private static final long MAX_WAIT_MS = 30 * 60_000L;
    private static final long STORE_RETRY_MS = 30_000;

    private static final Logger LOG = LoggerFactory.getLogger(SummaryMaker.class);

    /// What is done after a while, unless the node has stopped by then; null when it stops.
    interface Timers {
        @Nullable Future<?> after(long ms, Runnable task);
    }

    private final Function<RoomId, CompletionStage<Summarizer.Order>> orders;
    private final SummaryStore store;
    private final Summarizer summarizer;
    private final LongSupplier clock;
    private final Timers timers;
    private final SignalingMetrics metrics;
    private final AtomicInteger wakes = new AtomicInteger();
    private final Set<RoomId> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Future<?>> timer = new AtomicReference<>();

    /// @param orders what is to be summed up of a session
    /// @param clock epoch milliseconds
    SummaryMaker(
            Function<RoomId, CompletionStage<Summarizer.Order>> orders,
            SummaryStore store,
            Summarizer summarizer,
            LongSupplier clock,
            Timers timers,
            SignalingMetrics metrics) {
        this.orders = orders;
        this.store = store;
        this.summarizer = summarizer;
        this.clock = clock;
        this.timers = timers;
        this.metrics = metrics;
        metrics.gauge("lyceum.summaries.underway", underWay::size);
    }

    /// Something may be due.
    void wake() {
        if (summarizer.model() != null && wakes.getAndIncrement() == 0) {
            look();
        }
    }

    /// One look at a time; who wakes meanwhile has it look once more.
    private void look() {
        int seen = wakes.get();
        store.due(clock.getAsLong(), AT_ONCE)
                .thenAccept(this::begin)
                .exceptionally(error -> {
                    LOG.warn("summaries wait for the store: {}", String.valueOf(error));
                    lookIn(STORE_RETRY_MS);
                    return null;
                })
                .thenRun(() -> {
                    if (!wakes.compareAndSet(seen, 0)) {
                        look();
                    }
                });
    }

    /// Begins as many as there are places for. Of those that are due, which are as many as there
    /// are places at all, some may be under way.
    private void begin(SummaryStore.Due due) {
        for (Wanted each : due.now()) {
            if (underWay.size() < AT_ONCE && underWay.add(each.session())) {
                make(each).whenComplete((done, error) -> ended(each.session(), error));
            }
        }
        lookIn(due.nextAtMs() - clock.getAsLong());
    }

    /// There is a place for another one. Not at once if the store is away: it does not even know
    /// that this one was tried, and each look would have the model asked again.
    private void ended(RoomId session, @Nullable Throwable error) {
        if (error == null) {
            leave(session);
        } else {
            LOG.warn("the summary of {} waits for the store: {}", session, String.valueOf(error));
            var _ = timers.after(STORE_RETRY_MS, () -> leave(session));
        }
    }

    private void leave(RoomId session) {
        underWay.remove(session);
        wake();
    }

    private void lookIn(long waitMs) {
        Future<?> before =
                timer.getAndSet(
                        waitMs > MAX_WAIT_MS + STORE_RETRY_MS
                                ? null
                                : timers.after(Math.max(0, waitMs), this::wake));
        if (before != null) {
            before.cancel(false);
        }
    }

    private CompletionStage<Void> make(Wanted wanted) {
        return inTime(summary(wanted.session()))
                .thenCompose(summary -> keep(wanted.session(), summary))
                .exceptionallyCompose(error -> settle(wanted, error));
    }

    private CompletionStage<Summary> summary(RoomId session) {
        return CompletableFuture.completedStage(session)
                .thenCompose(orders)
                .thenCompose(order ->
                        order.lines().isEmpty()
                                ? CompletableFuture.failedStage(
                                        new NotSummarized(false, 0, "nothing was said"))
                                : summarizer.summarize(order));
    }

    /// What takes too long has failed; what comes of it then is left out.
    private CompletionStage<Summary> inTime(CompletionStage<Summary> made) {
        var inTime = new CompletableFuture<Summary>();
        Future<?> late =
                timers.after(
                        WITHIN_MS,
                        () ->
                                inTime.completeExceptionally(
                                        new NotSummarized(true, 0, "it took too long")));
        made.whenComplete((summary, error) -> {
            if (error == null) {
                inTime.complete(summary);
            } else {
                inTime.completeExceptionally(error);
            }
            if (late != null) {
                late.cancel(false);
            }
        });
        return inTime;
    }

    private CompletionStage<Void> keep(RoomId session, Summary summary) {
        long nowMs = clock.getAsLong();
        String model = String.valueOf(summarizer.model());
        var points =
                new Notice.Content.SummaryPoints(
                        (int)
                                summary.sections().stream()
                                        .filter(each -> each.topic() != null)
                                        .filter(each -> !each.isEmpty())
                                        .count(),
                        summary.sections().stream().mapToInt(each -> each.decisions().size()).sum(),
                        summary.sections().stream().mapToInt(each -> each.homework().size()).sum(),
                        model);
        return store.made(
                        session,
                        new SummaryStore.Made(summary, model, nowMs),
                        new Notice(Notice.Type.SUMMARY_READY, session, null, nowMs, points))
                .whenComplete((done, error) -> {
                    if (error == null) {
                        metrics.summed(SignalingMetrics.Summed.MADE);
                    }
                });
    }

    private CompletionStage<Void> settle(Wanted wanted, Throwable error) {
        Throwable cause =
                error instanceof CompletionException && error.getCause() != null
                        ? error.getCause()
                        : error;
        boolean again = !(cause instanceof NotSummarized told) || told.again();
        if (again && wanted.tries() + 1 < MAX_TRIES) {
            long askedMs = cause instanceof NotSummarized told ? told.retryAfterMs() : 0;
            metrics.summed(SignalingMetrics.Summed.RETRIED);
            return store.later(
                    wanted.session(),
                    clock.getAsLong() + Math.max(askedMs, waitMs(wanted.tries())));
        }
        LOG.warn("{} is not summed up: {}", wanted.session(), String.valueOf(cause.getMessage()));
        metrics.summed(SignalingMetrics.Summed.FAILED);
        return store.failed(wanted.session());
    }

    private static long waitMs(int tries) {
        return Math.min(MAX_WAIT_MS, FIRST_WAIT_MS << (2 * Math.min(tries, 10)));
    }
}
