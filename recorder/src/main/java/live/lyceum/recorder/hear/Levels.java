package live.lyceum.recorder.hear;

import live.lyceum.media.api.MediaTap;

/// How loud the last packets of a stream are by their sender's word, by their RTP timestamps. Owned
/// by its ear.
final class Levels {
    /// More than wait for one that is missing; a power of two.
    private static final int KEPT = 256;

    /// Timestamps are multiples of about so much: 1.3 ms.
    private static final int APART = 64;

    private final int[] timestamps = new int[KEPT];
    private final int[] levels = new int[KEPT];

    private static int slot(int timestamp) {
        return (timestamp / APART) & (KEPT - 1);
    }

    /// @param level as [MediaTap#packet] has it
    void put(int timestamp, int level) {
        int slot = slot(timestamp);
        timestamps[slot] = timestamp;
        // So that what nobody has put is none.
        levels[slot] = level - MediaTap.NO_LEVEL;
    }

    /// [MediaTap#NO_LEVEL] where it is not known, or not any more.
    int of(int timestamp) {
        int slot = slot(timestamp);
        return timestamps[slot] == timestamp ? levels[slot] + MediaTap.NO_LEVEL : MediaTap.NO_LEVEL;
    }
}
