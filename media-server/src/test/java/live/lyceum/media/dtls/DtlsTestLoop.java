package live.lyceum.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The media loop of a test: the test's own thread, while it waits.
final class DtlsTestLoop implements Executor {
    // Ten times what a handshake with loss was seen to take.
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /// Runs what comes until `condition` holds.
    void runUntil(String what, BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(deadlineNs - System.nanoTime()).as("waiting for: " + what).isPositive();
            Runnable task = tasks.poll(10, TimeUnit.MILLISECONDS);
            if (task != null) {
                task.run();
            }
        }
    }
}
