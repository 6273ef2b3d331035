package live.lyceum.media.wire.rtcp;

import live.lyceum.media.wire.Bytes;

/// Report blocks on the wire (RFC 3550 section 6.4.1).
final class ReportBlocks {
    static final int LENGTH = 24;

    private ReportBlocks() {}

    static ReportBlock read(byte[] buf, int at) {
        int signed24 = Bytes.u24(buf, at + 5) << 8 >> 8;
        return new ReportBlock(
                Bytes.i32(buf, at),
                Bytes.u8(buf, at + 4),
                signed24,
                Bytes.i32(buf, at + 8),
                Bytes.i32(buf, at + 12),
                Bytes.i32(buf, at + 16),
                Bytes.i32(buf, at + 20));
    }

    static void write(ReportBlock block, byte[] dst, int at) {
        Bytes.put32(dst, at, block.ssrc());
        dst[at + 4] = (byte) block.fractionLost();
        Bytes.put24(dst, at + 5, Math.clamp(block.cumulativeLost(), -0x800000, 0x7fffff));
        Bytes.put32(dst, at + 8, block.extendedHighest());
        Bytes.put32(dst, at + 12, block.jitter());
        Bytes.put32(dst, at + 16, block.lastSenderReport());
        Bytes.put32(dst, at + 20, block.delaySinceLastSenderReport());
    }
}
