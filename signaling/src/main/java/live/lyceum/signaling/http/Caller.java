package live.lyceum.signaling.http;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.auth.JoinClaims;
import live.lyceum.signaling.protocol.AccessKey;
import live.lyceum.signaling.protocol.TenantId;

/// Whose request it is.
sealed interface Caller {
    /// An integrator.
    ///
    /// @param key theirs
    record Key(AccessKey key) implements Caller {}

    /// Somebody with a join token for the session that the request is about.
    record Seat(JoinClaims claims) implements Caller {}

    /// Somebody with a dashboard token, or a join token of any session.
    record Person(TenantId tenant, ParticipantId who) implements Caller {}

    record Nobody() implements Caller {}
}
