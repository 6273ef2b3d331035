package live.lyceum.signaling.protocol;

/// The joint active time: `activeMs` of the planned `totalMs` are used up.
public record Timer(State state, long activeMs, long totalMs) {
    /// Whether it runs, and whether it ever did.
    public enum State {
        /// Not started: mentor and learner were never active together.
        WAITING,
        RUNNING,
        PAUSED,
        ENDED
    }
}
