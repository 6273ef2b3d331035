package live.lyceum.recorder.transcribe;

import java.util.ArrayList;
import java.util.List;

/// Text as it comes in pieces.
final class Words {
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

    /// Cuts into parts of at most `most` characters, at ends of words where there are any.
    static List<String> parts(String text, int most) {
        var parts = new ArrayList<String>();
        String rest = text.strip();
        while (rest.length() > most) {
            int at = rest.lastIndexOf(' ', most);
            if (at <= 0) {
                at = Character.isHighSurrogate(rest.charAt(most - 1)) ? most - 1 : most;
            }
            parts.add(rest.substring(0, at).strip());
            rest = rest.substring(at).strip();
        }
        parts.add(rest);
        parts.removeIf(String::isBlank);
        return parts;
    }

    /// Whether the first letters are the same.
    static boolean beginAlike(String one, String another, int letters) {
        int most = Math.min(letters, Math.min(one.length(), another.length()));
        return one.regionMatches(true, 0, another, 0, most);
    }

    private static boolean withoutSpaces(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default ->
                    Character.getType(codePoint) == Character.OTHER_PUNCTUATION
                            && codePoint >= 0x3000;
        };
    }
}
