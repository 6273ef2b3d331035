package live.lyceum.signaling.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Makes secrets unreadable in the database for who has not the signing key too: AES-256-GCM (NIST
/// SP 800-38D) with a random nonce. Safe to call from any thread.
public final class Sealer {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;

    public Sealer(SigningKey signing) {
        key = new SecretKeySpec(signing.derived("sealed in the database"), "AES");
    }

    /// The text sealed, as base64url. The same text is another one each time.
    ///
    /// @param about what it belongs to; it opens only there
    public String seal(String text, String about) {
        byte[] nonce = Secrets.random(NONCE_BYTES);
        byte[] sealed =
                run(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8), about);
        byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
        return Secrets.base64(both);
    }

    /// The text that was sealed.
    ///
    /// @throws IllegalArgumentException if it was not sealed by this key about this
    public String open(String sealed, String about) {
        byte[] both = Base64.getUrlDecoder().decode(sealed);
        if (both.length < NONCE_BYTES) {
            throw new IllegalArgumentException("not sealed here");
        }
        byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
        byte[] rest = Arrays.copyOfRange(both, NONCE_BYTES, both.length);
        return new String(run(Cipher.DECRYPT_MODE, nonce, rest, about), StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, String about) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException failed) {
            throw new IllegalArgumentException("not sealed here", failed);
        }
    }
}
