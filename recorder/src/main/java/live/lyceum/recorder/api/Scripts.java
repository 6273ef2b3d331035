package live.lyceum.recorder.api;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/// What is known of scripts.
public final class Scripts {
    /// The page has the same in `mySearch.ts`; `docs/protocol/words.json` holds both to it.
    private static final Set<UnicodeScript> WITHOUT_BLANKS =
            EnumSet.of(
                    UnicodeScript.HAN,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.THAI,
                    UnicodeScript.LAO,
                    UnicodeScript.KHMER,
                    UnicodeScript.MYANMAR);

    private Scripts() {}

    /// Whether a character is of a script that has no blanks between words.
    public static boolean isWithoutBlanks(int codePoint) {
        return WITHOUT_BLANKS.contains(UnicodeScript.of(codePoint));
    }
}
