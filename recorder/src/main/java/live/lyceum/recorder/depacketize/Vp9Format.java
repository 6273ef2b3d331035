package live.lyceum.recorder.depacketize;

import live.lyceum.media.wire.codec.Vp9Descriptor;
import org.jspecify.annotations.Nullable;

/// RFC 9628 section 4: the frames of a picture's spatial layers, lowest first. More than one are a
/// superframe with its index (VP9 Bitstream and Decoding Process Specification, Annex B).
final class Vp9Format implements PayloadFormat {
    private static final int END_OF_FRAME = 0x04;
    private static final int MAX_LAYERS = 8;

    private final Vp9Descriptor descriptor = new Vp9Descriptor();
    private final int[] sizes = new int[MAX_LAYERS];
    private byte[] buf = new byte[0];
    private int off;
    private int len;
    private int layers;
    private boolean inFrame;
    private boolean key;
    private int id;
    private int idBits;

    @Override
    public boolean parse(byte[] buf, int off, int len) {
        this.buf = buf;
        this.off = off;
        this.len = len;
        return descriptor.parse(buf, off, len);
    }

    /// Section 4.2: B is 1 at the begin of a frame, and the lowest layer of a picture has SID 0.
    @Override
    public boolean starts(boolean certain) {
        return descriptor.startOfFrame() && descriptor.spatialLayer() <= 0;
    }

    @Override
    public boolean add(FrameBytes picture) {
        if (descriptor.startOfFrame() == inFrame) {
            return false;
        }
        if (!inFrame) {
            if (layers == MAX_LAYERS) {
                return false;
            }
            if (layers == 0) {
                key = descriptor.keyframe();
                idBits = descriptor.numbers().pictureIdBits();
                id = descriptor.numbers().pictureId();
            }
            sizes[layers++] = 0;
        }
        int head = descriptor.length();
        sizes[layers - 1] += len - head;
        inFrame = (buf[off] & END_OF_FRAME) == 0;
        return picture.add(buf, off + head, len - head);
    }

    @Override
    public byte @Nullable [] finish(FrameBytes picture) {
        if (inFrame || (layers > 1 && !index(picture))) {
            return null;
        }
        return picture.copy();
    }

    /// Annex B.2: a header, the sizes of the frames, little-endian, and the header again. All sizes
    /// are of four bytes here.
    private boolean index(FrameBytes picture) {
        int header = (0b110 << 5) | (0b11 << 3) | (layers - 1);
        boolean fits = picture.add(header);
        for (int i = 0; i < layers; i++) {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                fits &= picture.add(sizes[i] >> shift);
            }
        }
        return fits && picture.add(header);
    }

    @Override
    public boolean key() {
        return key;
    }

    @Override
    public void reset() {
        layers = 0;
        inFrame = false;
        key = false;
    }

    @Override
    public int pictureId() {
        return id;
    }

    @Override
    public int pictureIdBits() {
        return idBits;
    }
}
