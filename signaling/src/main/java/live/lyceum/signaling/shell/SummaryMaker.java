package live.lyceum.signaling.shell;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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
/// that nothing is lost with the process and nothing has to be dropped. Safe to call from any
/// thread; nothing here blocks.
final class SummaryMaker {
    static final int AT_ONCE = 4;

    /// What failed is tried again after 10 s, 40 s, 160 s, 11 min and 30 min; or later, if the
    /// service says so.
    static final int MAX_TRIES = 6;

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
    private final AtomicInteger underWay = new AtomicInteger();
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
        metrics.gauge("lyceum.summaries.underway", underWay::get);
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
                .thenCompose(due -> {
                    if (due.now().isEmpty()) {
                        lookIn(due.nextAtMs() - clock.getAsLong());
                        return CompletableFuture.completedStage(false);
                    }
                    return all(due.now()).thenApply(done -> true);
                })
                .exceptionally(error -> {
                    LOG.warn("summaries wait for the store: {}", String.valueOf(error));
                    lookIn(STORE_RETRY_MS);
                    return false;
                })
                .thenAccept(more -> {
                    if (more || !wakes.compareAndSet(seen, 0)) {
                        look();
                    }
                });
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

    private CompletionStage<Void> all(List<Wanted> wanted) {
        return CompletableFuture.allOf(
                wanted.stream()
                        .map(each -> make(each).toCompletableFuture())
                        .toArray(CompletableFuture[]::new));
    }

    private CompletionStage<Void> make(Wanted wanted) {
        underWay.incrementAndGet();
        return orders.apply(wanted.session())
                .thenCompose(order ->
                        order.lines().isEmpty()
                                ? CompletableFuture.failedStage(
                                        new NotSummarized(false, 0, "nothing was said"))
                                : summarizer.summarize(order))
                .thenCompose(summary -> keep(wanted.session(), summary))
                .exceptionallyCompose(error -> settle(wanted, error))
                .whenComplete((done, error) -> underWay.decrementAndGet());
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
