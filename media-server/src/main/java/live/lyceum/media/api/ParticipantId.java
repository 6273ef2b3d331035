package live.lyceum.media.api;

/// The integrator's own id of a person, and the seat's name in a room: 1 to 64 characters of
/// `[A-Za-z0-9_-]`.
public record ParticipantId(String value) {
    public ParticipantId {
        Ids.check(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
