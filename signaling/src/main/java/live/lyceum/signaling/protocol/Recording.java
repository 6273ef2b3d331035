package live.lyceum.signaling.protocol;

import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.RecordingId;
import org.jspecify.annotations.Nullable;

/// A recording as it is listed; times are epoch milliseconds.
///
/// @param endedAtMs or null: it goes on
/// @param stopped why it ended before its session did, or null
/// @param film what was made of it, or null; its files are gone when `state` is `DELETED`
/// @param error why nothing was made of it, or null
public record Recording(
        RecordingId id,
        RoomId session,
        State state,
        long startedAtMs,
        @Nullable Long endedAtMs,
        LiveRecording.@Nullable Stop stopped,
        @Nullable Film film,
        @Nullable String error) {
    /// How far it is.
    public enum State {
        RECORDING,
        /// It is over, and its film is made.
        PROCESSING,
        READY,
        FAILED,
        DELETED;

        /// Whether nothing happens any more but that it is deleted.
        public boolean done() {
            return this == READY || this == FAILED || this == DELETED;
        }
    }
}
