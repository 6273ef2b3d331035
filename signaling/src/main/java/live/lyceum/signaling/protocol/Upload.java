package live.lyceum.signaling.protocol;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import org.jspecify.annotations.Nullable;

/// An upload as it stands.
///
/// @param name what the person is called
/// @param file its name under the session, as in `upl_1.webm`
/// @param startedAtMs epoch milliseconds, when the recording began as the page says it
/// @param nextIndex of the chunk that is awaited
/// @param bytes so far
/// @param sha256 of all of it in hexadecimal, once it is complete
public record Upload(
        UploadId id,
        RoomId session,
        ParticipantId who,
        String name,
        UploadType type,
        String file,
        long startedAtMs,
        int nextIndex,
        long bytes,
        State state,
        @Nullable String sha256) {
    /// How far an upload is.
    public enum State {
        /// It takes chunks.
        OPEN,
        COMPLETE,
        /// Nothing came for too long. What is there stays as it is.
        CLOSED
    }

    public boolean complete() {
        return state == State.COMPLETE;
    }

    /// Leaves out the name.
    @Override
    public String toString() {
        return "Upload[%s, %s, %s, %s, %d bytes]".formatted(id, session, who, state, bytes);
    }
}
