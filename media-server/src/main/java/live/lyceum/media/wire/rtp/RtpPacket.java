package live.lyceum.media.wire.rtp;

import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.DropReason;
import org.jspecify.annotations.Nullable;

/// One RTP packet in the clear, as a view over a borrowed array (RFC 3550 section 5.1, RFC 8285).
/// Made once and parsed into again and again; it holds until the array changes under it. After a
/// failed parse nothing but another parse may be asked. Offsets are absolute in [#buffer()]. Owned
/// by whoever parses.
public final class RtpPacket {
    /// The fixed part of a header, in bytes.
    public static final int FIXED_HEADER_LENGTH = 12;

    private static final int NO_EXTENSION = 0;
    private static final int ONE_BYTE_PROFILE = 0xbede; // RFC 8285 section 4.2
    private static final int TWO_BYTE_PROFILE =
            0x1000; // RFC 8285 section 4.3; the low 4 bits are the sender's own

    private byte[] buf = new byte[0];
    private int off;
    private int len;
    private int headerLength;
    private int paddingLength;
    private boolean extended;
    private int extensionProfile;
    private int extensionStart;
    private int extensionEnd;

    /// Views `len` bytes at `off` of `buf`, which is lent until the next parse. Returns null when
    /// good, otherwise why not: `RTP_MALFORMED` or `RTP_BAD_EXTENSION`.
    public @Nullable DropReason parse(byte[] buf, int off, int len) {
        this.buf = buf;
        this.off = off;
        this.len = len;
        if (len < FIXED_HEADER_LENGTH || (buf[off] & 0xc0) != 0x80) {
            return DropReason.RTP_MALFORMED;
        }
        int end = FIXED_HEADER_LENGTH + 4 * (buf[off] & 0x0f);
        extended = (buf[off] & 0x10) != 0;
        extensionProfile = NO_EXTENSION;
        if (extended) {
            // RFC 3550 section 5.3.1
            if (len < end + 4) {
                return DropReason.RTP_MALFORMED;
            }
            extensionProfile = Bytes.u16(buf, off + end);
            extensionStart = off + end + 4;
            end += 4 + 4 * Bytes.u16(buf, off + end + 2);
            extensionEnd = off + end;
        }
        if (end > len) {
            return DropReason.RTP_MALFORMED;
        }
        headerLength = end;
        paddingLength = 0;
        if ((buf[off] & 0x20) != 0) {
            // RFC 3550 section 5.1: the count includes itself, so 0 is as wrong as more than there
            // is.
            paddingLength = len == end ? 0 : Bytes.u8(buf, off + len - 1);
            if (paddingLength == 0 || paddingLength > len - end) {
                return DropReason.RTP_MALFORMED;
            }
        }
        return elementsFit() ? null : DropReason.RTP_BAD_EXTENSION;
    }

    public byte[] buffer() {
        return buf;
    }

    public int offset() {
        return off;
    }

    /// Header, payload and padding, in bytes.
    public int length() {
        return len;
    }

    public boolean marker() {
        return buf[off + 1] < 0;
    }

    /// 0..127.
    public int payloadType() {
        return buf[off + 1] & 0x7f;
    }

    /// 0..65535.
    public int sequenceNumber() {
        return Bytes.u16(buf, off + 2);
    }

    /// Raw bits of the unsigned 32-bit timestamp.
    public int timestamp() {
        return Bytes.i32(buf, off + 4);
    }

    /// Raw bits of the unsigned 32-bit SSRC.
    public int ssrc() {
        return Bytes.i32(buf, off + 8);
    }

    /// The fixed part, the CSRCs and the extension, in bytes.
    public int headerLength() {
        return headerLength;
    }

    public int payloadOffset() {
        return off + headerLength;
    }

    /// Without header and padding; 0 in a packet of padding only.
    public int payloadLength() {
        return len - headerLength - paddingLength;
    }

    /// With the byte that counts it; 0 without padding.
    public int paddingLength() {
        return paddingLength;
    }

    /// Whether there is an extension block, of whatever profile.
    public boolean hasExtension() {
        return extended;
    }

    /// Where the data of the first extension element with `id` (1..255) begins, or -1.
    public int extensionOffset(int id) {
        if (extensionProfile == ONE_BYTE_PROFILE) {
            return findOneByte(id);
        }
        return twoByteForm() ? findTwoByte(id) : -1;
    }

    /// The length in bytes of the data of the first extension element with `id` (1..255): 1..16 in
    /// the one-byte form, 0..255 in the two-byte form; -1 without one.
    public int extensionLength(int id) {
        int data = extensionOffset(id);
        if (data < 0) {
            return -1;
        }
        return twoByteForm() ? Bytes.u8(buf, data - 1) : (buf[data - 1] & 0x0f) + 1;
    }

    public void marker(boolean marker) {
        buf[off + 1] = (byte) ((buf[off + 1] & 0x7f) | (marker ? 0x80 : 0));
    }

    public void payloadType(int payloadType) {
        buf[off + 1] = (byte) ((buf[off + 1] & 0x80) | (payloadType & 0x7f));
    }

    public void sequenceNumber(int sequenceNumber) {
        Bytes.put16(buf, off + 2, sequenceNumber);
    }

    public void timestamp(int timestamp) {
        Bytes.put32(buf, off + 4, timestamp);
    }

    public void ssrc(int ssrc) {
        Bytes.put32(buf, off + 8, ssrc);
    }

    private boolean twoByteForm() {
        return (extensionProfile & 0xfff0) == TWO_BYTE_PROFILE;
    }

    /// Walks all elements once, so that a lookup need not check. An unknown profile has none (RFC
    /// 3550 section 5.3.1).
    private boolean elementsFit() {
        if (extensionProfile == ONE_BYTE_PROFILE) {
            return findOneByte(0) != PAST_END;
        }
        return !twoByteForm() || findTwoByte(0) != PAST_END;
    }

    private static final int PAST_END = -2;

    /// RFC 8285 section 4.2. Never finds id 0: that is padding.
    private int findOneByte(int id) {
        int at = extensionStart;
        while (at < extensionEnd) {
            int head = buf[at] & 0xff;
            int found = head >> 4;
            if (head == 0) {
                at++;
                continue;
            }
            // "processing of the entire extension MUST terminate at that point"
            if (found == 15 || found == 0) {
                return -1;
            }
            int length = (head & 0x0f) + 1;
            if (at + 1 + length > extensionEnd) {
                return PAST_END;
            }
            if (found == id) {
                return at + 1;
            }
            at += 1 + length;
        }
        return -1;
    }

    /// RFC 8285 section 4.3. Never finds id 0: that is padding, one byte without a length.
    private int findTwoByte(int id) {
        int at = extensionStart;
        while (at < extensionEnd) {
            int found = buf[at] & 0xff;
            if (found == 0) {
                at++;
                continue;
            }
            if (at + 2 > extensionEnd || at + 2 + Bytes.u8(buf, at + 1) > extensionEnd) {
                return PAST_END;
            }
            if (found == id) {
                return at + 2;
            }
            at += 2 + Bytes.u8(buf, at + 1);
        }
        return -1;
    }
}
