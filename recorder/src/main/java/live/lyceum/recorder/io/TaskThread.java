package live.lyceum.recorder.io;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that does one task after another: what is owned by it needs no locks. A bug in a task
/// is not the end of the others. Once it is closed, tasks are left out. Safe to call from any
/// thread.
final class TaskThread {
    private static final Logger LOG = LoggerFactory.getLogger(TaskThread.class);

    private final String name;
    private final ScheduledThreadPoolExecutor executor;

    TaskThread(String name) {
        this.name = name;
        executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name(name).factory());
    }

    void run(Runnable task) {
        try {
            executor.execute(() -> guarded(task));
        } catch (RejectedExecutionException closed) {
            LOG.debug("{} is closed", name, closed);
        }
    }

    void later(long inMs, Runnable task) {
        try {
            var _ = executor.schedule(() -> guarded(task), inMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("{} is closed", name, closed);
        }
    }

    void every(long ms, Runnable task) {
        var _ = executor.scheduleWithFixedDelay(() -> guarded(task), ms, ms, TimeUnit.MILLISECONDS);
    }

    /// Runs a part of a task, so that a bug in it is not the end of the rest.
    void guarded(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | Error bug) {
            LOG.error("unexpected, on the thread {}", name, bug);
        }
    }

    /// How many tasks wait.
    int waiting() {
        return executor.getQueue().size();
    }

    /// Leaves out what waits.
    void close() {
        executor.shutdownNow();
    }
}
