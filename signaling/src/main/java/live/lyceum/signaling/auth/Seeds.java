package live.lyceum.signaling.auth;

import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Digests;
import org.jspecify.annotations.Nullable;

/// Ids that cannot be guessed, and that the same seed gives again.
public final class Seeds {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int SEED_BYTES = 16;
    private static final int SESSION_LENGTH = 20;
    private static final int EPOCH_LENGTH = 8;

    private Seeds() {}

    /// A seed that was never there before.
    public static String fresh() {
        return Secrets.text(SEED_BYTES);
    }

    /// The id of a session.
    ///
    /// @param seed of which the same gives the same, or null for a new one
    public static RoomId session(@Nullable String seed) {
        return new RoomId("ses_" + letters(seed, SESSION_LENGTH));
    }

    /// A new name for a log.
    public static String epoch() {
        return "e" + letters(null, EPOCH_LENGTH);
    }

    /// So many letters and digits, 5 bits each and at most 32 of them.
    ///
    /// @param seed of which the same gives the same, or null for new ones
    public static String letters(@Nullable String seed, int length) {
        byte[] bytes = Digests.sha256(seed == null ? fresh() : seed);
        var letters = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            letters.append(ALPHABET.charAt(bytes[i] & 0x1f));
        }
        return letters.toString();
    }
}
