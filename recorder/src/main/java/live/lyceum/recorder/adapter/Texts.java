package live.lyceum.recorder.adapter;

import java.util.regex.Pattern;

/// Makes texts of others fit to be shown.
public final class Texts {
    /// Blanks, control characters, line separators, and what turns the direction of a text.
    private static final Pattern BLANKS =
            Pattern.compile(
                    "[\\s\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufffe\\uffff]+");

    private Texts() {}

    /// In one line, without what cannot be shown, cut to a length.
    public static String line(String text, int most) {
        return cut(BLANKS.matcher(whole(text)).replaceAll(" ").strip(), most);
    }

    /// Halves of characters are none.
    private static String whole(String text) {
        var whole = new StringBuilder(text.length());
        text.codePoints()
                .filter(each -> Character.getType(each) != Character.SURROGATE)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    /// At most so many characters of a text, none of them cut in two.
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int half = Character.isHighSurrogate(text.charAt(most - 1)) ? 1 : 0;
        return text.substring(0, most - half).strip();
    }
}
