package live.lyceum.signaling.store;

import org.jspecify.annotations.Nullable;

/// What somebody wrote, kept beside its row so that it can be erased later. The row has only a
/// digest of it, under a salt that goes with the text: afterwards nobody can try out what it was.
///
/// @param salt random, in hexadecimal
public record ErasableText(String salt, String text) {
    /// Stands in the place of a text that was erased.
    static final String ERASED = "(erased)";

    /// What the row has instead: SHA-256 of salt and text, in hexadecimal.
    String digest() {
        return Sha256.hex(salt + text);
    }

    /// The text that belongs to a digest, or [#ERASED] when there is none any more.
    static String of(String digest, @Nullable ErasableText kept) {
        if (kept == null) {
            return ERASED;
        }
        if (!kept.digest().equals(digest)) {
            throw new UnreadableRowException("its text is another one than was written");
        }
        return kept.text();
    }

    /// Leaves out what people wrote.
    @Override
    public String toString() {
        return "ErasableText";
    }
}
