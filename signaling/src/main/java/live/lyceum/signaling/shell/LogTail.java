package live.lyceum.signaling.shell;

import org.jspecify.annotations.Nullable;

/// The last rows of a room's log as they go over the wire, encoded once for everybody. Owned by the
/// room's mailbox.
final class LogTail {
    /// How many rows are kept: who is further behind starts over from a snapshot.
    static final int CAPACITY = 5_000;

    private static final int FIRST_SIZE = 64;

    private byte[][] ring = new byte[FIRST_SIZE][];
    private long firstSeq;
    private long nextSeq;

    /// A tail whose first row will be `nextSeq`.
    LogTail(long nextSeq) {
        this.firstSeq = nextSeq;
        this.nextSeq = nextSeq;
    }

    void add(byte[] frame) {
        int kept = (int) (nextSeq - firstSeq);
        if (kept == ring.length) {
            if (ring.length < CAPACITY) {
                grow();
            } else {
                firstSeq++;
            }
        }
        ring[index(nextSeq)] = frame;
        nextSeq++;
    }

    private void grow() {
        var bigger = new byte[Math.min(CAPACITY, 2 * ring.length)][];
        for (long seq = firstSeq; seq < nextSeq; seq++) {
            bigger[(int) (seq % bigger.length)] = ring[index(seq)];
        }
        ring = bigger;
    }

    private int index(long seq) {
        return (int) (seq % ring.length);
    }

    /// Whether every row after `seq` is here.
    boolean covers(long seq) {
        return seq + 1 >= firstSeq && seq < nextSeq;
    }

    /// The row's frame, or null if it is not kept.
    byte @Nullable [] get(long seq) {
        return seq >= firstSeq && seq < nextSeq ? ring[index(seq)] : null;
    }
}
