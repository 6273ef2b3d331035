package live.lyceum.signaling.protocol;

import java.util.List;

/// The joint active time: `activeMs` of the planned `totalMs` are used up.
///
/// @param away the sides of which nobody is active; none while it runs
public record Timer(State state, List<Side> away, long activeMs, long totalMs) {
    /// Whether it runs, and whether it ever did.
    public enum State {
        /// Not started: mentor and learner were never active together.
        WAITING,
        RUNNING,
        PAUSED,
        ENDED
    }

    /// The two that a lesson needs.
    public enum Side {
        MENTOR,
        LEARNER
    }

    public Timer {
        away = List.copyOf(away);
    }
}
