package live.lyceum.media.wire;

/// Big-endian integers in byte arrays, at absolute offsets.
public final class Bytes {
    private Bytes() {}

    /// 0..255.
    public static int u8(byte[] buf, int off) {
        return buf[off] & 0xff;
    }

    /// 0..65535.
    public static int u16(byte[] buf, int off) {
        return (buf[off] & 0xff) << 8 | (buf[off + 1] & 0xff);
    }

    /// 0..2^24-1.
    public static int u24(byte[] buf, int off) {
        return (buf[off] & 0xff) << 16 | u16(buf, off + 1);
    }

    /// The raw bits of an unsigned 32-bit number.
    public static int i32(byte[] buf, int off) {
        return u16(buf, off) << 16 | u16(buf, off + 2);
    }

    /// The raw bits of an unsigned 64-bit number.
    public static long i64(byte[] buf, int off) {
        return (long) i32(buf, off) << 32 | (i32(buf, off + 4) & 0xffff_ffffL);
    }

    public static void put16(byte[] buf, int off, int value) {
        buf[off] = (byte) (value >> 8);
        buf[off + 1] = (byte) value;
    }

    public static void put24(byte[] buf, int off, int value) {
        buf[off] = (byte) (value >> 16);
        put16(buf, off + 1, value);
    }

    public static void put32(byte[] buf, int off, int value) {
        put16(buf, off, value >> 16);
        put16(buf, off + 2, value);
    }

    public static void put64(byte[] buf, int off, long value) {
        put32(buf, off, (int) (value >> 32));
        put32(buf, off + 4, (int) value);
    }
}
