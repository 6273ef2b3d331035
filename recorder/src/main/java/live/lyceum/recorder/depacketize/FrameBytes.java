package live.lyceum.recorder.depacketize;

import java.util.Arrays;

/// The bytes of a frame while it is put together; used for one frame after another.
final class FrameBytes {
    /// The largest frame there is.
    static final int MAX = 4 * 1024 * 1024;

    private byte[] bytes = new byte[4_096];
    private int size;

    int size() {
        return size;
    }

    /// Adds bytes; false, and nothing is added, if the frame would be too large.
    boolean add(byte[] from, int off, int len) {
        if (len > MAX - size) {
            return false;
        }
        if (size + len > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + len, Math.min(MAX, 2 * bytes.length)));
        }
        System.arraycopy(from, off, bytes, size, len);
        size += len;
        return true;
    }

    boolean add(FrameBytes other) {
        return add(other.bytes, 0, other.size);
    }

    boolean add(int value) {
        return add(new byte[] {(byte) value}, 0, 1);
    }

    int at(int index) {
        return bytes[index] & 0xff;
    }

    void clear() {
        size = 0;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }
}
