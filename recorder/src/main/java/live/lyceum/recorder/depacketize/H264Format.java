package live.lyceum.recorder.depacketize;

import java.util.Arrays;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.codec.H264Payload;
import org.jspecify.annotations.Nullable;

/// RFC 6184 in packetization mode 1 (section 6.3) -> NAL units with start codes (ITU-T H.264 Annex
/// B). An IDR picture has its parameter sets before it, if ever there were any.
final class H264Format implements PayloadFormat {
    private static final byte[] START_CODE = {0, 0, 0, 1};

    /// RFC 6184 section 5.2, Table 1.
    private static final int STAP_A = 24;

    private static final int FU_A = 28;

    /// ITU-T H.264 Table 7-1.
    private static final int SLICE = 1;

    private static final int IDR = 5;
    private static final int SEI = 6;
    private static final int SEQUENCE_PARAMETERS = 7;
    private static final int DELIMITER = 9;

    private static final int MAX_PARAMETERS = 16 * 1024;

    private byte[] buf = new byte[0];
    private int off;
    private int len;
    private boolean inFragments;
    private boolean idr;
    private boolean slices;
    private int parametersEnd;
    private boolean sequenceParameters;
    private boolean key;
    private byte[] parameters = new byte[0];

    @Override
    public boolean parse(byte[] buf, int off, int len) {
        this.buf = buf;
        this.off = off;
        this.len = len;
        return H264Payload.isWellFormed(buf, off, len);
    }

    /// After a loss: what comes before the first slice, or a slice with `first_mb_in_slice` 0,
    /// which is a single set bit (ITU-T H.264 sections 7.3.3 and 9.1).
    @Override
    public boolean starts(boolean certain) {
        int type = buf[off] & 0x1f;
        if (type == FU_A) {
            return buf[off + 1] < 0 && (certain || startsWith(buf[off + 1] & 0x1f, off + 2));
        }
        if (certain) {
            return true;
        }
        return type == STAP_A
                ? startsWith(buf[off + 3] & 0x1f, off + 4)
                : startsWith(type, off + 1);
    }

    private boolean startsWith(int type, int at) {
        return switch (type) {
            case SLICE, IDR -> at < off + len && buf[at] < 0;
            case SEI, SEQUENCE_PARAMETERS, DELIMITER -> true;
            default -> false;
        };
    }

    @Override
    public boolean add(FrameBytes picture) {
        int type = buf[off] & 0x1f;
        if (type == FU_A) {
            return fragment(picture);
        }
        if (inFragments) {
            return false;
        }
        if (type != STAP_A) {
            return unit(picture, type) && picture.add(buf, off, len);
        }
        // RFC 6184 section 5.7.1: a size of 16 bits before each unit.
        int end = off + len;
        boolean fits = true;
        for (int at = off + 1; at < end && fits; ) {
            int size = Bytes.u16(buf, at);
            fits = unit(picture, buf[at + 2] & 0x1f) && picture.add(buf, at + 2, size);
            at += 2 + size;
        }
        return fits;
    }

    /// RFC 6184 section 5.8: F and NRI of the indicator and the type of the FU header are the
    /// unit's header.
    private boolean fragment(FrameBytes picture) {
        int header = buf[off + 1];
        boolean start = (header & 0x80) != 0;
        if (start == inFragments) {
            return false;
        }
        inFragments = (header & 0x40) == 0;
        int type = header & 0x1f;
        boolean fits = !start || (unit(picture, type) && picture.add((buf[off] & 0xe0) | type));
        return fits && picture.add(buf, off + 2, len - 2);
    }

    private boolean unit(FrameBytes picture, int type) {
        if (type == SLICE || type == IDR) {
            if (!slices) {
                parametersEnd = picture.size();
            }
            slices = true;
            idr |= type == IDR;
        }
        sequenceParameters |= type == SEQUENCE_PARAMETERS && !slices;
        return picture.add(START_CODE, 0, START_CODE.length);
    }

    @Override
    public byte @Nullable [] finish(FrameBytes picture) {
        if (inFragments) {
            return null;
        }
        byte[] whole = picture.copy();
        if (sequenceParameters) {
            remember(whole, slices ? parametersEnd : whole.length);
        }
        key = idr && (sequenceParameters || parameters.length > 0);
        if (!slices) {
            return new byte[0];
        }
        return idr && !sequenceParameters ? withParameters(whole) : whole;
    }

    private void remember(byte[] whole, int end) {
        if (end <= MAX_PARAMETERS) {
            parameters = Arrays.copyOf(whole, end);
        }
    }

    private byte[] withParameters(byte[] whole) {
        byte[] both = Arrays.copyOf(parameters, parameters.length + whole.length);
        System.arraycopy(whole, 0, both, parameters.length, whole.length);
        return both;
    }

    @Override
    public boolean key() {
        return key;
    }

    @Override
    public void reset() {
        inFragments = false;
        idr = false;
        slices = false;
        sequenceParameters = false;
        parametersEnd = 0;
    }
}
