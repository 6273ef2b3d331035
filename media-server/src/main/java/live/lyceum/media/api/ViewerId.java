package live.lyceum.media.api;

/// Names somebody who only receives, in a room whose roster does not know them: 1 to 64 characters
/// of `[A-Za-z0-9_-]`. No participant's id, though it may look like one.
public record ViewerId(String value) {
    public ViewerId {
        Ids.check(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
