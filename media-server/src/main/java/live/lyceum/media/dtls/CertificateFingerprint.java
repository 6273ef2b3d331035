package live.lyceum.media.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import live.lyceum.media.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/// Fingerprints of certificates (RFC 8122 section 5), which is all that makes a peer's certificate
/// trusted.
final class CertificateFingerprint {
    private static final HexFormat FORMAT = HexFormat.ofDelimiter(":").withUpperCase();

    private CertificateFingerprint() {}

    /// Of the certificate's DER bytes; null: a hash we do not take.
    static @Nullable Fingerprint of(String hash, byte[] certificate) {
        String algorithm =
                switch (hash) {
                    case "sha-256" -> "SHA-256";
                    case "sha-384" -> "SHA-384";
                    case "sha-512" -> "SHA-512";
                    default -> null;
                };
        if (algorithm == null) {
            return null;
        }
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(certificate);
            return new Fingerprint(hash, FORMAT.formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
