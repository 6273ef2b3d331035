package live.lyceum.recorder.api;

import live.lyceum.media.api.Ids;
import live.lyceum.media.api.ParticipantId;
import org.jspecify.annotations.Nullable;

/// Something that somebody said, as text.
///
/// @param id the line's own, from its first version on: 1 to 64 of `[A-Za-z0-9_-]`, never given
///   twice in a session, also not by another process
/// @param startMs when it began to be said, in epoch milliseconds
/// @param endMs when it was said, in epoch milliseconds; so far, of a line that goes on
/// @param text never blank
/// @param language as BCP 47 has it; null if that is not known
/// @param revision 0 of what came first; a line replaces that of its id with a smaller one
public record TranscriptLine(
        String id,
        ParticipantId who,
        long startMs,
        long endMs,
        String text,
        @Nullable String language,
        int revision) {
    public TranscriptLine {
        if (!Ids.valid(id)) {
            throw new IllegalArgumentException("an id is 1 to 64 characters of [A-Za-z0-9_-]");
        }
        if (endMs < startMs || revision < 0 || text.isBlank()) {
            throw new IllegalArgumentException("a line says something, and ends after it begins");
        }
    }

    /// Leaves out what was said.
    @Override
    public String toString() {
        return "TranscriptLine[%s, %s, %d]".formatted(id, who, revision);
    }
}
