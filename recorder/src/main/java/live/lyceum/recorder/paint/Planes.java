package live.lyceum.recorder.paint;

import java.nio.ByteBuffer;

/// A picture of 4:2:0 as three planes (ITU-T BT.601, limited range); width and height are even.
///
/// @param y luma, `lumaStride` bytes for a row
/// @param u blue difference, half as wide and high, `chromaStride` bytes for a row
/// @param v red difference, likewise
public record Planes(
        ByteBuffer y,
        ByteBuffer u,
        ByteBuffer v,
        int lumaStride,
        int chromaStride,
        int width,
        int height) {

    /// Planes on the heap.
    public static Planes of(int width, int height) {
        int chroma = width / 2 * (height / 2);
        return new Planes(
                ByteBuffer.allocate(width * height),
                ByteBuffer.allocate(chroma),
                ByteBuffer.allocate(chroma),
                width,
                width / 2,
                width,
                height);
    }

    /// Takes over what `from`, of the same size, has in a rectangle with even coordinates.
    public void copy(Planes from, int left, int top, int w, int h) {
        copy(from.y, from.lumaStride, y, lumaStride, left, top, w, h);
        copy(from.u, from.chromaStride, u, chromaStride, left / 2, top / 2, w / 2, h / 2);
        copy(from.v, from.chromaStride, v, chromaStride, left / 2, top / 2, w / 2, h / 2);
    }

    private static void copy(
            ByteBuffer from,
            int fromStride,
            ByteBuffer to,
            int toStride,
            int left,
            int top,
            int w,
            int h) {
        for (int row = top; row < top + h; row++) {
            to.put(row * toStride + left, from, row * fromStride + left, w);
        }
    }
}
