package live.lyceum.media.wire.codec;

import live.lyceum.media.wire.Bytes;

/// The VP9 payload descriptor (RFC 9628 section 4.2); a view over a borrowed array, parsed into
/// again and again. After a failed parse nothing but another parse may be asked. Owned by whoever
/// parses.
public final class Vp9Descriptor {
    private static final int PICTURE_ID = 0x80;
    private static final int INTER_PREDICTED = 0x40;
    private static final int LAYERS = 0x20;
    private static final int FLEXIBLE = 0x10;
    private static final int START_OF_FRAME = 0x08;
    private static final int STRUCTURE = 0x02;

    private static final int NONE = -1;
    private static final int TRUNCATED = -1;

    /// RFC 9628 section 4.2, P_DIFF: "up to 3 times".
    private static final int MAX_REFERENCES = 3;

    private final PictureNumbers numbers = new PictureNumbers();
    private byte[] buf = new byte[0];
    private int off;
    private int length;
    private int layerAt;

    /// Views an RTP payload of `len` bytes at `off` of `buf`, lent until the next parse. False: the
    /// descriptor is cut short or contradicts itself, or no byte of the frame follows it.
    public boolean parse(byte[] buf, int off, int len) {
        this.buf = buf;
        this.off = off;
        length = 0;
        layerAt = NONE;
        numbers.view(buf, off);
        if (len < 1) {
            return false;
        }
        int end = off + len;
        int flags = buf[off];
        boolean flexible = (flags & FLEXIBLE) != 0;
        int at = off + 1;
        if ((flags & PICTURE_ID) != 0) {
            if (at >= end) {
                return false;
            }
            at += numbers.pictureIdAt(at - off);
        } else if (flexible) {
            // "If this bit [F] is set to one, the I bit MUST also be set to one."
            return false;
        }
        if ((flags & LAYERS) != 0) {
            layerAt = at++;
            if (!flexible) {
                numbers.tl0PicIdxAt(at++ - off);
            }
        }
        if (flexible && (flags & INTER_PREDICTED) != 0) {
            at = afterReferences(at, end);
        }
        if (at != TRUNCATED && (flags & STRUCTURE) != 0) {
            at = afterStructure(at, end);
        }
        if (at == TRUNCATED || at >= end) {
            return false;
        }
        length = at - off;
        return true;
    }

    /// The B bit: the packet begins a frame of a spatial layer.
    public boolean startOfFrame() {
        return (buf[off] & START_OF_FRAME) != 0;
    }

    /// The packet begins a picture that a receiver can begin with: the first frame of its lowest
    /// spatial layer, not predicted from another picture. Without layer indices there is one layer.
    public boolean keyframe() {
        return startOfFrame() && (buf[off] & INTER_PREDICTED) == 0 && spatialLayer() <= 0;
    }

    /// Picture id and TL0PICIDX; a view that goes with this one. TL0PICIDX is there in non-flexible
    /// mode alone.
    public PictureNumbers numbers() {
        return numbers;
    }

    /// The TID, 0..7; -1 without one.
    public int temporalLayer() {
        return layerAt == NONE ? NONE : (buf[layerAt] & 0xff) >> 5;
    }

    /// The SID, 0..7; -1 without one.
    public int spatialLayer() {
        return layerAt == NONE ? NONE : (buf[layerAt] >> 1) & 0x07;
    }

    /// The descriptor, in bytes.
    public int length() {
        return length;
    }

    /// P_DIFF and N, one byte each: N says that another follows.
    private int afterReferences(int from, int end) {
        int at = from;
        for (int i = 0; i < MAX_REFERENCES && at < end; i++) {
            if ((buf[at++] & 0x01) == 0) {
                return at;
            }
        }
        return TRUNCATED;
    }

    /// RFC 9628 section 4.2.1: N_S, Y and G; sizes of N_S + 1 layers; N_G pictures of a group with
    /// their references.
    private int afterStructure(int from, int end) {
        if (from >= end) {
            return TRUNCATED;
        }
        int head = buf[from];
        int at = from + 1;
        if ((head & 0x10) != 0) {
            int layers = ((head & 0xe0) >> 5) + 1;
            at += 4 * layers;
        }
        if ((head & 0x08) == 0) {
            return at;
        }
        if (at >= end) {
            return TRUNCATED;
        }
        int pictures = Bytes.u8(buf, at++);
        for (int i = 0; i < pictures; i++) {
            if (at >= end) {
                return TRUNCATED;
            }
            int references = (buf[at] & 0x0c) >> 2;
            at += 1 + references;
        }
        return at;
    }
}
