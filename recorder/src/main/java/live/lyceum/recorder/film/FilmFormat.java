package live.lyceum.recorder.film;

/// What a film is made of.
///
/// @param width in pixels, even
/// @param height in pixels, even
/// @param frameMs between two pictures, if something moves
/// @param segmentMs how much a worker that died has to make again, a multiple of `frameMs` and of
///   20
/// @param bitrateBps of the picture when much moves
public record FilmFormat(int width, int height, int frameMs, int segmentMs, int bitrateBps) {
    /// 1280x720, 25 pictures a second.
    public static final FilmFormat DEFAULT = new FilmFormat(1280, 720, 40, 30_000, 1_000_000);

    public FilmFormat {
        if (width < 32 || height < 32 || width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException("a film is at least 32x32, and even");
        }
        if (frameMs < 10 || segmentMs < 1_000 || segmentMs % frameMs != 0 || segmentMs % 20 != 0) {
            throw new IllegalArgumentException("a segment has whole frames");
        }
        if (bitrateBps < 10_000) {
            throw new IllegalArgumentException("at least 10 kbit/s");
        }
    }

    /// A length that is right at 1280x720, at this size.
    public float scaled(float pixels) {
        return pixels * Math.min(width / 1280f, height / 720f);
    }

    /// As [#toString] writes it: `1280x720,40,30000,1000000`.
    ///
    /// @throws IllegalArgumentException if it is none
    public static FilmFormat parse(String text) {
        String[] parts = text.split("[x,]", -1);
        if (parts.length != 5) {
            throw new IllegalArgumentException("not a film's format: " + text);
        }
        int[] numbers = new int[5];
        for (int i = 0; i < 5; i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return new FilmFormat(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    @Override
    public String toString() {
        return "%dx%d,%d,%d,%d".formatted(width, height, frameMs, segmentMs, bitrateBps);
    }
}
