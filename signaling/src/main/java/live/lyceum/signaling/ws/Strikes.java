package live.lyceum.signaling.ws;

/// Counts refusals within a window of time. Owned by one thread.
final class Strikes {
    private final long[] atNs;
    private final long windowNs;
    private int next;
    private long count;

    Strikes(int max, long windowNs) {
        atNs = new long[max];
        this.windowNs = windowNs;
    }

    /// Notes one; true if it is the last one too many.
    boolean add(long nowNs) {
        boolean full = count >= atNs.length;
        boolean tooMany = full && nowNs - atNs[next] < windowNs;
        atNs[next] = nowNs;
        next = (next + 1) % atNs.length;
        count++;
        return tooMany;
    }
}
