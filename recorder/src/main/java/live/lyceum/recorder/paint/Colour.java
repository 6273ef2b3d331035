package live.lyceum.recorder.paint;

/// A colour of sRGB and how much it covers, each 0 to 1.
public record Colour(float red, float green, float blue, float alpha) {
    /// As in CSS: `0xrrggbb`.
    public static Colour of(int rgb) {
        return new Colour((rgb >> 16 & 255) / 255f, (rgb >> 8 & 255) / 255f, (rgb & 255) / 255f, 1);
    }

    public Colour withAlpha(float alpha) {
        return new Colour(red, green, blue, alpha);
    }

    /// This colour and `share` (0 to 1) of the way to another.
    public Colour towards(Colour other, float share) {
        float part = Math.clamp(share, 0, 1);
        return new Colour(
                red + (other.red - red) * part,
                green + (other.green - green) * part,
                blue + (other.blue - blue) * part,
                alpha + (other.alpha - alpha) * part);
    }
}
