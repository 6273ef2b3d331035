package live.lyceum.signaling.protocol;

import org.jspecify.annotations.Nullable;

/// A recording as a page announces it.
///
/// @param startedAtMs epoch milliseconds, or null for now
/// @param op of which the same makes the same upload, or null for a new one
public record UploadDraft(UploadType type, @Nullable Long startedAtMs, @Nullable OperationId op) {}
