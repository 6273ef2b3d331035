package live.lyceum.media.wire.codec;

import live.lyceum.media.wire.Bytes;

/// The numbers of a picture in a payload descriptor: its id, of 7 bits or of 15 behind a set bit,
/// and TL0PICIDX of 8 bits; VP8 (RFC 7741 section 4.2) and VP9 (RFC 9628 section 4.2) write them
/// alike. A view over the descriptor's array that knows their places, so that a copy of the payload
/// is patched without parsing it again. Owned by its descriptor.
public final class PictureNumbers {
    /// Of a payload that has neither number.
    public static final PictureNumbers NONE = new PictureNumbers();

    private static final int ABSENT = -1;

    private byte[] buf = new byte[0];
    private int off;
    private int pictureIdAt = ABSENT;
    private int tl0PicIdxAt = ABSENT;

    /// Begins anew with a payload at `off` of `buf` that has neither number so far.
    void view(byte[] buf, int off) {
        this.buf = buf;
        this.off = off;
        pictureIdAt = ABSENT;
        tl0PicIdxAt = ABSENT;
    }

    /// The id begins `at` bytes into the payload; its length in bytes, of which the first must be
    /// there.
    int pictureIdAt(int at) {
        pictureIdAt = at;
        return buf[off + at] < 0 ? 2 : 1;
    }

    void tl0PicIdxAt(int at) {
        tl0PicIdxAt = at;
    }

    /// 0..32767, or 0..127 when [#pictureIdBits()] is 7; -1 without one.
    public int pictureId() {
        if (pictureIdAt == ABSENT) {
            return ABSENT;
        }
        int at = off + pictureIdAt;
        return buf[at] < 0 ? Bytes.u16(buf, at) & 0x7fff : buf[at];
    }

    /// 7 or 15; 0 without a picture id.
    public int pictureIdBits() {
        if (pictureIdAt == ABSENT) {
            return 0;
        }
        return buf[off + pictureIdAt] < 0 ? 15 : 7;
    }

    /// 0..255; -1 without one.
    public int tl0PicIdx() {
        return tl0PicIdxAt == ABSENT ? ABSENT : Bytes.u8(buf, off + tl0PicIdxAt);
    }

    /// Writes both into a copy of the payload at `at` of `out`, the id with as many bits as the
    /// sender used; one that is negative, or that the payload does not have, is left alone.
    public void write(byte[] out, int at, int pictureId, int tl0PicIdx) {
        if (pictureId >= 0 && pictureIdAt != ABSENT) {
            int to = at + pictureIdAt;
            if (out[to] < 0) {
                Bytes.put16(out, to, pictureId | 0x8000);
            } else {
                out[to] = (byte) (pictureId & 0x7f);
            }
        }
        if (tl0PicIdx >= 0 && tl0PicIdxAt != ABSENT) {
            out[at + tl0PicIdxAt] = (byte) tl0PicIdx;
        }
    }
}
