package live.lyceum.signaling.store;

import java.security.SecureRandom;
import live.lyceum.signaling.room.RoomEvent;
import org.jspecify.annotations.Nullable;

/// A row of a log as it is kept.
///
/// @param json what is hashed; has a digest of what somebody wrote instead of the text
/// @param hash SHA-256, in hexadecimal, of the hash of the row before and `json`
/// @param text what the digest is of, or null: there is none, or it was erased
public record ChainedRow(String json, String hash, @Nullable ErasableText text) {
    /// The hash before the first row.
    public static final String BEFORE_FIRST = Sha256.BEFORE_FIRST;

    private static final RowCodec CODEC = new RowCodec(new SecureRandom());

    /// The row that follows the one with the hash `previous`.
    static ChainedRow of(RoomEvent.Logged event, String previous) {
        RowCodec.Encoded encoded = CODEC.encode(event);
        return new ChainedRow(
                encoded.json(), Sha256.chained(previous, encoded.json()), encoded.text());
    }

    /// What happened. Fails with [UnreadableRowException] if that is no row, or its text is another
    /// one than was written.
    public RoomEvent.Logged event() {
        return CODEC.decode(json, text);
    }

    /// Whether this row follows the one with the hash `previous`, unchanged.
    public boolean follows(String previous) {
        return Sha256.chained(previous, json).equals(hash);
    }

    /// Leaves out what people wrote.
    @Override
    public String toString() {
        return "ChainedRow[%s]".formatted(hash);
    }
}
