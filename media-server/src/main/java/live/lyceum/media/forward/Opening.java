package live.lyceum.media.forward;

/// Where a layer's muted time ends: what was sent before the gate opened does not leave after it,
/// neither as a packet that comes late or again, nor as a redundant block of a newer packet. One
/// for each layer and opening.
final class Opening {
    /// RFC 2198 section 3: the timestamp offset of a block has 14 bits.
    private static final int MAX_REACH = 1 << 14;

    private final long lastMuted;
    private boolean begun;
    private int beginsAt;

    /// From here on no packet reaches back into the muted time.
    private long clearAfter = Long.MAX_VALUE;

    /// @param lastMuted the highest extended sequence number that had come when the gate opened;
    ///   -1: none
    Opening(long lastMuted) {
        this.lastMuted = lastMuted;
    }

    boolean isMuted(long extended) {
        return extended <= lastMuted;
    }

    /// Whether a packet that is not muted brings blocks of the muted time along. The first packet
    /// after the opening tells where that time ends.
    ///
    /// @param reach how far the packet's oldest block is back, in units of its timestamp; 0: it has
    ///   but one
    boolean reachesBack(long extended, int timestamp, int reach) {
        if (extended > clearAfter) {
            return false;
        }
        if (!begun) {
            begun = true;
            beginsAt = timestamp;
        }
        int since = timestamp - beginsAt;
        if (since >= MAX_REACH && clearAfter == Long.MAX_VALUE) {
            clearAfter = extended;
        }
        return reach > 0 && since - reach < 0;
    }
}
