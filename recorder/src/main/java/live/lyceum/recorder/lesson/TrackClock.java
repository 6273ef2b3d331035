package live.lyceum.recorder.lesson;

/// The offset by which frames of a stream are placed: it follows what its clocks say slowly, so
/// that nothing jumps, and at once where there is nothing to be smooth with. Owned by its journal.
final class TrackClock {
    /// What is further off is not crept to.
    private static final long JUMP_US = 250_000;

    private static final long FAR_US = 20_000;

    /// Of 100 ms: 2 % while it is far off, else 0.5 %.
    private static final long FAST_US = 2_000;

    private static final long SLOW_US = 500;

    private long offsetUs;
    private boolean known;
    private boolean used;

    /// [StreamClock#TICK_US] later the clocks say `targetUs`.
    void tick(long targetUs) {
        long off = targetUs - offsetUs;
        if (!known || !used || Math.abs(off) > JUMP_US) {
            offsetUs = targetUs;
            known = true;
            return;
        }
        long step = Math.abs(off) > FAR_US ? FAST_US : SLOW_US;
        offsetUs += Math.clamp(off, -step, step);
    }

    /// Whether it was ever told anything.
    boolean known() {
        return known;
    }

    long offsetUs() {
        return offsetUs;
    }

    /// Whether frames were placed by it not long ago.
    void used(boolean lately) {
        used = lately;
    }
}
