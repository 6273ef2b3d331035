package live.lyceum.media.loop;

/// Decides how long a loop waits between two batches, so that datagrams gather in the socket
/// meanwhile: waking up costs more than forwarding a packet does, and under load there would be a
/// wake-up for nearly each (ADR 17). Owned by its media loop.
final class Gathering {
    /// Delay that nobody hears or sees; at most this much is added to a packet.
    static final long PAUSE_NS = 400_000L;

    private static final long WINDOW_NS = 5_000_000L;

    /// Of a window. With fewer a pause would gather one datagram at best.
    private static final int WORTH_IT = 10;

    private long windowStartNs;
    private int datagrams;
    private boolean busy;

    /// A batch of `count` datagrams, `limit` being the most that one can have, is through.
    ///
    /// @return how long to wait before the next one, in ns; 0: not at all
    long pauseNs(int count, int limit, long nowNs) {
        datagrams += count;
        if (nowNs - windowStartNs >= WINDOW_NS) {
            // After a window in which nobody sent anything it is longer.
            busy = datagrams * WINDOW_NS >= WORTH_IT * (nowNs - windowStartNs);
            windowStartNs = nowNs;
            datagrams = 0;
        }
        // A full batch has others waiting behind it.
        return busy && count < limit ? PAUSE_NS : 0;
    }
}
