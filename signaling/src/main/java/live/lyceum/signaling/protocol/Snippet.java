package live.lyceum.signaling.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A line that was found, as far as it is worth showing: from a little before the first word that
/// was looked for.
///
/// @param parts one after another
public record Snippet(List<Part> parts) {
    /// In UTF-16 units, without the ellipses.
    static final int MAX_LENGTH = 200;

    static final int BEFORE = 60;

    private static final Part ELLIPSIS = new Part("…", false);

    /// A piece of it.
    ///
    /// @param match whether it is a word that was looked for
    public record Part(String text, boolean match) {
        /// Leaves out what was said.
        @Override
        public String toString() {
            return "Part[%d, %b]".formatted(text.length(), match);
        }
    }

    public Snippet {
        parts = List.copyOf(parts);
    }

    /// What to show of a text.
    ///
    /// @param query what it was found by
    public static Snippet of(String text, TranscriptQuery query) {
        List<SpokenWord> words = SpokenWord.all(text);
        List<SpokenWord> found = words.stream().filter(query::has).toList();
        int first = found.isEmpty() ? 0 : found.getFirst().start();
        int from =
                text.length() <= MAX_LENGTH || first <= BEFORE
                        ? 0
                        : first(words, each -> each.start() >= first - BEFORE).start();
        int to = to(text, words, from);
        var parts = new ArrayList<Part>();
        if (from > 0) {
            parts.add(ELLIPSIS);
        }
        int at = from;
        for (SpokenWord each : found) {
            if (each.start() >= at && each.end() <= to) {
                add(parts, text.substring(at, each.start()), false);
                add(parts, text.substring(each.start(), each.end()), true);
                at = each.end();
            }
        }
        add(parts, text.substring(at, to), false);
        if (to < text.length()) {
            parts.add(ELLIPSIS);
        }
        return new Snippet(parts);
    }

    private static SpokenWord first(List<SpokenWord> words, Predicate<SpokenWord> which) {
        return words.stream().filter(which).findFirst().orElse(new SpokenWord("", 0, 0));
    }

    /// Behind the last word that has place.
    private static int to(String text, List<SpokenWord> words, int from) {
        if (text.length() - from <= MAX_LENGTH) {
            return text.length();
        }
        int most = from + MAX_LENGTH;
        int between = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return words.stream()
                .filter(each -> each.start() >= from && each.end() <= most)
                .mapToInt(SpokenWord::end)
                .max()
                .orElse(between);
    }

    private static void add(List<Part> parts, String text, boolean match) {
        if (!text.isEmpty()) {
            parts.add(new Part(text, match));
        }
    }
}
