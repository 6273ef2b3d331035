package live.lyceum.signaling.shell;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import live.lyceum.signaling.protocol.CloseCode;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.Problem;

/// What the signaling plane counts. Safe to call from any thread.
public final class SignalingMetrics {
    /// What is turned away before it is a request.
    public enum Turned {
        PENDING_LIMIT,
        ADDRESS_LIMIT,
        CONNECTION_LIMIT,
        ORIGIN,
        SUBPROTOCOL,
        SLOW_REQUEST,
        MALFORMED_HTTP,
        EMBED_LIMIT,
        FILE_LIMIT
    }

    /// What a queue or a log could not take.
    public enum Dropped {
        MAILBOX_FULL,
        COMMITS_BEHIND,
        SPEAKING_TO_SLOW,
        PROGRESS_TO_SLOW,
        PARTIAL_TO_SLOW,
        LINES_BEHIND,
        LINE_REFUSED,
        LINE_LOST,
        GATE_RETRIED,
        LEAVE_RETRIED,
        ROOM_FAILED
    }

    /// What became of summaries.
    public enum Summed {
        MADE,
        RETRIED,
        FAILED
    }

    private final MeterRegistry registry;
    private final Map<ErrorCode, Counter> refusals = new EnumMap<>(ErrorCode.class);
    private final Map<CloseCode, Counter> closes = new EnumMap<>(CloseCode.class);
    private final Map<Problem.Code, Counter> problems = new EnumMap<>(Problem.Code.class);
    private final Map<Turned, Counter> turned = new EnumMap<>(Turned.class);
    private final Map<Dropped, Counter> dropped = new EnumMap<>(Dropped.class);
    private final Map<Summed, Counter> summed = new EnumMap<>(Summed.class);
    private final Counter rows;

    public SignalingMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (var code : ErrorCode.values()) {
            refusals.put(code, counter("lyceum.ws.refused", code));
        }
        for (var code : CloseCode.values()) {
            closes.put(code, counter("lyceum.ws.closed", code));
        }
        for (var code : Problem.Code.values()) {
            problems.put(code, counter("lyceum.http.problems", code));
        }
        for (var reason : Turned.values()) {
            turned.put(reason, counter("lyceum.http.turned.away", reason));
        }
        for (var reason : Dropped.values()) {
            dropped.put(reason, counter("lyceum.room.dropped", reason));
        }
        for (var each : Summed.values()) {
            summed.put(each, counter("lyceum.summaries", each));
        }
        rows = registry.counter("lyceum.room.rows");
    }

    private Counter counter(String name, Enum<?> reason) {
        return registry.counter(name, "reason", reason.name().toLowerCase(Locale.ROOT));
    }

    public void refused(ErrorCode code) {
        count(refusals, code);
    }

    public void closed(CloseCode code) {
        count(closes, code);
    }

    public void problem(Problem.Code code) {
        count(problems, code);
    }

    public void turnedAway(Turned reason) {
        count(turned, reason);
    }

    public void dropped(Dropped reason) {
        count(dropped, reason);
    }

    void summed(Summed how) {
        count(summed, how);
    }

    void rows(int durable) {
        rows.increment(durable);
    }

    private static <K extends Enum<K>> void count(Map<K, Counter> counters, K reason) {
        Counter counter = counters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /// Shows what `value` says whenever somebody looks.
    public void gauge(String name, IntSupplier value) {
        Gauge.builder(name, value, IntSupplier::getAsInt).strongReference(true).register(registry);
    }
}
