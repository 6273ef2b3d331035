package live.lyceum.media.wire.codec;

import live.lyceum.media.wire.Bytes;

/// The VP8 payload descriptor (RFC 7741 section 4.2) and the little of the payload header (section
/// 4.3) that says keyframe and size; a view over a borrowed array, parsed into again and again.
/// After a failed parse nothing but another parse may be asked. Owned by whoever parses.
public final class Vp8Descriptor {
    private static final int NONE = -1;
    private static final int KEYFRAME_HEADER_LENGTH = 10;

    private byte[] buf = new byte[0];
    private int off;
    private int len;
    private int length;
    private int pictureIdAt;
    private int tl0PicIdxAt;
    private int layerAt;
    private boolean hasTemporalLayer;

    /// Views an RTP payload of `len` bytes at `off` of `buf`, lent until the next parse. False: the
    /// descriptor is cut short, or no byte of the frame follows it.
    public boolean parse(byte[] buf, int off, int len) {
        this.buf = buf;
        this.off = off;
        this.len = len;
        pictureIdAt = NONE;
        tl0PicIdxAt = NONE;
        layerAt = NONE;
        hasTemporalLayer = false;
        if (len < 1) {
            return false;
        }
        int end = off + len;
        int at = off + 1;
        if ((buf[off] & 0x80) != 0) {
            if (at >= end) {
                return false;
            }
            int flags = buf[at++];
            if ((flags & 0x80) != 0) {
                if (at >= end) {
                    return false;
                }
                pictureIdAt = at;
                at += buf[at] < 0 ? 2 : 1;
            }
            if ((flags & 0x40) != 0) {
                tl0PicIdxAt = at++;
            }
            if ((flags & 0x30) != 0) {
                hasTemporalLayer = (flags & 0x20) != 0;
                layerAt = at++;
            }
        }
        length = at - off;
        return at < end;
    }

    /// The S bit: the packet begins a VP8 partition.
    public boolean startOfPartition() {
        return (buf[off] & 0x10) != 0;
    }

    /// The packet begins a frame: the start of its first partition.
    public boolean startOfFrame() {
        return startOfPartition() && (buf[off] & 0x07) == 0;
    }

    /// The packet begins a keyframe: S is 1, PID is 0, and bit P of the payload header is 0.
    public boolean keyframe() {
        return startOfFrame() && (buf[off + length] & 0x01) == 0;
    }

    /// The N bit: no other frame refers to this one.
    public boolean nonReference() {
        return (buf[off] & 0x20) != 0;
    }

    /// 0..32767, or 0..127 when [#pictureIdBits()] is 7; -1 without one.
    public int pictureId() {
        if (pictureIdAt == NONE) {
            return NONE;
        }
        return buf[pictureIdAt] < 0 ? Bytes.u16(buf, pictureIdAt) & 0x7fff : buf[pictureIdAt];
    }

    /// 7 or 15; 0 without a picture id.
    public int pictureIdBits() {
        if (pictureIdAt == NONE) {
            return 0;
        }
        return buf[pictureIdAt] < 0 ? 15 : 7;
    }

    /// 0..255; -1 without one.
    public int tl0PicIdx() {
        return tl0PicIdxAt == NONE ? NONE : Bytes.u8(buf, tl0PicIdxAt);
    }

    /// The TID, 0..3; -1 without one.
    public int temporalLayer() {
        return hasTemporalLayer ? (buf[layerAt] & 0xff) >> 6 : NONE;
    }

    /// The Y bit: this frame refers to none but the base layer, so a receiver may go up here. False
    /// without a TID.
    public boolean layerSync() {
        return hasTemporalLayer && (buf[layerAt] & 0x20) != 0;
    }

    /// The descriptor, in bytes.
    public int length() {
        return length;
    }

    /// In pixels, without the scaling bits; 0 unless this is a keyframe whose whole header is in
    /// the packet.
    public int width() {
        return hasKeyframeHeader() ? size(6) : 0;
    }

    /// In pixels, without the scaling bits; 0 unless this is a keyframe whose whole header is in
    /// the packet.
    public int height() {
        return hasKeyframeHeader() ? size(8) : 0;
    }

    /// Writes the id in place, with as many bits as the sender used; nothing happens without a
    /// picture id.
    public void setPictureId(int pictureId) {
        switch (pictureIdBits()) {
            case 7 -> buf[pictureIdAt] = (byte) (pictureId & 0x7f);
            case 15 -> Bytes.put16(buf, pictureIdAt, pictureId | 0x8000);
            default -> {}
        }
    }

    /// Writes the low 8 bits in place; nothing happens without a TL0PICIDX.
    public void setTl0PicIdx(int tl0PicIdx) {
        if (tl0PicIdxAt != NONE) {
            buf[tl0PicIdxAt] = (byte) tl0PicIdx;
        }
    }

    /// RFC 6386 section 9.1: frame tag of 3 bytes, start code, width and height of 14 bits each.
    private boolean hasKeyframeHeader() {
        int frame = off + length;
        return keyframe()
                && len - length >= KEYFRAME_HEADER_LENGTH
                && Bytes.u24(buf, frame + 3) == 0x9d012a;
    }

    /// Little-endian, unlike all the rest.
    private int size(int at) {
        int frame = off + length;
        return Bytes.u8(buf, frame + at) | (buf[frame + at + 1] & 0x3f) << 8;
    }
}
