package live.lyceum.signaling.protocol;

import live.lyceum.media.api.Ids;

/// The id of an upload, as in `upl_01j…`: 1 to 64 characters of `[A-Za-z0-9_-]`.
public record UploadId(String value) {
    public UploadId {
        if (!Ids.valid(value)) {
            throw new IllegalArgumentException("an id is 1 to 64 characters of [A-Za-z0-9_-]");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
