package live.lyceum.signaling.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 in hexadecimal, and the chain that the rows of a log make with it.
final class Sha256 {
    /// What stands in the place of the row before the first one.
    static final String BEFORE_FIRST = "0".repeat(64);

    private Sha256() {}

    static String hex(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /// The hash of a row that follows the one with the hash `previous`.
    static String chained(String previous, String row) {
        return hex(previous + row);
    }
}
