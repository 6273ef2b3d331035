package live.lyceum.signaling.protocol;

import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Pattern;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.TranscriptLine;
import org.jspecify.annotations.Nullable;

/// Something that somebody said in a room, as people read it.
///
/// @param id the line's own; a better version of it has the same
/// @param name as the room knew the speaker then; empty if it was erased
/// @param text null if it was erased
/// @param atMs when it began to be said, in epoch milliseconds
/// @param endAtMs when it was said
/// @param language as BCP 47 has it, or null
/// @param revision 0 of what came first; a line replaces that of its id with a smaller one
public record SpokenLine(
        String id,
        ParticipantId from,
        String name,
        @Nullable String text,
        long atMs,
        long endAtMs,
        @Nullable String language,
        int revision) {
    /// The order of speech.
    public static final Comparator<SpokenLine> BY_TIME =
            Comparator.comparingLong(SpokenLine::atMs).thenComparing(SpokenLine::id);

    /// Longer than anybody speaks without a pause.
    static final int MAX_TEXT = 4_000;

    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9-]{1,35}");

    /// A line of the transcriber's, in the form in which it can be kept and shown: cut where it is
    /// too long, without control characters.
    public static SpokenLine of(TranscriptLine line, String name) {
        String language = line.language();
        return new SpokenLine(
                line.id(),
                line.who(),
                name,
                clean(line.text()),
                line.startMs(),
                line.endMs(),
                language != null && LANGUAGE.matcher(language).matches() ? language : null,
                line.revision());
    }

    private static String clean(String text) {
        int length = Math.min(text.length(), MAX_TEXT);
        var clean = new StringBuilder(length);
        text.codePoints()
                .takeWhile(each -> clean.length() + Character.charCount(each) <= length)
                .forEach(each -> {
                    boolean odd =
                            Character.isISOControl(each)
                                    || Character.getType(each) == Character.SURROGATE;
                    clean.appendCodePoint(odd ? ' ' : each);
                });
        return clean.toString().strip();
    }

    /// How many characters there are to read.
    public int length() {
        return Objects.requireNonNullElse(text, "").length();
    }

    /// Whether this takes the place of another version of the same line.
    public boolean replaces(SpokenLine other) {
        return id.equals(other.id) && revision > other.revision;
    }

    /// Leaves out who said what.
    @Override
    public String toString() {
        return "SpokenLine[%s, %d]".formatted(id, revision);
    }
}
