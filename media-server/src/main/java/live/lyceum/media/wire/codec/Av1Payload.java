package live.lyceum.media.wire.codec;

/// The aggregation header of an AV1 payload (RTP Payload Format For AV1, section 4.4): `|Z|Y|W
/// W|N|-|-|-|`. The OBUs behind it are not looked at.
public final class Av1Payload {
    private static final int CONTINUES = 0x80;
    private static final int NEW_SEQUENCE = 0x08;

    private Av1Payload() {}

    /// Whether the `len` bytes at `off` of `buf` have the header and something behind it. "If N
    /// equals 1 then Z must equal 0": what begins a sequence continues nothing.
    public static boolean isWellFormed(byte[] buf, int off, int len) {
        int both = CONTINUES | NEW_SEQUENCE;
        return len > 1 && (buf[off] & both) != both;
    }

    /// The N bit: the packet is the first of a coded video sequence, which begins with a keyframe.
    public static boolean startsKeyframe(byte[] buf, int off) {
        return (buf[off] & NEW_SEQUENCE) != 0;
    }
}
