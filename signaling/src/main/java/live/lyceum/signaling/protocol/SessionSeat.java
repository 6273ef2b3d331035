package live.lyceum.signaling.protocol;

import live.lyceum.media.api.ParticipantId;

/// Somebody whom a session was made for: a join token was issued for them.
public record SessionSeat(ParticipantId who, String name, Role role) {
    /// Leaves out the name.
    @Override
    public String toString() {
        return "SessionSeat[%s, %s]".formatted(who, role);
    }
}
