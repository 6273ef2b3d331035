package live.lyceum.signaling.protocol;

/// How a participant's media transport is; says nothing of the WebSocket.
public enum ParticipantStatus {
    /// No media yet.
    JOINING,
    /// An authenticated packet came within 4 s.
    ACTIVE,
    DISCONNECTED
}
