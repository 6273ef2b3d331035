package live.lyceum.signaling.protocol;

import live.lyceum.media.api.ParticipantId;
import org.jspecify.annotations.Nullable;

/// A line that somebody wrote.
///
/// @param id unique in its session
/// @param name of the writer then; they may have left
/// @param text null when it was erased
/// @param atMs epoch milliseconds
public record ChatMessage(
        String id, ParticipantId from, String name, @Nullable String text, long atMs) {
    /// Leaves out name and text.
    @Override
    public String toString() {
        return "ChatMessage[%s of %s]".formatted(id, from);
    }
}
