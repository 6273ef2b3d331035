package live.lyceum.recorder.depacketize;

import live.lyceum.media.wire.codec.Vp8Descriptor;
import org.jspecify.annotations.Nullable;

/// RFC 7741 section 4: payloads without their descriptors, one after another, are the frame.
final class Vp8Format implements PayloadFormat {
    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    private byte[] buf = new byte[0];
    private int off;
    private int len;
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

    /// Section 4.2: S is 1 and PID is 0 at the begin of a frame.
    @Override
    public boolean starts(boolean certain) {
        return descriptor.startOfFrame();
    }

    @Override
    public boolean add(FrameBytes picture) {
        boolean start = picture.size() == 0;
        if (start == descriptor.startOfFrame()) {
            if (start) {
                key = descriptor.keyframe();
                idBits = descriptor.numbers().pictureIdBits();
                id = descriptor.numbers().pictureId();
            }
            int head = descriptor.length();
            return picture.add(buf, off + head, len - head);
        }
        return false;
    }

    @Override
    public byte @Nullable [] finish(FrameBytes picture) {
        return picture.copy();
    }

    @Override
    public boolean key() {
        return key;
    }

    @Override
    public void reset() {
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
