package live.lyceum.signaling.shell;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Wakes a room at its next deadline. Owned by the room's mailbox.
final class Alarm {
    private static final long NEVER = Long.MAX_VALUE;

    private final ScheduledExecutorService scheduler;
    private final LongSupplier clock;
    private final Runnable wake;
    private @Nullable Future<?> pending;
    private long setForMs = NEVER;

    /// @param clock epoch milliseconds
    /// @param wake called on the scheduler's thread; must not block
    Alarm(ScheduledExecutorService scheduler, LongSupplier clock, Runnable wake) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.wake = wake;
    }

    /// Wakes at `deadlineMs` and not at what was set before; `Long.MAX_VALUE`: never.
    void set(long deadlineMs) {
        if (deadlineMs == setForMs) {
            return;
        }
        cancel();
        setForMs = deadlineMs;
        if (deadlineMs != NEVER) {
            long inMs = Math.max(0, deadlineMs - clock.getAsLong());
            pending = Later.run(scheduler, inMs, wake);
        }
    }

    /// It has gone off.
    void rang() {
        setForMs = NEVER;
    }

    void cancel() {
        setForMs = NEVER;
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }
}
