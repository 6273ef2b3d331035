package live.lyceum.signaling.protocol;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import live.lyceum.recorder.api.Scripts;

/// A word of a text, and as what it is looked for: without case, and without the accents of Latin,
/// Greek and Cyrillic letters. Where a script has no blanks between words, each letter is one.
///
/// @param folded letters, digits and marks only, at most [#MAX_FOLDED] of them
/// @param start where it begins in the text, in UTF-16 units
/// @param end behind its last letter
public record SpokenWord(String folded, int start, int end) {
    /// Longer words are found by their beginning.
    static final int MAX_FOLDED = 64;

    private static final int FIRST_ACCENT = 0x0300;
    private static final int LAST_ACCENT = 0x036f;

    private static final char FINAL_SIGMA = 'ς';
    private static final char SIGMA = 'σ';

    /// The words of a text, in order.
    public static List<SpokenWord> all(String text) {
        var words = new ArrayList<SpokenWord>();
        int start = 0;
        while (start < text.length()) {
            int end = end(text, start);
            if (isLetter(text.codePointAt(start))) {
                add(words, text, start, end);
            }
            start = end;
        }
        return words;
    }

    /// Some letters are nothing when they are folded.
    private static void add(List<SpokenWord> words, String text, int start, int end) {
        String folded = fold(text.substring(start, end));
        if (!folded.isEmpty()) {
            words.add(new SpokenWord(folded, start, end));
        }
    }

    /// The folded words of a text, each once, with blanks between them.
    public static String index(String text) {
        var words = new TreeSet<String>();
        all(text).forEach(each -> words.add(each.folded));
        return String.join(" ", words);
    }

    /// Behind the word that begins here, or behind the character, if that begins none.
    private static int end(String text, int start) {
        int first = text.codePointAt(start);
        int end = start + Character.charCount(first);
        if (!isLetter(first)) {
            return end;
        }
        boolean alone = Scripts.isWithoutBlanks(first);
        while (end < text.length()) {
            int next = text.codePointAt(end);
            boolean goesOn =
                    isMark(next) || (!alone && isLetter(next) && !Scripts.isWithoutBlanks(next));
            if (!goesOn) {
                break;
            }
            end += Character.charCount(next);
        }
        return end;
    }

    private static boolean isLetter(int character) {
        return Character.isLetterOrDigit(character);
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /// Upper case first, for some letters are one only there.
    private static String fold(String word) {
        String plain =
                Normalizer.normalize(word, Normalizer.Form.NFKD)
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT)
                        .replace(FINAL_SIGMA, SIGMA);
        var folded = new StringBuilder();
        Normalizer.normalize(plain, Normalizer.Form.NFKD)
                .codePoints()
                .filter(each -> isLetter(each) || isMark(each))
                .filter(each -> each < FIRST_ACCENT || each > LAST_ACCENT)
                .takeWhile(each -> folded.length() + Character.charCount(each) <= MAX_FOLDED)
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }

    /// Leaves out what was said.
    @Override
    public String toString() {
        return "SpokenWord[%d, %d]".formatted(start, end);
    }
}
