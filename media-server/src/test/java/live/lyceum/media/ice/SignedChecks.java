package live.lyceum.media.ice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import live.lyceum.media.wire.Bytes;

/// Checks written by hand, as short and as odd as a test wants them, with a MESSAGE-INTEGRITY that
/// is right (RFC 8489 section 14.5) and without FINGERPRINT.
final class SignedChecks {
    private static final int HEADER = 20;
    private static final int INTEGRITY = 24;

    private SignedChecks() {}

    /// `attributes` stand between USERNAME and MESSAGE-INTEGRITY; whole words.
    static byte[] check(String username, String password, byte[] attributes) {
        byte[] name = username.getBytes(StandardCharsets.US_ASCII);
        int nameEnd = HEADER + 4 + (name.length + 3 & ~3);
        int integrityAt = nameEnd + attributes.length;
        byte[] check = new byte[integrityAt + INTEGRITY];
        Bytes.put16(check, 0, 0x0001);
        Bytes.put16(check, 2, check.length - HEADER);
        Bytes.put32(check, 4, 0x2112A442);
        Arrays.fill(check, 8, HEADER, (byte) 0x5a);
        Bytes.put16(check, HEADER, 0x0006);
        Bytes.put16(check, HEADER + 2, name.length);
        System.arraycopy(name, 0, check, HEADER + 4, name.length);
        System.arraycopy(attributes, 0, check, nameEnd, attributes.length);
        Bytes.put16(check, integrityAt, 0x0008);
        Bytes.put16(check, integrityAt + 2, 20);
        byte[] hmac = hmac(password, Arrays.copyOf(check, integrityAt));
        System.arraycopy(hmac, 0, check, integrityAt + 4, hmac.length);
        return check;
    }

    private static byte[] hmac(String password, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
