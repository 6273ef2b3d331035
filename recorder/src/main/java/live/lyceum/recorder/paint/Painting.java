package live.lyceum.recorder.paint;

/// A picture in the making: RGB with alpha, premultiplied, on which shapes and text are laid one
/// over the other, their edges smooth. Coordinates are pixels from the left upper corner.
public final class Painting {
    /// What colour a shape has where.
    public interface Ink {
        Colour at(float x, float y);
    }

    /// How far a point is from a shape's edge, in pixels; negative inside.
    public interface Shape {
        float distance(float x, float y);
    }

    final int width;
    final int height;
    final float[] red;
    final float[] green;
    final float[] blue;
    final float[] alpha;

    /// A picture of nothing.
    public Painting(int width, int height) {
        this.width = width;
        this.height = height;
        red = new float[width * height];
        green = new float[width * height];
        blue = new float[width * height];
        alpha = new float[width * height];
    }

    /// One colour everywhere.
    public static Ink plain(Colour colour) {
        return (x, y) -> colour;
    }

    /// A rectangle with round corners.
    public static Shape rounded(float left, float top, float w, float h, float radius) {
        float r = Math.min(radius, Math.min(w, h) / 2);
        float cx = left + w / 2;
        float cy = top + h / 2;
        return (x, y) -> {
            float dx = Math.abs(x - cx) - w / 2 + r;
            float dy = Math.abs(y - cy) - h / 2 + r;
            float outside = (float) Math.hypot(Math.max(dx, 0), Math.max(dy, 0));
            return outside + Math.min(Math.max(dx, dy), 0) - r;
        };
    }

    public static Shape circle(float cx, float cy, float radius) {
        return (x, y) -> (float) Math.hypot(x - cx, y - cy) - radius;
    }

    /// A line with round ends.
    public static Shape line(float x0, float y0, float x1, float y1, float thick) {
        float dx = x1 - x0;
        float dy = y1 - y0;
        float length = dx * dx + dy * dy;
        return (x, y) -> {
            float t = length == 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / length;
            float part = Math.clamp(t, 0, 1);
            return (float) Math.hypot(x - x0 - part * dx, y - y0 - part * dy) - thick / 2;
        };
    }

    /// Lays a shape over what is there.
    public void shape(Shape shape, Ink ink) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float cover = 0.5f - shape.distance(x + 0.5f, y + 0.5f);
                if (cover > 0) {
                    over(y * width + x, ink.at(x + 0.5f, y + 0.5f), Math.min(cover, 1));
                }
            }
        }
    }

    /// Lays a colour over everything.
    public void fill(Ink ink) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                over(y * width + x, ink.at(x + 0.5f, y + 0.5f), 1);
            }
        }
    }

    /// Lays a text of one line over it, `size` pixels large, from `x` on, its capital letters'
    /// middle at `middle`.
    public void text(Typeface face, String text, float size, float x, float middle, Colour colour) {
        var coverage = new Coverage(width, height);
        face.draw(text, size, x, middle, coverage);
        float[] pixels = coverage.pixels();
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] > 0) {
                over(i, colour, pixels[i]);
            }
        }
    }

    private void over(int i, Colour colour, float cover) {
        float a = colour.alpha() * cover;
        float rest = 1 - a;
        red[i] = colour.red() * a + red[i] * rest;
        green[i] = colour.green() * a + green[i] * rest;
        blue[i] = colour.blue() * a + blue[i] * rest;
        alpha[i] = a + alpha[i] * rest;
    }
}
