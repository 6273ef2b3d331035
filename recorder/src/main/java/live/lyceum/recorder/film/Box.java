package live.lyceum.recorder.film;

/// A rectangle of the film, in pixels; all even.
public record Box(int left, int top, int width, int height) {
    /// The nearest even rectangle.
    static Box even(float left, float top, float width, float height) {
        return new Box(even(left), even(top), even(width), even(height));
    }

    private static int even(float value) {
        return 2 * Math.round(value / 2);
    }

    /// The largest box of an aspect (width to height) in the middle of this one.
    public Box inside(float aspect) {
        float w = Math.min(width, height * aspect);
        float h = w / aspect;
        return even(
                left + (width - w) / 2f, top + (height - h) / 2f, Math.max(2, w), Math.max(2, h));
    }
}
