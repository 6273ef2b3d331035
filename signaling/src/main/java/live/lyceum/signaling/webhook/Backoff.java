package live.lyceum.signaling.webhook;

import java.util.random.RandomGenerator;

/// When a delivery that failed is tried again. Safe to use from any thread if the numbers are.
final class Backoff {
    private static final long SECOND_MS = 1_000;
    private static final long MINUTE_MS = 60 * SECOND_MS;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long[] WAITS_MS = {
        5 * SECOND_MS,
        30 * SECOND_MS,
        2 * MINUTE_MS,
        10 * MINUTE_MS,
        30 * MINUTE_MS,
        HOUR_MS,
        2 * HOUR_MS,
        4 * HOUR_MS
    };

    /// So that many that failed together are not tried together.
    private static final double JITTER = 0.1;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /// How long to wait, up to a tenth more or less; 4 h from the eighth attempt on.
    ///
    /// @param attempts so far, at least 1
    long afterMs(int attempts) {
        long waitMs = WAITS_MS[Math.min(attempts, WAITS_MS.length) - 1];
        return waitMs + Math.round(waitMs * JITTER * random.nextDouble(-1, 1));
    }
}
