package live.lyceum.bench.load;

/// Delays in buckets of 1 µs up to 200 ms; longer ones are in the last. Owned by the client loop.
final class Delays {
    private static final int BUCKETS = 200_000;

    private final int[] counts = new int[BUCKETS];
    private long total;

    void add(long ns) {
        counts[Math.clamp(ns / 1_000, 0, BUCKETS - 1)]++;
        total++;
    }

    long total() {
        return total;
    }

    /// In µs; 0 without delays.
    int quantile(double quantile) {
        long rank = (long) Math.ceil(total * quantile);
        long seen = 0;
        for (int us = 0; us < BUCKETS; us++) {
            seen += counts[us];
            if (seen >= rank) {
                return us;
            }
        }
        return BUCKETS - 1;
    }
}
