package live.lyceum.media.rtp;

import java.util.Arrays;

/// The last packets of one received stream as plaintext, for retransmission to any of its
/// receivers. A ring of bytes of fixed size, so that a history costs no garbage and what it holds
/// is bounded in bytes as in packets.
public final class PacketHistory {
    private final int packetMask;
    private final long[] sequence;
    private final long[] position;
    private final int[] length;
    private final byte[] ring;
    private long written;

    /// @param packets how many packets at most, a power of two
    /// @param bytes how many bytes at most
    public PacketHistory(int packets, int bytes) {
        if (Integer.bitCount(packets) != 1) {
            throw new IllegalArgumentException("packets must be a power of two: " + packets);
        }
        packetMask = packets - 1;
        sequence = new long[packets];
        position = new long[packets];
        length = new int[packets];
        ring = new byte[bytes];
        Arrays.fill(sequence, -1);
    }

    /// Copies a packet in; the oldest ones make room.
    public void store(long extended, byte[] packet, int offset, int size) {
        if (size > ring.length) {
            return;
        }
        int at = (int) (written % ring.length);
        if (at + size > ring.length) {
            written += ring.length - at;
            at = 0;
        }
        System.arraycopy(packet, offset, ring, at, size);
        int slot = slot(extended);
        sequence[slot] = extended;
        position[slot] = written;
        length[slot] = size;
        written += size;
    }

    /// Copies the packet into `into` at `offset`; its length in bytes, or -1 when it is not held
    /// any more.
    public int copy(long extended, byte[] into, int offset) {
        int slot = slot(extended);
        if (sequence[slot] != extended || written - position[slot] > ring.length) {
            return -1;
        }
        System.arraycopy(ring, (int) (position[slot] % ring.length), into, offset, length[slot]);
        return length[slot];
    }

    /// Holds nothing any more.
    public void clear() {
        Arrays.fill(sequence, -1);
    }

    private int slot(long extended) {
        return (int) extended & packetMask;
    }
}
