package live.lyceum.recorder.film;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where people and a shared screen stand: one large; two side by side; more in a grid whose last
/// row stands in the middle; beside a screen small, one above the other.
///
/// @param share where the screen is; null without one
/// @param people in their order
public record Layout(@Nullable Box share, List<Box> people) {
    /// How many people are shown at most.
    public static final int MAX_PEOPLE = 8;

    private static final float MARGIN = 24;
    private static final float GAP = 16;
    private static final float WIDE = 16 / 9f;
    private static final float PAIR = 3 / 2f;
    private static final float STRIP = 228;

    /// Where `people` (0 to 8) and, if there is one, a screen stand.
    public static Layout of(FilmFormat format, int people, boolean share) {
        float margin = format.scaled(MARGIN);
        if (share) {
            return shared(format, people, margin);
        }
        float width = format.width() - 2 * margin;
        float height = format.height() - 2 * margin;
        int columns = people <= 1 ? 1 : people <= 4 ? 2 : 3;
        int rows = (people + columns - 1) / columns;
        float gap = format.scaled(GAP);
        var boxes = new ArrayList<Box>();
        float cellWidth = (width - (columns - 1) * gap) / columns;
        float cellHeight = rows == 0 ? 0 : (height - (rows - 1) * gap) / rows;
        float aspect = people == 2 ? PAIR : WIDE;
        float w = Math.min(cellWidth, cellHeight * aspect);
        float h = w / aspect;
        float top = (format.height() - rows * h - (rows - 1) * gap) / 2;
        for (int i = 0; i < people; i++) {
            int row = i / columns;
            int inRow = Math.min(columns, people - row * columns);
            float left = (format.width() - inRow * w - (inRow - 1) * gap) / 2;
            boxes.add(Box.even(left + i % columns * (w + gap), top + row * (h + gap), w, h));
        }
        return new Layout(null, List.copyOf(boxes));
    }

    private static Layout shared(FilmFormat format, int people, float margin) {
        float gap = format.scaled(GAP);
        float strip = people == 0 ? 0 : format.scaled(STRIP);
        float width = format.width() - 2 * margin - strip - (people == 0 ? 0 : gap);
        float height = format.height() - 2 * margin;
        float shareHeight = Math.min(height, width / WIDE);
        Box share = Box.even(margin, (format.height() - shareHeight) / 2, width, shareHeight);
        var boxes = new ArrayList<Box>();
        float h = people == 0 ? 0 : Math.min(strip / PAIR, (height - (people - 1) * gap) / people);
        float top = (format.height() - people * h - (people - 1) * gap) / 2;
        for (int i = 0; i < people; i++) {
            boxes.add(Box.even(margin + width + gap, top + i * (h + gap), strip, h));
        }
        return new Layout(share, List.copyOf(boxes));
    }
}
