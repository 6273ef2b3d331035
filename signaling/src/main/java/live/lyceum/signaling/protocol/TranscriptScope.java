package live.lyceum.signaling.protocol;

import live.lyceum.media.api.ParticipantId;
import org.jspecify.annotations.Nullable;

/// Whose transcripts are looked through.
///
/// @param who only those of sessions in which they have a seat that they were not put out of; null
///   for all of the tenant
public record TranscriptScope(TenantId tenant, @Nullable ParticipantId who) {}
