package live.lyceum.signaling.store;

import java.util.HexFormat;
import live.lyceum.signaling.protocol.Digests;

/// SHA-256 in hexadecimal, and the chain that the rows of a log make with it.
final class Sha256 {
    /// What stands in the place of the row before the first one.
    static final String BEFORE_FIRST = "0".repeat(64);

    private Sha256() {}

    static String hex(String text) {
        return HexFormat.of().formatHex(Digests.sha256(text));
    }

    /// The hash of a row that follows the one with the hash `previous`.
    static String chained(String previous, String row) {
        return hex(previous + row);
    }
}
