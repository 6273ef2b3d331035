package live.lyceum.recorder.film;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/// SHA-256 as S3 writes it (Base64) and as manifests do (hexadecimal).
public final class Sha256 {
    private Sha256() {}

    /// A digest of nothing yet.
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /// A hash as S3 writes it.
    public static String base64(byte[] hash) {
        return Base64.getEncoder().encodeToString(hash);
    }

    /// The hash that a manifest has.
    public static byte[] ofHex(String hash) {
        return HexFormat.of().parseHex(hash);
    }

    /// A hash as manifests have it.
    public static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
