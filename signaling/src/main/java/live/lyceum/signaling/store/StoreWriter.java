package live.lyceum.signaling.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes: whatever waits when it comes round goes into one transaction, so
/// that many rooms share a flush of the disk. Safe to call from any thread.
final class StoreWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);
    private static final int MAX_BATCH = 1_000;
    private static final long CLOSE_WITHIN_MS = 10_000;

    /// A part of a transaction. It refuses before it writes anything.
    interface Task {
        void run(SqlTables tables) throws StoreException;
    }

    private record Waiting(Task task, CompletableFuture<Void> done) {}

    private record Outcome(Waiting waiting, @Nullable StoreException refused) {}

    private record Carried(List<Outcome> outcomes, boolean erased) {}

    private final Jdbi jdbi;
    private final @Nullable String tidySql;
    private final Executor callers;
    private final BlockingQueue<Waiting> queue;
    private final Timer commits;
    private final Map<StoreException.Reason, Counter> failures =
            new EnumMap<>(StoreException.Reason.class);
    private final Waiting last = new Waiting(tables -> {}, new CompletableFuture<>());
    private final Thread thread;
    private volatile boolean closed;
    private DatabaseException.@Nullable Reason broken;

    /// @param database with the one connection that writes
    /// @param callers runs what waits for a commit
    /// @param capacity how many appends may wait
    StoreWriter(Database database, Executor callers, int capacity, MeterRegistry registry) {
        jdbi = database.writer();
        tidySql = database.tidySql();
        this.callers = callers;
        queue = new ArrayBlockingQueue<>(capacity);
        commits = registry.timer("lyceum.store.commit");
        Gauge.builder("lyceum.store.waiting", queue, BlockingQueue::size)
                .strongReference(true)
                .register(registry);
        for (var reason : StoreException.Reason.values()) {
            String word = reason.name().toLowerCase(Locale.ROOT);
            failures.put(reason, registry.counter("lyceum.store.failed", "reason", word));
        }
        thread = Thread.ofPlatform().daemon().name("store-writer").start(this::run);
    }

    /// Has a task done; complete when it is durable. Fails with [StoreException].
    CompletionStage<Void> submit(Task task) {
        var waiting = new Waiting(task, new CompletableFuture<>());
        if (closed) {
            fail(waiting, new StoreException(StoreException.Reason.FAILED, "the store is closed"));
        } else if (!queue.offer(waiting)) {
            fail(waiting, new StoreException(StoreException.Reason.FULL, "too much waits"));
        } else if (!thread.isAlive() && queue.remove(waiting)) {
            fail(waiting, new StoreException(StoreException.Reason.FAILED, "the store is closed"));
        }
        return waiting.done();
    }

    private void run() {
        var batch = new ArrayList<Waiting>();
        try {
            while (!batch.contains(last)) {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch, MAX_BATCH - 1);
                commit(List.copyOf(batch));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        var late = new ArrayList<Waiting>();
        queue.drainTo(late);
        var gone = new StoreException(StoreException.Reason.FAILED, "the store is closed");
        late.forEach(each -> fail(each, gone));
    }

    private void commit(List<Waiting> batch) {
        long startNs = System.nanoTime();
        try {
            Carried carried = jdbi.inTransaction(handle -> carryOut(batch, handle));
            broken = null;
            commits.record(System.nanoTime() - startNs, TimeUnit.NANOSECONDS);
            if (carried.erased()) {
                tidy();
            }
            List<Outcome> outcomes = carried.outcomes();
            callers.execute(() -> outcomes.forEach(this::tell));
        } catch (RuntimeException | Error failed) {
            if (batch.size() > 1 && DatabaseException.isOfOneTask(failed)) {
                // One of them did it; the others are not to suffer.
                batch.forEach(each -> commit(List.of(each)));
            } else {
                StoreException told = told(failed);
                callers.execute(() -> batch.forEach(each -> fail(each, told)));
            }
        }
    }

    private Carried carryOut(List<Waiting> batch, Handle handle) {
        var tables = new SqlTables(handle);
        var outcomes = new ArrayList<Outcome>();
        for (Waiting each : batch) {
            try {
                each.task().run(tables);
                outcomes.add(new Outcome(each, null));
            } catch (StoreException refused) {
                outcomes.add(new Outcome(each, refused));
            }
        }
        return new Carried(outcomes, tables.erased());
    }

    /// What was erased is to be gone from the database's own log too.
    private void tidy() {
        if (tidySql == null) {
            return;
        }
        try {
            jdbi.useHandle(handle -> handle.createQuery(tidySql).mapToMap().list());
        } catch (RuntimeException later) {
            LOG.warn("what was erased is in the database's log until the next checkpoint", later);
        }
    }

    /// Logs a broken database once, until it writes again.
    private StoreException told(Throwable failed) {
        if (DatabaseException.isConstraint(failed)) {
            return new StoreException(
                    StoreException.Reason.CONFLICT, "the log has gone on elsewhere", failed);
        }
        var reason = DatabaseException.reason(failed);
        String message = reason.of("of the rooms");
        if (reason != broken) {
            LOG.error("{}; the rooms that wait for it are closed", message, failed);
            broken = reason;
        }
        return new StoreException(StoreException.Reason.FAILED, message, failed);
    }

    private void tell(Outcome outcome) {
        StoreException refused = outcome.refused();
        if (refused == null) {
            outcome.waiting().done().complete(null);
        } else {
            fail(outcome.waiting(), refused);
        }
    }

    private void fail(Waiting waiting, StoreException why) {
        Counter counter = failures.get(why.reason());
        if (counter != null) {
            counter.increment();
        }
        waiting.done().completeExceptionally(why);
    }

    /// Writes what waits, and ends. Blocks for 10 s at most.
    @Override
    public void close() {
        closed = true;
        try {
            queue.put(last);
            thread.join(CLOSE_WITHIN_MS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
