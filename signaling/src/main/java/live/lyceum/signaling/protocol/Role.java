package live.lyceum.signaling.protocol;

/// What a person may do in a room; comes from the join token alone.
public enum Role {
    MENTOR,
    LEARNER,
    OBSERVER;

    /// Whether this role's media may be forwarded at all.
    public boolean sends() {
        return this != OBSERVER;
    }
}
