package live.lyceum.media.session;

/// Comparing monotonic times, of which `Long.MAX_VALUE` means never.
final class Deadlines {
    static final long NEVER = Long.MAX_VALUE;

    private Deadlines() {}

    static long earlier(long a, long b) {
        if (a == NEVER) {
            return b;
        }
        return b == NEVER || a - b < 0 ? a : b;
    }

    static boolean due(long deadlineNs, long nowNs) {
        return deadlineNs != NEVER && deadlineNs - nowNs <= 0;
    }
}
