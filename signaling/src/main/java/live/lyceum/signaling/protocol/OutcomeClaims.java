package live.lyceum.signaling.protocol;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;

/// What somebody's browser carries to the integrator of how a session ended.
///
/// @param issuer the server's public URL
/// @param audience the origin that it is for
/// @param attendedMs how long `who` was active
/// @param issuedMs epoch milliseconds
public record OutcomeClaims(
        String issuer,
        String audience,
        ParticipantId who,
        RoomId session,
        SessionEnd end,
        long attendedMs,
        long issuedMs) {}
