package live.lyceum.media.wire.rtp;

import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.DropReason;
import org.jspecify.annotations.Nullable;

/// Retransmission packets: the original's header, then its sequence number, then its payload (RFC
/// 4588 section 4).
public final class Rtx {
    /// The original sequence number before the payload, in bytes.
    public static final int OSN_LENGTH = 2;

    private Rtx() {}

    /// The sequence number of the packet that `rtx` brings again, or -1 when it brings none
    /// (padding, a probe).
    public static int originalSequenceNumber(RtpPacket rtx) {
        return rtx.payloadLength() < OSN_LENGTH ? -1 : Bytes.u16(rtx.buffer(), rtx.payloadOffset());
    }

    /// Turns `rtx` into the packet it brings, in place: the header moves two bytes up, padding
    /// stays. Returns null when good, `RTX_MALFORMED` when nothing was brought.
    public static @Nullable DropReason unwrap(RtpPacket rtx, int payloadType, int ssrc) {
        int original = originalSequenceNumber(rtx);
        if (original < 0) {
            return DropReason.RTX_MALFORMED;
        }
        byte[] buf = rtx.buffer();
        int off = rtx.offset();
        System.arraycopy(buf, off, buf, off + OSN_LENGTH, rtx.headerLength());
        DropReason bad = rtx.parse(buf, off + OSN_LENGTH, rtx.length() - OSN_LENGTH);
        if (bad != null) {
            return bad;
        }
        rtx.payloadType(payloadType);
        rtx.sequenceNumber(original);
        rtx.ssrc(ssrc);
        return null;
    }
}
