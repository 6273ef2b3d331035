package live.lyceum.signaling.auth;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Role;

/// What a join token that was found good says.
///
/// @param expiresMs epoch milliseconds
/// @param mayRecord whether they may record on their own device and send it here
public record JoinClaims(
        RoomId room, ParticipantId who, String name, Role role, long expiresMs, boolean mayRecord) {
    /// Leaves out the name.
    @Override
    public String toString() {
        return "JoinClaims[%s, %s, %s]".formatted(room, who, role);
    }
}
