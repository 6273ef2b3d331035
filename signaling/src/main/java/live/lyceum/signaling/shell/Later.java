package live.lyceum.signaling.shell;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What is to be done after a while, unless the node has stopped by then.
final class Later {
    private Later() {}

    /// Null when the node stops: then nothing is done.
    static @Nullable Future<?> run(ScheduledExecutorService scheduler, long inMs, Runnable task) {
        try {
            return scheduler.schedule(task, inMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            return null;
        }
    }
}
