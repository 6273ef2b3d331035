package live.lyceum.recorder.paint;

import java.nio.ByteBuffer;

/// A small picture with alpha, ready to be laid over planes.
public final class Sprite {
    private final int width;
    private final int height;
    private final byte[] y;
    private final byte[] u;
    private final byte[] v;
    private final byte[] lumaAlpha;
    private final byte[] chromaAlpha;

    /// Takes what was painted; width and height are even.
    public Sprite(Painting from) {
        width = from.width;
        height = from.height;
        y = new byte[width * height];
        lumaAlpha = new byte[width * height];
        u = new byte[width * height / 4];
        v = new byte[width * height / 4];
        chromaAlpha = new byte[width * height / 4];
        for (int i = 0; i < y.length; i++) {
            float a = from.alpha[i];
            float by = a > 0 ? 1 / a : 0;
            float luma = 65.481f * from.red[i] + 128.553f * from.green[i] + 24.966f * from.blue[i];
            y[i] = (byte) Math.round(16 + luma * by);
            lumaAlpha[i] = (byte) Math.round(255 * a);
        }
        for (int row = 0; row < height / 2; row++) {
            for (int column = 0; column < width / 2; column++) {
                chroma(from, row, column);
            }
        }
    }

    private void chroma(Painting from, int row, int column) {
        int at = 2 * row * width + 2 * column;
        int[] four = {at, at + 1, at + width, at + width + 1};
        float red = 0;
        float green = 0;
        float blue = 0;
        float a = 0;
        for (int each : four) {
            red += from.red[each];
            green += from.green[each];
            blue += from.blue[each];
            a += from.alpha[each];
        }
        float by = a > 0 ? 1 / a : 0;
        int i = row * (width / 2) + column;
        u[i] = (byte) Math.round(128 + by * (-37.797f * red - 74.203f * green + 112 * blue));
        v[i] = (byte) Math.round(128 + by * (112 * red - 93.786f * green - 18.214f * blue));
        chromaAlpha[i] = (byte) Math.round(255 * a / 4);
    }

    private Sprite(int width, int height) {
        this.width = width;
        this.height = height;
        y = new byte[width * height];
        lumaAlpha = new byte[width * height];
        u = new byte[width * height / 4];
        v = new byte[width * height / 4];
        chromaAlpha = new byte[width * height / 4];
    }

    /// What of this picture's square at (`left`, `top`), `size` wide, lies outside of a shape.
    Sprite outside(Painting.Shape shape, int left, int top, int size) {
        var out = new Sprite(size, size);
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                float far = shape.distance(left + column + 0.5f, top + row + 0.5f);
                out.lumaAlpha[row * size + column] =
                        (byte) Math.round(255 * Math.clamp(far + 0.5f, 0, 1));
                out.y[row * size + column] = y[(top + row) * width + left + column];
            }
        }
        for (int row = 0; row < size / 2; row++) {
            for (int column = 0; column < size / 2; column++) {
                int i = row * (size / 2) + column;
                int at = 2 * row * size + 2 * column;
                int sum =
                        (out.lumaAlpha[at] & 255)
                                + (out.lumaAlpha[at + 1] & 255)
                                + (out.lumaAlpha[at + size] & 255)
                                + (out.lumaAlpha[at + size + 1] & 255);
                out.chromaAlpha[i] = (byte) (sum / 4);
                int from = (top / 2 + row) * (width / 2) + left / 2 + column;
                out.u[i] = u[from];
                out.v[i] = v[from];
            }
        }
        return out;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /// Lays it over planes; `left` and `top` are even, and all of it lies within.
    public void draw(Planes onto, int left, int top) {
        int stride = onto.lumaStride();
        lay(y, lumaAlpha, width, onto.y(), stride, top * stride + left);
        int half = onto.chromaStride();
        int at = top / 2 * half + left / 2;
        lay(u, chromaAlpha, width / 2, onto.u(), half, at);
        lay(v, chromaAlpha, width / 2, onto.v(), half, at);
    }

    private static void lay(
            byte[] from, byte[] alpha, int w, ByteBuffer to, int stride, int begin) {
        for (int i = 0; i < from.length; i++) {
            int a = alpha[i] & 255;
            int at = begin + i / w * stride + i % w;
            if (a == 255) {
                to.put(at, from[i]);
            } else if (a != 0) {
                int under = to.get(at) & 255;
                int over = from[i] & 255;
                to.put(at, (byte) (under + ((over - under) * a + 127) / 255));
            }
        }
    }
}
