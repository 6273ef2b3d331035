package live.lyceum.media.api;

/// The id of a session room, as in `ses_01j…`: 1 to 64 characters of `[A-Za-z0-9_-]`.
public record RoomId(String value) {
    public RoomId {
        Ids.check(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
