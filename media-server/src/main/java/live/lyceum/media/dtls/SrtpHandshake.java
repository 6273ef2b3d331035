package live.lyceum.media.dtls;

import java.io.IOException;
import java.util.Arrays;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// What both sides of a DTLS-SRTP handshake do alike (RFC 5764).
final class SrtpHandshake {
    static final int TIMEOUT_MS = 15_000;
    // Bouncy Castle doubles it for each try. RFC 6347 section 4.2.4.1 advises 1 s, which a call's
    // start cannot wait for.
    static final int RESEND_MS = 100;

    private SrtpHandshake() {}

    /// RFC 8827 section 6.5 demands the first; none has no forward secrecy.
    static int[] cipherSuites() {
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        };
    }

    /// Signs with our key, whose certificate is sent along.
    static TlsCredentialedSigner signer(
            DtlsIdentity identity, BcTlsCrypto crypto, TlsContext context) throws IOException {
        var chain =
                new Certificate(
                        new TlsCertificate[] {crypto.createCertificate(identity.certificate())});
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                identity.privateKey(),
                chain,
                SignatureAndHashAlgorithm.getInstance(
                        HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    /// RFC 8122 section 6.2: a certificate is as good as its fingerprint in the offer. That the
    /// peer has its key is what the handshake proves afterwards.
    static void verify(Certificate chain, Fingerprint expected) throws IOException {
        if (chain == null || chain.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "no certificate");
        }
        byte[] certificate = chain.getCertificateAt(0).getEncoded();
        if (!expected.equals(CertificateFingerprint.of(expected.hash(), certificate))) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "wrong fingerprint");
        }
    }

    /// RFC 5764 section 4.2: keys of client and server, then their salts.
    static SrtpKeys export(TlsContext context, SrtpProfile profile) {
        int key = profile.keyLength();
        int salt = profile.saltLength();
        byte[] material =
                context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
        int salts = 2 * key;
        return new SrtpKeys(
                profile,
                Arrays.copyOfRange(material, 0, key),
                Arrays.copyOfRange(material, salts, salts + salt),
                Arrays.copyOfRange(material, key, salts),
                Arrays.copyOfRange(material, salts + salt, salts + 2 * salt));
    }
}
