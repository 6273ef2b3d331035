package live.lyceum.media.wire.codec;

import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.rtp.RtpPacket;

/// Redundant audio (RFC 2198): headers of the blocks, older ones first, then the blocks; the last
/// is the primary one, the others bring again what earlier packets brought.
public final class Red {
    private static final int BLOCK_HEADER_LENGTH = 4;

    /// Browsers send one or two; more would be an attack on whoever counts them.
    private static final int MAX_BLOCKS = 8;

    private Red() {}

    /// Where the primary block begins, in bytes from the start of the payload of `len` bytes at
    /// `off` of `buf`. -1: cut short, more than 8 blocks, an empty primary block, or a block of
    /// another payload type than `payloadType`.
    public static int primaryOffset(byte[] buf, int off, int len, int payloadType) {
        int at = 0;
        int redundant = 0;
        for (int block = 0; block < MAX_BLOCKS && at < len; block++) {
            int first = buf[off + at];
            if ((first & 0x7f) != payloadType) {
                return -1;
            }
            if (first >= 0) {
                int primary = at + 1 + redundant;
                return primary < len ? primary : -1;
            }
            if (at + BLOCK_HEADER_LENGTH > len) {
                return -1;
            }
            redundant += Bytes.u16(buf, off + at + 2) & 0x3ff;
            at += BLOCK_HEADER_LENGTH;
        }
        return -1;
    }

    /// How far the oldest block is back from the primary one, in units of the RTP timestamp; 0 when
    /// there is none but that. The payload at `off` has passed [#primaryOffset].
    public static int reach(byte[] buf, int off) {
        int reach = 0;
        for (int at = off; buf[at] < 0; at += BLOCK_HEADER_LENGTH) {
            reach = Math.max(reach, Bytes.u16(buf, at + 1) >> 2);
        }
        return reach;
    }

    /// Leaves of `packet` only its primary block, in place: the header moves up to it.
    ///
    /// @param primary as [#primaryOffset] found it
    /// @param payloadType what the block is of
    public static void unwrap(RtpPacket packet, int primary, int payloadType) {
        byte[] buf = packet.buffer();
        int off = packet.offset();
        System.arraycopy(buf, off, buf, off + primary, packet.headerLength());
        DropReason bad = packet.parse(buf, off + primary, packet.length() - primary);
        if (bad != null) {
            throw new IllegalArgumentException("a packet that was well-formed is " + bad);
        }
        packet.payloadType(payloadType);
    }

    /// Names the blocks by `payloadType` in place; the payload at `off` has passed
    /// [#primaryOffset].
    public static void rename(byte[] buf, int off, int payloadType) {
        int at = off;
        while (buf[at] < 0) {
            buf[at] = (byte) (0x80 | payloadType);
            at += BLOCK_HEADER_LENGTH;
        }
        buf[at] = (byte) payloadType;
    }
}
