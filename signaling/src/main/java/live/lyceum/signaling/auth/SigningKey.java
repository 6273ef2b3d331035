package live.lyceum.signaling.auth;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// The secret that join tokens and resume tokens are signed with.
public final class SigningKey {
    private static final String FILE = "signing-key";
    private static final int SECRET_BYTES = 32;
    private static final int KID_BYTES = 6;

    private final String kid;
    private final byte[] secret;

    SigningKey(String kid, byte[] secret) {
        if (secret.length < SECRET_BYTES) {
            throw new IllegalArgumentException("a signing key has at least 256 bits");
        }
        this.kid = kid;
        this.secret = secret.clone();
    }

    /// Reads the key in this folder, and makes one there if there is none. Blocks.
    ///
    /// @throws IOException if the file cannot be read, written or understood
    public static SigningKey loadOrCreate(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        List<String> lines = SecretFile.read(file);
        if (lines.isEmpty()) {
            var made = new SigningKey(Secrets.text(KID_BYTES), Secrets.random(SECRET_BYTES));
            SecretFile.write(file, List.of(made.kid + " " + Secrets.base64(made.secret)));
            return made;
        }
        String[] parts = lines.getFirst().split(" ", 2);
        try {
            return new SigningKey(parts[0], Base64.getUrlDecoder().decode(parts[1]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException broken) {
            throw new IOException(file + " is not a signing key", broken);
        }
    }

    String kid() {
        return kid;
    }

    byte[] secret() {
        return secret.clone();
    }

    /// A secret for one purpose, which says nothing of the others.
    byte[] derived(String purpose) {
        return Secrets.hmac(secret, purpose);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigningKey that
                && kid.equals(that.kid)
                && Secrets.same(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(secret);
    }

    /// Leaves out the secret.
    @Override
    public String toString() {
        return "SigningKey[%s]".formatted(kid);
    }
}
