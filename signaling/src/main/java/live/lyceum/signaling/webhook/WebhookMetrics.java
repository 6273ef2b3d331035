package live.lyceum.signaling.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import live.lyceum.signaling.store.WebhookStore;

/// What is counted of deliveries. Safe to call from any thread.
final class WebhookMetrics {
    /// What came of an attempt.
    enum Result {
        DELIVERED,
        /// It failed, and is tried again.
        RETRIED,
        /// It failed for the last time.
        FAILED,
        /// The receiver wants nothing any more.
        GONE
    }

    private final Map<Result, Counter> results = new EnumMap<>(Result.class);
    private final Counter postponed;
    private volatile WebhookStore.Backlog backlog = new WebhookStore.Backlog(0, Long.MAX_VALUE);

    /// @param clock epoch milliseconds
    WebhookMetrics(MeterRegistry registry, LongSupplier clock) {
        for (Result each : Result.values()) {
            String word = each.name().toLowerCase(Locale.ROOT);
            results.put(each, registry.counter("lyceum.webhook.attempts", "result", word));
        }
        postponed = registry.counter("lyceum.webhook.postponed");
        Gauge.builder("lyceum.webhook.waiting", this, each -> each.backlog.waiting())
                .strongReference(true)
                .register(registry);
        Gauge.builder("lyceum.webhook.oldest.seconds", this, each -> each.oldestS(clock))
                .strongReference(true)
                .register(registry);
    }

    private double oldestS(LongSupplier clock) {
        long oldestMs = backlog.oldestMs();
        return oldestMs == Long.MAX_VALUE ? 0 : Math.max(0, clock.getAsLong() - oldestMs) / 1e3;
    }

    void count(Result result) {
        Counter counter = results.get(result);
        if (counter != null) {
            counter.increment();
        }
    }

    /// A delivery was not tried, for too many names were looked up.
    void countPostponed() {
        postponed.increment();
    }

    void backlog(WebhookStore.Backlog now) {
        backlog = now;
    }
}
