package live.lyceum.media.wire.codec;

import live.lyceum.media.wire.Bytes;

/// What an H.264 payload of packetization mode 1 carries (RFC 6184 section 6.3): a NAL unit, some
/// of them (STAP-A) or a piece of one (FU-A).
public final class H264Payload {
    /// RFC 6184 section 5.2, Table 1; below, single NAL units.
    private static final int STAP_A = 24;

    private static final int FU_A = 28;

    /// ITU-T H.264 Table 7-1: a sequence parameter set.
    private static final int SEQUENCE_PARAMETERS = 7;

    private H264Payload() {}

    /// Whether the `len` bytes at `off` of `buf` are of a packet type of this mode, and whole NAL
    /// units where they say so. The bytes of the units themselves are not looked at.
    public static boolean isWellFormed(byte[] buf, int off, int len) {
        if (len < 1) {
            return false;
        }
        int type = type(buf[off]);
        if (type == FU_A) {
            // RFC 6184 section 5.8: two bytes of headers and no empty fragment; the S and E bits
            // "MUST NOT be set to one in the same FU header".
            return len > 2 && (buf[off + 1] & 0xc0) != 0xc0 && isSingle(type(buf[off + 1]));
        }
        if (type != STAP_A) {
            return isSingle(type);
        }
        int end = off + len;
        int at = off + 1;
        while (at < end) {
            int next = afterUnit(buf, at, end);
            if (next < 0) {
                return false;
            }
            at = next;
        }
        return len > 1;
    }

    /// Whether the packet begins a picture that a receiver can begin with. That is one with a
    /// sequence parameter set: those are sent in band before each IDR picture (RFC 7742 section
    /// 6.2), and without one an IDR picture cannot be decoded. The payload is well-formed.
    public static boolean startsKeyframe(byte[] buf, int off, int len) {
        int type = type(buf[off]);
        if (type == FU_A) {
            boolean start = buf[off + 1] < 0;
            return start && type(buf[off + 1]) == SEQUENCE_PARAMETERS;
        }
        if (type != STAP_A) {
            return type == SEQUENCE_PARAMETERS;
        }
        int end = off + len;
        for (int at = off + 1; at >= 0 && at < end; at = afterUnit(buf, at, end)) {
            if (type(buf[at + 2]) == SEQUENCE_PARAMETERS) {
                return true;
            }
        }
        return false;
    }

    /// RFC 6184 section 5.7.1: a size of 16 bits, then as many bytes; -1 when they are not there.
    private static int afterUnit(byte[] buf, int at, int end) {
        if (at + 2 >= end) {
            return -1;
        }
        int size = Bytes.u16(buf, at);
        int next = at + 2 + size;
        return size == 0 || next > end || !isSingle(type(buf[at + 2])) ? -1 : next;
    }

    private static int type(byte header) {
        return header & 0x1f;
    }

    private static boolean isSingle(int type) {
        return type > 0 && type < STAP_A;
    }
}
