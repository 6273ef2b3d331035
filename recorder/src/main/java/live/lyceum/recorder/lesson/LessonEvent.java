package live.lyceum.recorder.lesson;

import live.lyceum.recorder.journal.Track;

/// What happens in a recorded lesson, in the order of time. Times are microseconds on the
/// recording's clock. Tracks are numbered as their journals are.
public sealed interface LessonEvent {
    int track();

    long atUs();

    /// A stream begins.
    record Began(int track, long atUs, Track of) implements LessonEvent {}

    /// Something to decode: one Opus packet, or one whole picture as its codec's decoder takes it
    /// (H264: Annex B; AV1: a temporal unit of OBUs with sizes).
    ///
    /// @param key whether decoding can begin here; always for sound
    /// @param gap whether something before it was lost: for video what follows can be decoded from
    ///   the next key frame on only, if this is none
    /// @param data not copied
    @SuppressWarnings("ArrayRecordComponent") // a frame is bytes; nobody compares these
    record Frame(int track, long atUs, boolean key, boolean gap, byte[] data)
            implements LessonEvent {}

    /// Muted or the camera off, until it is open again; open at the beginning.
    record Gate(int track, long atUs, boolean open) implements LessonEvent {}

    /// The stream is over.
    record Ended(int track, long atUs) implements LessonEvent {}
}
