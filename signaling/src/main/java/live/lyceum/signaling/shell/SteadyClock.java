package live.lyceum.signaling.shell;

import java.util.function.LongSupplier;

/// Epoch milliseconds that never go back: the wall clock at the start of the process, and from
/// there on the monotonic one. Somebody who sets the wall clock does not move a room's time.
public final class SteadyClock implements LongSupplier {
    private static final long NS_PER_MS = 1_000_000;

    private final long wallMs = System.currentTimeMillis();
    private final long startNs = System.nanoTime();

    @Override
    public long getAsLong() {
        return wallMs + (System.nanoTime() - startNs) / NS_PER_MS;
    }
}
