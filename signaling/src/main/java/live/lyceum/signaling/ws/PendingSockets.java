package live.lyceum.signaling.ws;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts the sockets that have not said who they are. Safe to call from any thread.
final class PendingSockets {
    private final int max;
    private final AtomicInteger count = new AtomicInteger();

    PendingSockets(int max) {
        this.max = max;
    }

    /// Counts one more, if there may be one more.
    boolean enter() {
        if (count.incrementAndGet() <= max) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    void leave() {
        count.decrementAndGet();
    }

    int count() {
        return count.get();
    }
}
