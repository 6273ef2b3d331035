package live.lyceum.recorder.depacketize;

import live.lyceum.media.wire.codec.Av1Payload;
import org.jspecify.annotations.Nullable;

/// RTP Payload Format For AV1: OBU elements, perhaps in fragments -> the OBUs of a temporal unit,
/// each with its size (AV1 specification section 5.3), without temporal delimiters and padding.
final class Av1Format implements PayloadFormat {
    /// Section 4.4: the aggregation header is `|Z|Y|W W|N|-|-|-|`.
    private static final int CONTINUES = 0x80;

    private static final int CONTINUED = 0x40;
    private static final int COUNT_SHIFT = 4;
    private static final int COUNT_MASK = 0x03;

    /// AV1 specification section 5.3.2: `|forbidden|type 4|extension|has_size|reserved|`.
    private static final int HAS_EXTENSION = 0x04;

    private static final int HAS_SIZE = 0x02;

    /// AV1 specification section 6.2.2.
    private static final int SEQUENCE_HEADER = 1;

    private static final int TEMPORAL_DELIMITER = 2;
    private static final int FRAME_HEADER = 3;
    private static final int TILE_GROUP = 4;
    private static final int METADATA = 5;
    private static final int FRAME = 6;
    private static final int REDUNDANT_FRAME_HEADER = 7;

    private static final int MAX_SIZE_BYTES = 5;

    private final FrameBytes obu = new FrameBytes();
    private byte[] buf = new byte[0];
    private int off;
    private int len;
    private int sizeBytes;
    private boolean inObu;
    private boolean sequenceHeader;
    private boolean frames;
    private boolean keyframe;
    private boolean key;

    @Override
    public boolean parse(byte[] buf, int off, int len) {
        this.buf = buf;
        this.off = off;
        this.len = len;
        return Av1Payload.isWellFormed(buf, off, len);
    }

    /// After a loss: an OBU that begins here, and that something other than tiles or an upper layer
    /// begins with.
    @Override
    public boolean starts(boolean certain) {
        if ((buf[off] & CONTINUES) != 0) {
            return false;
        }
        if (certain) {
            return true;
        }
        int at = off + 1;
        if (count() != 1) {
            if (size(at) < 1) {
                return false;
            }
            at += sizeBytes;
        }
        return at < off + len && startsTemporalUnit(at);
    }

    private boolean startsTemporalUnit(int at) {
        int header = buf[at];
        boolean extended = (header & HAS_EXTENSION) != 0;
        // AV1 specification section 5.3.3: temporal_id 3, spatial_id 2, reserved 3.
        if (extended && (at + 1 >= off + len || (buf[at + 1] & 0x18) != 0)) {
            return false;
        }
        return switch (type(header)) {
            case SEQUENCE_HEADER, TEMPORAL_DELIMITER, FRAME_HEADER, METADATA, FRAME -> true;
            default -> false;
        };
    }

    private static int type(int header) {
        return (header >> 3) & 0x0f;
    }

    private int count() {
        return (buf[off] >> COUNT_SHIFT) & COUNT_MASK;
    }

    /// Section 4.3: W elements, the last without a length; W 0: as many as there are, each with
    /// one.
    @Override
    public boolean add(FrameBytes picture) {
        int end = off + len;
        int count = count();
        boolean continues = (buf[off] & CONTINUES) != 0;
        boolean continued = (buf[off] & CONTINUED) != 0;
        if (continues != inObu) {
            return false;
        }
        int at = off + 1;
        for (int element = 1; at < end; element++) {
            int size = end - at;
            if (element != count) {
                size = size(at);
                at += sizeBytes;
            }
            if (size < 0 || size > end - at || (count > 0 && element > count)) {
                return false;
            }
            boolean last = at + size == end;
            if (!obu.add(buf, at, size)) {
                return false;
            }
            at += size;
            inObu = last && continued;
            if (!inObu && !endObu(picture)) {
                return false;
            }
            if (last && count > 0 && element < count) {
                return false;
            }
        }
        return true;
    }

    /// AV1 specification section 4.10.5, leb128; -1 if there is none.
    private int size(int at) {
        long value = 0;
        for (int i = 0; i < MAX_SIZE_BYTES && at + i < off + len; i++) {
            value |= (long) (buf[at + i] & 0x7f) << (7 * i);
            if (buf[at + i] >= 0) {
                sizeBytes = i + 1;
                return value > FrameBytes.MAX ? -1 : (int) value;
            }
        }
        sizeBytes = 0;
        return -1;
    }

    private boolean endObu(FrameBytes picture) {
        boolean good = obu.size() == 0 || writeObu(picture);
        obu.clear();
        return good;
    }

    private boolean writeObu(FrameBytes picture) {
        int header = obu.at(0);
        int from = (header & HAS_EXTENSION) != 0 ? 2 : 1;
        if (obu.size() < from) {
            return false;
        }
        int type = type(header);
        if (type == TEMPORAL_DELIMITER || !known(type)) {
            return true;
        }
        byte[] bytes = obu.copy();
        int payload = from + ((header & HAS_SIZE) != 0 ? sizeField(bytes, from) : 0);
        if (payload > bytes.length) {
            return false;
        }
        note(type, bytes, payload);
        boolean fits = picture.add(header | HAS_SIZE) && picture.add(bytes, 1, from - 1);
        int size = bytes.length - payload;
        for (int rest = size; ; rest >>= 7) {
            fits &= picture.add(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
            if (rest <= 0x7f) {
                break;
            }
        }
        return fits && picture.add(bytes, payload, size);
    }

    /// How long the size is that the sender left in; the element's own length is what counts.
    private static int sizeField(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] < 0) {
            at++;
        }
        return at + 1 - from;
    }

    private static boolean known(int type) {
        return switch (type) {
            case SEQUENCE_HEADER,
                    FRAME_HEADER,
                    TILE_GROUP,
                    METADATA,
                    FRAME,
                    REDUNDANT_FRAME_HEADER ->
                    true;
            default -> false;
        };
    }

    /// AV1 specification section 5.9.2: show_existing_frame 1, frame_type 2, where 0 is a key
    /// frame.
    private void note(int type, byte[] bytes, int payload) {
        sequenceHeader |= type == SEQUENCE_HEADER;
        if ((type == FRAME || type == FRAME_HEADER) && payload < bytes.length) {
            keyframe |= !frames && (bytes[payload] & 0xe0) == 0;
            frames = true;
        }
    }

    @Override
    public byte @Nullable [] finish(FrameBytes picture) {
        if (inObu) {
            return null;
        }
        key = sequenceHeader && keyframe;
        return frames ? picture.copy() : new byte[0];
    }

    @Override
    public boolean key() {
        return key;
    }

    @Override
    public void reset() {
        obu.clear();
        inObu = false;
        sequenceHeader = false;
        frames = false;
        keyframe = false;
    }
}
