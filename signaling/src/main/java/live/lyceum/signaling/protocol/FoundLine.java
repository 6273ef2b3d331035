package live.lyceum.signaling.protocol;

import live.lyceum.recorder.api.RecordingId;
import org.jspecify.annotations.Nullable;

/// A line of a transcript that was looked for.
///
/// @param place its own in the list of all lines, which a page behind it begins with
/// @param session in which it was said
/// @param recording one with a film that goes on while it was said, or null
public record FoundLine(
        long place, SessionRecord session, @Nullable RecordingId recording, SpokenLine line) {}
