package live.lyceum.signaling.protocol;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.RecordingId;

/// What a session came to, for somebody who bills or certifies it.
///
/// @param issuer the server's public URL
/// @param topics as they were at the end
/// @param attendance of everybody who was in the room
/// @param recordings those whose files are made, oldest first
public record Receipt(
        String issuer,
        SessionRecord session,
        SessionEnd end,
        List<Topic> topics,
        List<Attendance> attendance,
        List<Recorded> recordings,
        Log log) {
    public Receipt {
        topics = List.copyOf(topics);
        attendance = List.copyOf(attendance);
        recordings = List.copyOf(recordings);
    }

    /// The same with these recordings.
    public Receipt with(List<Recorded> all) {
        return new Receipt(issuer, session, end, topics, attendance, all, log);
    }

    /// How long somebody was active.
    public record Attendance(ParticipantId who, Role role, long activeMs) {}

    /// A recording and what its files are, also if they have been deleted; times are epoch
    /// milliseconds.
    public record Recorded(RecordingId id, long startedAtMs, long endedAtMs, List<File> files) {
        public Recorded {
            files = List.copyOf(files);
        }
    }

    /// A file of a recording.
    ///
    /// @param sha256 of its bytes, in hexadecimal
    public record File(String name, long bytes, String sha256) {}

    /// The log that all of it follows from but what the files of recordings are.
    ///
    /// @param rows how many there are
    /// @param head the hash of the last one, to which all before it are chained
    public record Log(String epoch, long rows, String head) {}
}
