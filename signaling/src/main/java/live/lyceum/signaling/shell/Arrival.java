package live.lyceum.signaling.shell;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Role;
import org.jspecify.annotations.Nullable;

/// Somebody at the door of a room, with a token that was found good.
///
/// @param mayRecord on their own device
/// @param page names the browser page; the same one after a resume
/// @param resumeToken what the page proves that with
/// @param cursor where an earlier socket of the page stopped, or null
public record Arrival(
        RoomId room,
        ParticipantId who,
        String name,
        Role role,
        boolean mayRecord,
        String page,
        String resumeToken,
        @Nullable Cursor cursor) {
    /// All rows of the log `epoch` up to `seq` have arrived.
    public record Cursor(String epoch, long seq) {}

    /// Leaves out name and token.
    @Override
    public String toString() {
        return "Arrival[%s, %s, %s]".formatted(room, who, role);
    }
}
