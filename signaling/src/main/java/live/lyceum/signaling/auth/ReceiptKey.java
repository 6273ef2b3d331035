package live.lyceum.signaling.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import live.lyceum.signaling.protocol.ReceiptSigner;

/// The Ed25519 key (RFC 8032) that receipts and outcomes are signed with; its public half is for
/// everybody.
public final class ReceiptKey {
    private static final String FILE = "receipt-key";
    private static final String ALGORITHM = "Ed25519";
    private static final int KID_BYTES = 6;
    private static final int PUBLIC_BYTES = 32;

    /// What stands before the 32 bytes in a SubjectPublicKeyInfo (RFC 8410 section 4).
    private static final byte[] HEADER = {
        0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
    };

    private final ReceiptSigner known;
    private final PrivateKey secret;

    private ReceiptKey(ReceiptSigner known, PrivateKey secret) {
        this.known = known;
        this.secret = secret;
    }

    /// Reads the key in this folder, and makes one there if there is none. Blocks.
    ///
    /// @throws IOException if the file cannot be read, written or understood
    public static ReceiptKey loadOrCreate(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        List<String> lines = SecretFile.read(file);
        try {
            if (lines.isEmpty()) {
                var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
                byte[] encoded = pair.getPublic().getEncoded();
                byte[] raw =
                        Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length);
                var known = new ReceiptSigner(Secrets.text(KID_BYTES), Secrets.base64(raw));
                String secret = Secrets.base64(pair.getPrivate().getEncoded());
                SecretFile.write(file, List.of(known.kid() + " " + known.x() + " " + secret));
                return new ReceiptKey(known, pair.getPrivate());
            }
            String[] parts = lines.getFirst().split(" ", 3);
            byte[] secret = Base64.getUrlDecoder().decode(parts[2]);
            return new ReceiptKey(
                    new ReceiptSigner(parts[0], parts[1]),
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePrivate(new PKCS8EncodedKeySpec(secret)));
        } catch (GeneralSecurityException
                | IllegalArgumentException
                | ArrayIndexOutOfBoundsException broken) {
            throw new IOException(file + " is not a receipt key", broken);
        }
    }

    /// Whether `signer` signed `text`; false too for what is no key or no signature.
    public static boolean signed(ReceiptSigner signer, String text, String signature) {
        try {
            byte[] key = Base64.getUrlDecoder().decode(signer.x());
            byte[] encoded = Arrays.copyOf(HEADER, HEADER.length + key.length);
            System.arraycopy(key, 0, encoded, HEADER.length, key.length);
            PublicKey publicKey =
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePublic(new X509EncodedKeySpec(encoded));
            var verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(publicKey);
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getUrlDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException noKeyOrSignature) {
            return false;
        }
    }

    /// What others need to check what this key signed.
    public ReceiptSigner known() {
        return known;
    }

    /// The signature of a text in UTF-8, in base64url.
    public String sign(String text) {
        try {
            var signer = Signature.getInstance(ALGORITHM);
            signer.initSign(secret);
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            return Secrets.base64(signer.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has Ed25519", impossible);
        }
    }

    /// Claims as a signed token: a JWS in its compact form (RFC 7515 section 3.1), EdDSA (RFC 8037
    /// section 3.1), with this key's `kid`.
    ///
    /// @param type its media type, without `application/`
    /// @param claims a JSON object
    public String token(String type, String claims) {
        String header =
                "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"%s\"}".formatted(known.kid(), type);
        String signed = base64(header) + "." + base64(claims);
        return signed + "." + sign(signed);
    }

    private static String base64(String text) {
        return Secrets.base64(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Leaves out the secret.
    @Override
    public String toString() {
        return "ReceiptKey[%s]".formatted(known.kid());
    }
}
