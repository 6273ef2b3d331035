package live.lyceum.signaling.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import live.lyceum.signaling.auth.Sealer;
import live.lyceum.signaling.auth.WebhookSecret;
import live.lyceum.signaling.protocol.Delivery;
import live.lyceum.signaling.store.WebhookStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what is due: looks into the store when something was added, when an attempt is over and
/// when the next one is due, and holds nothing itself but what is under way. Safe to call from any
/// thread; nothing here blocks.
final class Deliverer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
    private static final long STORE_AGAIN_MS = 5_000;

    /// For how long a webhook waits for which there was no place to look its name up.
    static final long HOLD_MS = 5_000;

    private static final int GONE = 410;

    /// What it works with.
    ///
    /// @param executor runs what blocks
    /// @param timers runs what is to be done later
    /// @param clock epoch milliseconds that never go back
    record Parts(
            WebhookStore store,
            Sender sender,
            Sealer sealer,
            Executor executor,
            Timers timers,
            LongSupplier clock,
            Backoff backoff,
            WebhookMetrics metrics) {}

    /// Does something later.
    interface Timers {
        Timer after(long ms, Runnable task);
    }

    /// What is to be done later.
    interface Timer {
        /// It is not done any more, if it has not begun.
        void cancel();
    }

    private final Parts parts;
    private final ReentrantLock lock = new ReentrantLock();
    private final Ways ways = new Ways();
    private @Nullable Timer timer;
    private long setForMs = Long.MAX_VALUE;
    private boolean looking;
    private boolean again;
    private boolean storeFails;
    private volatile boolean closed;

    Deliverer(Parts parts) {
        this.parts = parts;
    }

    /// Looks whether something is due.
    void look() {
        WebhookStore.Asked asked;
        lock.lock();
        try {
            if (closed || ways.areTaken()) {
                // Each attempt looks again when it is over.
                return;
            }
            if (looking) {
                again = true;
                return;
            }
            looking = true;
            asked = ways.asked(parts.clock().getAsLong());
        } finally {
            lock.unlock();
        }
        parts.store().due(asked).whenComplete(this::found);
    }

    private void found(WebhookStore.@Nullable Due due, @Nullable Throwable error) {
        List<WebhookStore.Parcel> taken = new ArrayList<>();
        boolean more;
        lock.lock();
        try {
            looking = false;
            more = again;
            again = false;
            if (due == null) {
                storeFailed(error);
                setFor(parts.clock().getAsLong() + STORE_AGAIN_MS);
                more = false;
            } else {
                storeFails = false;
                due.deliveries().stream().filter(ways::take).forEach(taken::add);
                more |= !taken.isEmpty();
                setFor(due.deliveries().isEmpty() ? due.nextMs() : Long.MAX_VALUE);
                setFor(ways.nextMs());
            }
        } finally {
            lock.unlock();
        }
        taken.forEach(each -> parts.executor().execute(() -> send(each)));
        if (more) {
            look();
        }
    }

    /// Looks again at that time, if not before.
    private void setFor(long atMs) {
        if (atMs < setForMs) {
            cancelTimer();
            setForMs = atMs;
            timer =
                    parts.timers()
                            .after(
                                    Math.max(0, atMs - parts.clock().getAsLong()),
                                    () -> onTime(atMs));
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void onTime(long atMs) {
        lock.lock();
        try {
            if (setForMs == atMs) {
                // Else it began while another one was set in its place.
                setForMs = Long.MAX_VALUE;
            }
        } finally {
            lock.unlock();
        }
        look();
    }

    private void storeFailed(@Nullable Throwable error) {
        if (!storeFails && !closed) {
            LOG.error("webhooks wait for the store", error);
        }
        storeFails = true;
    }

    private void send(WebhookStore.Parcel parcel) {
        Sender.Answer answer;
        try {
            answer = parts.sender().send(message(parcel));
        } catch (IllegalArgumentException unreadable) {
            answer = new Sender.Answer(null, "the secret cannot be read any more");
        } catch (RuntimeException bug) {
            LOG.error("delivery {} could not be sent", parcel.id(), bug);
            answer = new Sender.Answer(null, "something went wrong here");
        }
        if (answer.pace() == Sender.Pace.NOT_TRIED) {
            postpone(parcel);
            return;
        }
        boolean delivered = answer.error() == null;
        if (closed && !delivered) {
            // Nobody's fault but ours; it is sent again after the start.
            return;
        }
        note(parcel, answer);
        settle(parcel, attempt(parcel, answer));
    }

    private void note(WebhookStore.Parcel parcel, Sender.Answer answer) {
        lock.lock();
        try {
            ways.note(parcel.webhook(), answer);
        } finally {
            lock.unlock();
        }
    }

    /// Leaves it as it is, and its webhook alone for a moment: of what waits it would be the next.
    private void postpone(WebhookStore.Parcel parcel) {
        parts.metrics().countPostponed();
        lock.lock();
        try {
            ways.hold(parcel.webhook(), parts.clock().getAsLong() + HOLD_MS);
            ways.giveBack(parcel);
        } finally {
            lock.unlock();
        }
        look();
    }

    private Sender.Message message(WebhookStore.Parcel parcel) {
        String written = parts.sealer().open(parcel.sealedSecret(), parcel.webhook().value());
        long nowS = parts.clock().getAsLong() / 1_000;
        String signature =
                WebhookSecret.parse(written).signature(parcel.eventId(), nowS, parcel.body());
        return new Sender.Message(
                parcel.tenant(), parcel.url(), parcel.eventId(), nowS, signature, parcel.body());
    }

    private WebhookStore.Attempt attempt(WebhookStore.Parcel parcel, Sender.Answer answer) {
        long nowMs = parts.clock().getAsLong();
        Integer status = answer.status();
        if (answer.error() == null) {
            return new WebhookStore.Attempt(
                    Delivery.State.DELIVERED, nowMs, null, status, null, false);
        }
        boolean gone = status != null && status == GONE;
        long waitMs = parts.backoff().afterMs(parcel.attempts() + 1);
        long nextMs = Math.min(nowMs + waitMs, parcel.giveUpAtMs());
        boolean last = gone || nextMs <= nowMs;
        return new WebhookStore.Attempt(
                last ? Delivery.State.FAILED : Delivery.State.WAITING,
                nowMs,
                last ? null : Long.valueOf(nextMs),
                status,
                answer.error(),
                gone);
    }

    /// Notes what came of it, until the store has it: else it would be sent again at once.
    private void settle(WebhookStore.Parcel parcel, WebhookStore.Attempt attempt) {
        parts.store()
                .settle(parcel, attempt)
                .whenComplete((done, error) -> {
                    if (error == null) {
                        parts.metrics().count(result(attempt));
                        settled(parcel);
                    } else if (!closed) {
                        LOG.warn("what came of delivery {} is not noted yet", parcel.id(), error);
                        parts.timers().after(STORE_AGAIN_MS, () -> settle(parcel, attempt));
                    }
                });
    }

    private static WebhookMetrics.Result result(WebhookStore.Attempt attempt) {
        return switch (attempt.state()) {
            case DELIVERED -> WebhookMetrics.Result.DELIVERED;
            case WAITING -> WebhookMetrics.Result.RETRIED;
            case FAILED ->
                    attempt.gone() ? WebhookMetrics.Result.GONE : WebhookMetrics.Result.FAILED;
        };
    }

    private void settled(WebhookStore.Parcel parcel) {
        lock.lock();
        try {
            ways.giveBack(parcel);
        } finally {
            lock.unlock();
        }
        look();
    }

    /// Has the store do what is left to do, and counts what waits. To be called now and then.
    void tend() {
        if (closed) {
            return;
        }
        CompletionStage<Boolean> tended = parts.store().tend(parts.clock().getAsLong());
        var _ =
                tended.thenCombine(
                                parts.store().backlog(),
                                (more, backlog) -> {
                                    parts.metrics().backlog(backlog);
                                    if (more) {
                                        tend();
                                    }
                                    return true;
                                })
                        .exceptionally(error -> {
                            LOG.warn("what is left of old deliveries waits", error);
                            return false;
                        });
    }

    /// Sends nothing more; what comes back from here on is noted only if it was delivered.
    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            cancelTimer();
        } finally {
            lock.unlock();
        }
    }
}
