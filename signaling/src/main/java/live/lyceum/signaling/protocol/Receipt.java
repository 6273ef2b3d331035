package live.lyceum.signaling.protocol;

import java.util.List;
import live.lyceum.media.api.ParticipantId;

/// What a session came to, for somebody who bills or certifies it.
///
/// @param issuer the server's public URL
/// @param topics as they were at the end
/// @param attendance of everybody who was in the room
public record Receipt(
        String issuer,
        SessionRecord session,
        SessionEnd end,
        List<Topic> topics,
        List<Attendance> attendance,
        Log log) {
    public Receipt {
        topics = List.copyOf(topics);
        attendance = List.copyOf(attendance);
    }

    /// How long somebody was active.
    public record Attendance(ParticipantId who, Role role, long activeMs) {}

    /// The log that all of it follows from.
    ///
    /// @param rows how many there are
    /// @param head the hash of the last one, to which all before it are chained
    public record Log(String epoch, long rows, String head) {}
}
