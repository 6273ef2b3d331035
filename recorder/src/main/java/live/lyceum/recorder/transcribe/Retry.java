package live.lyceum.recorder.transcribe;

import java.util.random.RandomGenerator;

/// When a connection may be opened again after one was lost: later and later, and never all at
/// once. Owned by its [SpeakerTranscription].
final class Retry {
    private static final long FIRST_US = 500_000;
    private static final long MOST_US = 30_000_000;
    private static final long BUSY_US = 5_000_000;

    private final RandomGenerator random;

    private int attempts;
    private long atUs = Long.MIN_VALUE;

    Retry(RandomGenerator random) {
        this.random = random;
    }

    /// A connection was lost: the next waits between half of its time and all of it.
    void lost(boolean busy, long nowUs) {
        long most = Math.min(MOST_US, FIRST_US << Math.min(attempts, 10));
        attempts++;
        long wait = most / 2 + (long) (random.nextDouble() * most / 2);
        atUs = nowUs + (busy ? BUSY_US + wait : wait);
    }

    /// The service works: the next loss is the first.
    void works() {
        attempts = 0;
    }

    /// From when on a connection may be opened.
    long atUs() {
        return atUs;
    }
}
