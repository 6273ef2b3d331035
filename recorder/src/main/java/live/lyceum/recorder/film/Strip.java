package live.lyceum.recorder.film;

/// A picture of thumbnails, row by row, at equal distances in time.
///
/// @param everyMs between two of them
/// @param count 1 to [#MOST]
/// @param width of one, in pixels
/// @param height of one, in pixels
public record Strip(long everyMs, int count, int width, int height) {
    /// How many thumbnails there are at most.
    public static final int MOST = 100;

    /// How often one is taken while the lesson runs.
    public static final long TAKEN_MS = 5_000;

    private static final int COLUMNS = 10;

    /// The strip of a lesson: of the thumbnails that were taken every n-th.
    public static Strip of(long endMs, int width, int height) {
        long taken = Math.max(1, (endMs + TAKEN_MS - 1) / TAKEN_MS);
        long nth = (taken + MOST - 1) / MOST;
        return new Strip(nth * TAKEN_MS, (int) ((taken + nth - 1) / nth), width, height);
    }

    public int left(int number) {
        return number % COLUMNS * width;
    }

    public int top(int number) {
        return number / COLUMNS * height;
    }

    /// The whole picture's width.
    public int allWidth() {
        return Math.min(count, COLUMNS) * width;
    }

    /// The whole picture's height.
    public int allHeight() {
        return (count + COLUMNS - 1) / COLUMNS * height;
    }
}
