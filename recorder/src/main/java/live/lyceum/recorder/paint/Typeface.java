package live.lyceum.recorder.paint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The film's type, Inter semi-bold, in the scripts it has: Latin, Cyrillic, Greek, Vietnamese. No
/// font of the system is needed.
public final class Typeface {
    private static final List<String> SUBSETS =
            List.of(
                    "latin",
                    "latin-ext",
                    "cyrillic",
                    "cyrillic-ext",
                    "greek",
                    "greek-ext",
                    "vietnamese");
    private static final String ELLIPSIS = "…";

    private record Placed(FontFile font, int glyph) {}

    private final List<FontFile> fonts = new ArrayList<>();

    private Typeface() {}

    /// Reads the fonts that are bundled.
    public static Typeface bundled() {
        var face = new Typeface();
        for (String subset : SUBSETS) {
            String name = "inter-" + subset + "-600.woff";
            try (InputStream in = Typeface.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException(name + " is not in the program");
                }
                face.fonts.add(new FontFile(in.readAllBytes()));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        return face;
    }

    private @Nullable Placed find(int codePoint) {
        for (FontFile font : fonts) {
            Integer glyph = font.glyph(codePoint);
            if (glyph != null) {
                return new Placed(font, glyph);
            }
        }
        return null;
    }

    /// Whether there is a glyph for all that is to be seen in it, and something is.
    public boolean covers(String text) {
        String shown = shown(text);
        return !shown.isEmpty() && shown.codePoints().allMatch(each -> find(each) != null);
    }

    /// A text as it is drawn: composed, in one line, without marks that cannot be seen.
    private static String shown(String text) {
        StringBuilder out = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFC)
                .codePoints()
                .filter(each -> Character.getType(each) != Character.FORMAT)
                .map(each -> Character.isWhitespace(each) ? ' ' : each)
                .forEach(out::appendCodePoint);
        return out.toString().strip();
    }

    /// How wide a text is, in pixels, if it is `size` pixels high from line to line.
    public float width(String text, float size) {
        return plainWidth(shown(text), size);
    }

    private float plainWidth(String text, float size) {
        float width = 0;
        for (int each : text.codePoints().toArray()) {
            Placed placed = find(each);
            if (placed != null) {
                width += placed.font().advance(placed.glyph()) * size / placed.font().unitsPerEm;
            }
        }
        return width;
    }

    /// The text, or as much of its begin as fits, with an ellipsis.
    public String fit(String text, float size, float width) {
        String whole = shown(text);
        if (plainWidth(whole, size) <= width) {
            return whole;
        }
        int end = whole.length();
        while (end > 0 && plainWidth(whole.substring(0, end) + ELLIPSIS, size) > width) {
            end = whole.offsetByCodePoints(end, -1);
        }
        return whole.substring(0, end).strip() + ELLIPSIS;
    }

    /// Draws a text of one line.
    ///
    /// @param size of the em square in pixels
    /// @param x where it begins
    /// @param middle of the capital letters' height
    void draw(String text, float size, float x, float middle, Coverage into) {
        float at = x;
        float baseline = middle + 0.364f * size;
        for (int each : shown(text).codePoints().toArray()) {
            Placed placed = find(each);
            if (placed != null) {
                float scale = size / placed.font().unitsPerEm;
                placed.font().outline(placed.glyph(), scale, at, baseline, into);
                at += placed.font().advance(placed.glyph()) * scale;
            }
        }
    }
}
