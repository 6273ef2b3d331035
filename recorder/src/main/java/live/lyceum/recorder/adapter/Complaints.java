package live.lyceum.recorder.adapter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a service says of itself, or is to be said of a program, in a form in which a log can have
/// it: one short line that can be read, and the same not more than once a minute. Safe to call from
/// any thread.
public final class Complaints {
    static final int MAX_CHARS = 120;
    static final int MAX_KNOWN = 32;
    private static final long AGAIN_NS = 60_000_000_000L;

    /// When each was told, that which was told first first.
    private final Map<String, Long> told = new LinkedHashMap<>();

    /// What is to be told; null if it was told a short time ago.
    public synchronized @Nullable String of(String words, long nowNs) {
        told.values().removeIf(each -> nowNs - each >= AGAIN_NS);
        String line = line(words);
        if (told.containsKey(line)) {
            return null;
        }
        if (told.size() >= MAX_KNOWN) {
            // Whoever says something else each time is not told each time.
            return null;
        }
        told.put(line, nowNs);
        return line;
    }

    private static String line(String words) {
        var line = new StringBuilder();
        words.codePoints()
                .map(each -> isPrintable(each) ? each : ' ')
                .forEach(line::appendCodePoint);
        return Texts.cut(line.toString(), MAX_CHARS).strip();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
