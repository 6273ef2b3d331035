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
    private final PictureNumbers numbers = new PictureNumbers();
    private int layerAt;
    private boolean hasTemporalLayer;

    /// Views an RTP payload of `len` bytes at `off` of `buf`, lent until the next parse. False: the
    /// descriptor is cut short, or no byte of the frame follows it.
    public boolean parse(byte[] buf, int off, int len) {
        this.buf = buf;
        this.off = off;
        this.len = len;
        numbers.view(buf, off);
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
                at += numbers.pictureIdAt(at - off);
            }
            if ((flags & 0x40) != 0) {
                numbers.tl0PicIdxAt(at++ - off);
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

    /// Picture id and TL0PICIDX; a view that goes with this one.
    public PictureNumbers numbers() {
        return numbers;
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
