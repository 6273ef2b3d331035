package live.lyceum.media.wire.rtp;

import live.lyceum.media.wire.Bytes;

/// Writes RTP packets with extensions of the one-byte form (RFC 3550 section 5.1, RFC 8285 section
/// 4.2), in this order: [#header], any number of extensions, [#payload] or [#payloadOffset],
/// [#length]. Made once, used for every packet; allocates nothing. The caller sees to the room in
/// the array: header, 4 bytes for the extension block, its elements with 1 byte each, up to 3 of
/// padding, payload. Owned by whoever writes.
public final class RtpWriter {
    private static final int ONE_BYTE_PROFILE = 0xbede;
    private static final int MAX_ID = 14;
    private static final int MAX_ELEMENT_LENGTH = 16;
    private static final int NONE = -1;

    private byte[] dst = new byte[0];
    private int off;
    private int at;
    private int block = NONE;

    /// Begins a packet at `off` of `dst`, which is lent until the next packet: version 2, no
    /// padding, no CSRC.
    public RtpWriter header(
            byte[] dst,
            int off,
            boolean marker,
            int payloadType,
            int sequenceNumber,
            int timestamp,
            int ssrc) {
        this.dst = dst;
        this.off = off;
        dst[off] = (byte) 0x80;
        dst[off + 1] = (byte) ((payloadType & 0x7f) | (marker ? 0x80 : 0));
        Bytes.put16(dst, off + 2, sequenceNumber);
        Bytes.put32(dst, off + 4, timestamp);
        Bytes.put32(dst, off + 8, ssrc);
        at = off + RtpPacket.FIXED_HEADER_LENGTH;
        block = NONE;
        return this;
    }

    /// Adds an element of one byte; `id` is 1..14.
    public RtpWriter extension(int id, byte value) {
        beginElement(id, 1);
        dst[at++] = value;
        return this;
    }

    /// Adds an element of the low 16 bits of `value`, such as a transport-wide sequence number;
    /// `id` is 1..14.
    public RtpWriter extension16(int id, int value) {
        beginElement(id, 2);
        Bytes.put16(dst, at, value);
        at += 2;
        return this;
    }

    /// Adds an element of `length` (1..16) bytes of `src`; `id` is 1..14.
    public RtpWriter extension(int id, byte[] src, int srcOff, int length) {
        beginElement(id, length);
        System.arraycopy(src, srcOff, dst, at, length);
        at += length;
        return this;
    }

    /// Ends the header and copies the payload behind it; `src` may be the array written to, at or
    /// behind the header's end.
    public RtpWriter payload(byte[] src, int srcOff, int length) {
        endHeader();
        System.arraycopy(src, srcOff, dst, at, length);
        at += length;
        return this;
    }

    /// Ends the header; returns the absolute offset of the payload, for a caller that writes it
    /// there itself.
    public int payloadOffset() {
        endHeader();
        return at;
    }

    /// The length of what was written so far, in bytes.
    public int length() {
        endHeader();
        return at - off;
    }

    private void beginElement(int id, int length) {
        if (id < 1 || id > MAX_ID || length < 1 || length > MAX_ELEMENT_LENGTH) {
            throw new IllegalArgumentException(
                    "not an element of the one-byte form: id " + id + ", length " + length);
        }
        if (block == NONE) {
            dst[off] |= 0x10;
            Bytes.put16(dst, at, ONE_BYTE_PROFILE);
            block = at;
            at += 4;
        }
        dst[at++] = (byte) (id << 4 | (length - 1));
    }

    private void endHeader() {
        if (block == NONE) {
            return;
        }
        while ((at - block) % 4 != 0) {
            dst[at++] = 0;
        }
        Bytes.put16(dst, block + 2, (at - block) / 4 - 1);
        block = NONE;
    }
}
