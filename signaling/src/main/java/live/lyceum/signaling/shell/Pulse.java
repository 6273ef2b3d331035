package live.lyceum.signaling.shell;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import live.lyceum.signaling.store.Checkpoints;

/// Notes again and again that this process is alive. A store that is slow gets the next note when
/// it has taken the one before; one that failed is asked again. Safe to call from any thread.
public final class Pulse {
    private final Checkpoints checkpoints;
    private final LongSupplier clock;
    private final AtomicBoolean underWay = new AtomicBoolean();

    /// @param clock epoch milliseconds
    public Pulse(Checkpoints checkpoints, LongSupplier clock) {
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    public void beat() {
        if (underWay.compareAndSet(false, true)) {
            var _ =
                    checkpoints
                            .alive(clock.getAsLong())
                            .whenComplete((done, failed) -> underWay.set(false));
        }
    }
}
