package live.lyceum.recorder.transcribe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import live.lyceum.recorder.api.Scripts;

/// Text as it comes in pieces.
public final class Words {
    private Words() {}

    /// Joins with a space, but for scripts that write none.
    static void append(StringBuilder text, String piece) {
        if (piece.isEmpty()) {
            return;
        }
        if (!text.isEmpty()) {
            int before = text.codePointBefore(text.length());
            if (!withoutSpaces(before) || !withoutSpaces(piece.codePointAt(0))) {
                text.append(' ');
            }
        }
        text.append(piece);
    }

    /// Cuts into parts of at most `most` characters, at ends of words where there are any; what
    /// would be more than `count` of them is left out.
    static List<String> parts(String text, int most, int count) {
        var parts = new ArrayList<String>();
        String rest = text.strip();
        while (!rest.isEmpty() && parts.size() < count) {
            int at = rest.length() > most ? cut(rest, most) : rest.length();
            parts.add(rest.substring(0, at).strip());
            rest = rest.substring(at).strip();
        }
        return parts;
    }

    /// The first of [#parts]; empty for a text that is blank.
    static String first(String text, int most) {
        String all = text.strip();
        return all.length() > most ? all.substring(0, cut(all, most)).strip() : all;
    }

    /// Where a text that is too long is cut.
    private static int cut(String text, int most) {
        int at = text.lastIndexOf(' ', most);
        if (at > 0) {
            return at;
        }
        return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    }

    /// Whether the first letters are the same.
    static boolean beginAlike(String one, String another, int letters) {
        int most = Math.min(letters, Math.min(one.length(), another.length()));
        return one.regionMatches(true, 0, another, 0, most);
    }

    /// Whether the last word of `of` is in a text.
    static boolean hasLastOf(String of, CharSequence text) {
        String last = of.substring(of.lastIndexOf(' ') + 1).replaceAll("[^\\p{L}\\p{N}]+", "");
        return !last.isEmpty()
                && text.toString().toLowerCase(Locale.ROOT).contains(last.toLowerCase(Locale.ROOT));
    }

    private static boolean withoutSpaces(int codePoint) {
        return Scripts.isWithoutBlanks(codePoint)
                || (Character.getType(codePoint) == Character.OTHER_PUNCTUATION
                        && codePoint >= 0x3000);
    }
}
