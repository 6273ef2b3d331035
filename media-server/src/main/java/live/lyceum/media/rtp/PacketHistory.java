package live.lyceum.media.rtp;

import java.util.Arrays;

/// The last packets of one received stream as plaintext, for retransmission to any of its
/// receivers. A ring of bytes, so that a history costs no garbage and what it holds is bounded in
/// bytes as in packets. It grows with the stream's bitrate until it holds [#KEEP_NS].
public final class PacketHistory {
    /// Two requests for a lost packet over a path of 250 ms there and back, and the time to notice.
    static final long KEEP_NS = 600_000_000L;

    /// More than a datagram can have.
    private static final int FIRST_BYTES = 32 * 1024;

    private final int packetMask;
    private final long[] sequence;
    private final long[] position;
    private final int[] offset;
    private final int[] length;
    private final int maxBytes;
    private byte[] ring;

    /// Bytes from the beginning of the stream, with those that were left over at the ring's end.
    private long written;

    /// What was written before is not there any more, however long the ring is by now.
    private long oldest;

    private int next;
    private long lapStartNs = Long.MIN_VALUE;

    /// @param packets how many packets at most, a power of two
    /// @param maxBytes how many bytes at most
    public PacketHistory(int packets, int maxBytes) {
        if (Integer.bitCount(packets) != 1) {
            throw new IllegalArgumentException("packets must be a power of two: " + packets);
        }
        packetMask = packets - 1;
        sequence = new long[packets];
        position = new long[packets];
        offset = new int[packets];
        length = new int[packets];
        this.maxBytes = maxBytes;
        ring = new byte[Math.min(FIRST_BYTES, maxBytes)];
        Arrays.fill(sequence, -1);
    }

    /// Copies a packet in; the oldest ones make room. One that is larger than the ring is not held.
    public void store(long extended, byte[] packet, int from, int size, long nowNs) {
        if (lapStartNs == Long.MIN_VALUE) {
            lapStartNs = nowNs;
        }
        if (next + size > ring.length && nowNs - lapStartNs < KEEP_NS) {
            ring = Arrays.copyOf(ring, Math.min(maxBytes, 2 * ring.length));
            // Of the laps before this one nothing is left.
            oldest = written - next;
        }
        if (size > ring.length) {
            return;
        }
        if (next + size > ring.length) {
            written += ring.length - next;
            next = 0;
            lapStartNs = nowNs;
        }
        System.arraycopy(packet, from, ring, next, size);
        int slot = slot(extended);
        sequence[slot] = extended;
        position[slot] = written;
        offset[slot] = next;
        length[slot] = size;
        written += size;
        next += size;
    }

    /// Copies the packet into `into` at `at`; its length in bytes, or -1 when it is not held any
    /// more.
    public int copy(long extended, byte[] into, int at) {
        int slot = slot(extended);
        if (sequence[slot] != extended
                || position[slot] < oldest
                || written - position[slot] > ring.length) {
            return -1;
        }
        System.arraycopy(ring, offset[slot], into, at, length[slot]);
        return length[slot];
    }

    /// Holds nothing any more.
    public void clear() {
        Arrays.fill(sequence, -1);
    }

    /// What it takes now, in bytes.
    int capacity() {
        return ring.length;
    }

    private int slot(long extended) {
        return (int) extended & packetMask;
    }
}
