package live.lyceum.recorder.paint;

/// How much of each pixel an outline covers, exact to its area: each line adds its signed area to
/// the pixels it crosses, and the sum along a row is what is inside.
final class Coverage {
    private static final int STEPS = 8;

    final int width;
    final int height;
    private final float[] area;

    Coverage(int width, int height) {
        this.width = width;
        this.height = height;
        area = new float[(width + 2) * height + 2];
    }

    /// A quadratic Bézier curve.
    void curve(float x0, float y0, float cx, float cy, float x1, float y1) {
        float fromX = x0;
        float fromY = y0;
        for (int i = 1; i <= STEPS; i++) {
            float t = (float) i / STEPS;
            float s = 1 - t;
            float x = s * s * x0 + 2 * s * t * cx + t * t * x1;
            float y = s * s * y0 + 2 * s * t * cy + t * t * y1;
            line(fromX, fromY, x, y);
            fromX = x;
            fromY = y;
        }
    }

    void line(float x0, float y0, float x1, float y1) {
        if (y0 == y1) {
            return;
        }
        float sign = y0 < y1 ? 1 : -1;
        float topX = y0 < y1 ? x0 : x1;
        float topY = Math.min(y0, y1);
        float bottomY = Math.max(y0, y1);
        float slope = (x1 - x0) / (y1 - y0);
        float x = topX;
        if (topY < 0) {
            x -= topY * slope;
        }
        int last = Math.min(height, (int) Math.ceil(bottomY));
        for (int row = Math.max(0, (int) topY); row < last; row++) {
            float dy = Math.min(row + 1, bottomY) - Math.max(row, topY);
            float next = x + slope * dy;
            span(row, Math.min(x, next), Math.max(x, next), sign * dy);
            x = next;
        }
    }

    /// A part of a line within one row, from `left` to `right`, `signed` high.
    private void span(int row, float left, float right, float signed) {
        float from = Math.clamp(left, 0, width);
        float to = Math.clamp(right, 0, width);
        int at = row * (width + 2);
        int first = (int) from;
        int last = (int) Math.ceil(to);
        if (last <= first + 1) {
            float middle = (from + to) / 2 - first;
            area[at + first] += signed * (1 - middle);
            area[at + first + 1] += signed * middle;
            return;
        }
        float inverse = 1 / (to - from);
        float enter = 1 - (from - first);
        float head = 0.5f * inverse * enter * enter;
        float leave = to - last + 1;
        float tail = 0.5f * inverse * leave * leave;
        area[at + first] += signed * head;
        if (last == first + 2) {
            area[at + first + 1] += signed * (1 - head - tail);
        } else {
            float second = inverse * (1.5f - (from - first));
            area[at + first + 1] += signed * (second - head);
            for (int i = first + 2; i < last - 1; i++) {
                area[at + i] += signed * inverse;
            }
            float before = second + (last - first - 3) * inverse;
            area[at + last - 1] += signed * (1 - before - tail);
        }
        area[at + last] += signed * tail;
    }

    /// 0 to 1 for each pixel, row by row.
    float[] pixels() {
        float[] out = new float[width * height];
        for (int y = 0; y < height; y++) {
            float sum = 0;
            for (int x = 0; x < width; x++) {
                sum += area[y * (width + 2) + x];
                out[y * width + x] = Math.min(1, Math.abs(sum));
            }
        }
        return out;
    }
}
