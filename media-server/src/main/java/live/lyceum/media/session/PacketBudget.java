package live.lyceum.media.session;

/// What one client may send, in packets and in bytes: two token buckets, far above what a page asks
/// its browser for (2.5 Mbit/s of camera, 3 Mbit/s of screen, sound). One that floods is cut down
/// to it, for all that it sends goes to everyone else in its room and through the one loop. Owned
/// by its session.
final class PacketBudget {
    static final int PACKETS_PER_SECOND = 3_000;
    static final int BITS_PER_SECOND = 20_000_000;

    /// How much of both may come at once: a large keyframe, or what a stalled network held back.
    static final long BURST_NS = 1_000_000_000L;

    private static final long NS_PER_PACKET = 1_000_000_000L / PACKETS_PER_SECOND;
    private static final long NS_PER_BYTE = 8 * 1_000_000_000L / BITS_PER_SECOND;

    // Each bucket as the time up to which it is used; full when that is BURST_NS ago.
    private long packetsUsedNs;
    private long bytesUsedNs;

    PacketBudget(long nowNs) {
        packetsUsedNs = nowNs - BURST_NS;
        bytesUsedNs = nowNs - BURST_NS;
    }

    /// Whether a packet of `length` bytes is within the budget, which is then less by it; one that
    /// is not takes nothing.
    boolean take(int length, long nowNs) {
        long packets = used(packetsUsedNs, nowNs) + NS_PER_PACKET;
        long bytes = used(bytesUsedNs, nowNs) + length * NS_PER_BYTE;
        if (packets - nowNs > 0 || bytes - nowNs > 0) {
            return false;
        }
        packetsUsedNs = packets;
        bytesUsedNs = bytes;
        return true;
    }

    private static long used(long usedNs, long nowNs) {
        return nowNs - usedNs > BURST_NS ? nowNs - BURST_NS : usedNs;
    }
}
