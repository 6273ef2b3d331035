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

    /// Lays a smaller picture on this one; `left` and `top` are even.
    public void put(Planes from, int left, int top) {
        int w = from.width;
        int h = from.height;
        rows(from.y, from.lumaStride, y, top * lumaStride + left, lumaStride, w, h);
        int at = top / 2 * chromaStride + left / 2;
        rows(from.u, from.chromaStride, u, at, chromaStride, w / 2, h / 2);
        rows(from.v, from.chromaStride, v, at, chromaStride, w / 2, h / 2);
    }

    private static void rows(
            ByteBuffer from, int fromStride, ByteBuffer to, int at, int toStride, int w, int h) {
        for (int row = 0; row < h; row++) {
            to.put(at + row * toStride, from, row * fromStride, w);
        }
    }
}
