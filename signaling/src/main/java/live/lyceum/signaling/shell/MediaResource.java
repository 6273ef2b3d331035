package live.lyceum.signaling.shell;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;

/// A WHIP or WHEP session by its name in the URL (RFC 9725 section 4.2): whoever made it, and an id
/// that cannot be guessed.
public record MediaResource(RoomId room, ParticipantId owner, Kind kind, String id) {
    /// Whether its client sends or receives.
    public enum Kind {
        WHIP,
        WHEP
    }
}
