package live.lyceum.recorder.depacketize;

import live.lyceum.media.wire.rtp.SequenceNumbers;
import org.jspecify.annotations.Nullable;

/// Brings the packets of one stream into the order of their sequence numbers (RFC 3550 section
/// 5.1), each once. A packet that is missing is waited for as long as its retransmission may take.
final class PacketOrder {
    /// How long what came waits for what did not, where nobody is in a hurry.
    static final long WAIT_US = 1_000_000;

    /// How many numbers behind the first that is missing are kept; a power of two.
    static final int WINDOW = 2_048;

    private static final long NONE = -1;
    private static final int NO_NUMBER = -1;

    /// Takes the packets in order.
    interface Sink {
        /// The next packet.
        ///
        /// @param lost whether packets between the one before and this one did not come, as far as
        ///   is known; true of the first
        void inOrder(byte[] rtp, long atUs, boolean lost);
    }

    private final Sink sink;
    private final long waitUs;
    private final byte[] @Nullable [] packets = new byte @Nullable [WINDOW][];
    private final long[] cameUs = new long[WINDOW];
    private long next = NONE;
    private int waiting;
    private long waitingSinceUs;
    private boolean lost = true;
    private int jumpedTo = NO_NUMBER;
    private byte @Nullable [] jumped;
    private long jumpedUs;
    private long missing;
    private long unwanted;

    PacketOrder(Sink sink) {
        this(sink, WAIT_US);
    }

    /// @param waitUs how long what came waits for what did not
    PacketOrder(Sink sink, long waitUs) {
        this.sink = sink;
        this.waitUs = waitUs;
    }

    /// Takes the next packet of the file. `rtp` is kept.
    void packet(int sequenceNumber, long atUs, byte[] rtp) {
        if (next == NONE) {
            begin(sequenceNumber);
        }
        long number = SequenceNumbers.extend(next, sequenceNumber);
        long ahead = number - next;
        if (ahead >= WINDOW || ahead < -WINDOW) {
            jump(sequenceNumber, atUs, rtp);
            return;
        }
        int slot = slot(number);
        if (ahead < 0 || packets[slot] != null) {
            unwanted++;
            return;
        }
        jumped = null;
        packets[slot] = rtp;
        cameUs[slot] = atUs;
        waiting++;
        release();
    }

    private void begin(int sequenceNumber) {
        next = sequenceNumber + 0x1_0000L;
        lost = true;
    }

    /// RFC 3550 section A.1: "Two sequential packets -- assume that the other side restarted
    /// without telling us". One alone is not believed.
    private void jump(int sequenceNumber, long atUs, byte[] rtp) {
        byte[] before = jumped;
        jumped = null;
        if (before != null && sequenceNumber == SequenceNumbers.plus(jumpedTo, 1)) {
            restart();
            packet(jumpedTo, jumpedUs, before);
            packet(sequenceNumber, atUs, rtp);
            return;
        }
        if (before != null) {
            unwanted++;
        }
        jumped = rtp;
        jumpedTo = sequenceNumber;
        jumpedUs = atUs;
    }

    private static int slot(long number) {
        return (int) (number & (WINDOW - 1));
    }

    private void release() {
        boolean moved = false;
        for (byte[] rtp = packets[slot(next)]; rtp != null; rtp = packets[slot(next)]) {
            int slot = slot(next);
            packets[slot] = null;
            waiting--;
            next++;
            moved = true;
            sink.inOrder(rtp, cameUs[slot], lost);
            lost = false;
        }
        if (waiting == 1 || (moved && waiting > 0)) {
            waitingSinceUs = firstCameUs();
        }
    }

    private long firstCameUs() {
        long first = Long.MAX_VALUE;
        for (int i = 0; i < WINDOW; i++) {
            if (packets[i] != null) {
                first = Math.min(first, cameUs[i]);
            }
        }
        return first;
    }

    /// It is this late: what is missing for too long does not come any more.
    void advance(long nowUs) {
        while (waiting > 0 && nowUs - waitingSinceUs > waitUs) {
            skip();
        }
    }

    private void skip() {
        while (packets[slot(next)] == null) {
            next++;
            missing++;
        }
        lost = true;
        release();
    }

    /// Nothing that is missing comes any more.
    void flush() {
        while (waiting > 0) {
            skip();
        }
    }

    /// As [#flush], and the next packet has whatever number.
    void restart() {
        flush();
        next = NONE;
        jumped = null;
    }

    /// How many packets did not come.
    long missing() {
        return missing;
    }

    /// How many packets came twice, too late, or with a number from nowhere.
    long unwanted() {
        return unwanted;
    }
}
