package live.lyceum.recorder.io;

/// How much a [LiveTranscriber] hears, of all rooms and of one session. By whom it becomes text is
/// not its matter: that, and what an operator sets, is in `TranscriptionSettings`, of which these
/// are made.
///
/// @param maxRooms at once; those beyond it are not transcribed until there is room
/// @param maxSpeakers at once, of all rooms: each that has spoken in the last minutes; those beyond
///   it are not heard until there is room
/// @param maxMsPerSession of speech, all speakers' together; what is said after it is not heard
public record HearingLimits(int maxRooms, int maxSpeakers, long maxMsPerSession) {
    public HearingLimits {
        if (maxRooms < 1 || maxSpeakers < 1 || maxMsPerSession < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
