package live.lyceum.signaling.protocol;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.RecordingId;
import org.jspecify.annotations.Nullable;

/// That a session is recorded just now.
///
/// @param startedAtMs in epoch milliseconds
/// @param by the mentor who started it, or null: by the session's plan, or from outside
public record LiveRecording(RecordingId id, long startedAtMs, @Nullable ParticipantId by) {
    /// Why a recording stopped before its session did.
    public enum Stop {
        /// A mentor in the room said so.
        MENTOR,
        /// It was asked for from outside.
        REQUESTED,
        /// There is no room left on the disk.
        DISK_FULL,
        /// It is as long or as large as one may be.
        LIMIT,
        /// It could not be written.
        FAILED
    }
}
