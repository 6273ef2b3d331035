package live.lyceum.recorder.testkit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import live.lyceum.media.wire.codec.Codec;

/// Frames -> RTP payloads, as browsers make them.
public final class Packetizer {
    private static final int MAX = 1_150;

    private final Codec codec;
    private int pictureId = 0x7ff0; // soon to wrap
    private int tl0PicIdx = 0xf0;

    public Packetizer(Codec codec) {
        this.codec = codec;
    }

    /// The payloads of one frame.
    public List<byte[]> packetize(byte[] data, boolean key) {
        return switch (codec) {
            case OPUS -> List.of(data);
            case VP8 -> vp8(data);
            case VP9 -> layers(List.of(data), key);
            case H264 -> h264(data);
            case AV1 -> av1(data, key);
        };
    }

    private static byte[] join(byte[] head, byte[] data, int from, int to) {
        byte[] joined = Arrays.copyOf(head, head.length + to - from);
        System.arraycopy(data, from, joined, head.length, to - from);
        return joined;
    }

    /// RFC 7741 section 4.2: X, I, a picture id of 15 bits.
    private List<byte[]> vp8(byte[] data) {
        var payloads = new ArrayList<byte[]>();
        for (int from = 0; from < data.length; from += MAX) {
            byte[] head = {
                (byte) (from == 0 ? 0x90 : 0x80),
                (byte) 0x80,
                (byte) (0x80 | (pictureId >> 8)),
                (byte) pictureId
            };
            payloads.add(join(head, data, from, Math.min(data.length, from + MAX)));
        }
        nextPicture();
        return payloads;
    }

    private void nextPicture() {
        pictureId = (pictureId + 1) & 0x7fff;
        tl0PicIdx = (tl0PicIdx + 1) & 0xff;
    }

    /// RFC 9628 section 4.2, non-flexible: I, P, L, B, E.
    public List<byte[]> layers(List<byte[]> layers, boolean key) {
        var payloads = new ArrayList<byte[]>();
        for (int layer = 0; layer < layers.size(); layer++) {
            byte[] data = layers.get(layer);
            for (int from = 0; from < data.length; from += MAX) {
                int to = Math.min(data.length, from + MAX);
                int flags =
                        0xa0
                                | (key ? 0 : 0x40)
                                | (from == 0 ? 0x08 : 0)
                                | (to == data.length ? 0x04 : 0);
                byte[] head = {
                    (byte) flags,
                    (byte) (0x80 | (pictureId >> 8)),
                    (byte) pictureId,
                    (byte) ((layer << 1) | (layer > 0 ? 1 : 0)),
                    (byte) tl0PicIdx
                };
                payloads.add(join(head, data, from, to));
            }
        }
        nextPicture();
        return payloads;
    }

    /// RFC 6184 sections 5.6 to 5.8: parameter sets together, a large unit in fragments.
    private static List<byte[]> h264(byte[] annexB) {
        var payloads = new ArrayList<byte[]>();
        var parameters = new ByteArrayOutputStream();
        for (byte[] unit : units(annexB)) {
            int type = unit[0] & 0x1f;
            if (type == 7 || type == 8) {
                if (parameters.size() == 0) {
                    parameters.write(0x78);
                }
                parameters.write(unit.length >> 8);
                parameters.write(unit.length);
                parameters.writeBytes(unit);
                continue;
            }
            if (parameters.size() > 0) {
                payloads.add(parameters.toByteArray());
                parameters.reset();
            }
            if (unit.length <= MAX) {
                payloads.add(unit);
                continue;
            }
            for (int from = 1; from < unit.length; from += MAX) {
                int to = Math.min(unit.length, from + MAX);
                byte[] head = {
                    (byte) ((unit[0] & 0xe0) | 28),
                    (byte) (type | (from == 1 ? 0x80 : 0) | (to == unit.length ? 0x40 : 0))
                };
                payloads.add(join(head, unit, from, to));
            }
        }
        return payloads;
    }

    private static List<byte[]> units(byte[] annexB) {
        var units = new ArrayList<byte[]>();
        int begin = -1;
        for (int i = 0; i + 3 <= annexB.length; i++) {
            if (annexB[i] == 0 && annexB[i + 1] == 0 && annexB[i + 2] == 1) {
                if (begin >= 0) {
                    int end = annexB[i - 1] == 0 ? i - 1 : i;
                    units.add(Arrays.copyOfRange(annexB, begin, end));
                }
                begin = i + 3;
            }
        }
        units.add(Arrays.copyOfRange(annexB, begin, annexB.length));
        return units;
    }

    /// RTP Payload Format For AV1 section 4: one OBU element after another, each with a length but
    /// the last (W 1) or all (W 0), in fragments.
    private static List<byte[]> av1(byte[] obus, boolean key) {
        var payloads = new ArrayList<byte[]>();
        var small = new ByteArrayOutputStream();
        small.write(key ? 0x08 : 0);
        for (int at = 0; at < obus.length; ) {
            int header = obus[at];
            int head = (header & 0x04) != 0 ? 2 : 1;
            int size = 0;
            int from = at + head;
            int shift = 0;
            do {
                size |= (obus[from] & 0x7f) << shift;
                shift += 7;
            } while (obus[from++] < 0);
            byte[] obu = new byte[head + size];
            obu[0] = (byte) (header & ~0x02);
            System.arraycopy(obus, at + 1, obu, 1, head - 1);
            System.arraycopy(obus, from, obu, head, size);
            at = from + size;
            if (((header >> 3) & 0x0f) == 2) {
                continue; // a temporal delimiter
            }
            if (obu.length < 100) {
                small.write(obu.length);
                small.writeBytes(obu);
                continue;
            }
            for (int off = 0; off < obu.length; off += MAX) {
                int to = Math.min(obu.length, off + MAX);
                boolean first = off == 0;
                int flags = (first ? 0 : 0x80) | (to < obu.length ? 0x40 : 0);
                if (first && small.size() > 1) {
                    // W 0: the fragment has a length, too.
                    int length = to - off;
                    byte[] lead = small.toByteArray();
                    lead[0] |= (byte) flags;
                    lead = Arrays.copyOf(lead, lead.length + 2);
                    lead[lead.length - 2] = (byte) (0x80 | (length & 0x7f));
                    lead[lead.length - 1] = (byte) (length >> 7);
                    payloads.add(join(lead, obu, off, to));
                } else {
                    int n = first && key ? 0x08 : 0;
                    payloads.add(join(new byte[] {(byte) (flags | 0x10 | n)}, obu, off, to));
                }
            }
            small.reset();
            small.write(0);
        }
        if (small.size() > 1) {
            payloads.add(small.toByteArray());
        }
        return payloads;
    }
}
