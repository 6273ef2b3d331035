package live.lyceum.recorder.api;

import live.lyceum.media.api.Ids;

/// The id of a recording, as in `rec_01j…`: 1 to 64 characters of `[A-Za-z0-9_-]`.
public record RecordingId(String value) {
    public RecordingId {
        if (!Ids.valid(value)) {
            throw new IllegalArgumentException("an id is 1 to 64 characters of [A-Za-z0-9_-]");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
