package live.lyceum.signaling.protocol;

/// Who makes text of what is said, which people are told.
public enum TranscribedBy {
    /// Google's service.
    GEMINI,
    /// A program of the operator's.
    PROGRAM,
    /// Nobody: a demo says that it is no transcript.
    DEMO
}
