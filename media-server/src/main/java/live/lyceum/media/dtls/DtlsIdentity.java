package live.lyceum.media.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Locale;
import java.util.Objects;
import live.lyceum.media.wire.Fingerprint;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/// Our key and its self-signed certificate (RFC 8827 section 6.5): P-256, valid for 30 days, one
/// for the whole server. Immutable; the private key is never printed.
public final class DtlsIdentity {
    private static final int VALID_DAYS = 30;
    // Clocks of peers may be behind ours.
    private static final int VALID_BEFORE_DAYS = 1;

    private final AsymmetricKeyParameter privateKey;
    private final byte[] certificate;
    private final Fingerprint fingerprint;

    private DtlsIdentity(AsymmetricKeyParameter privateKey, byte[] certificate) {
        this.privateKey = privateKey;
        this.certificate = certificate;
        this.fingerprint =
                Objects.requireNonNull(CertificateFingerprint.of("sha-256", certificate));
    }

    /// A new key, certified from a day before `wallMs`.
    public static DtlsIdentity create(SecureRandom random, long wallMs) {
        var generator = new ECKeyPairGenerator();
        var curve = ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1);
        generator.init(new ECKeyGenerationParameters(curve, random));
        var pair = generator.generateKeyPair();
        // A name says nothing in WebRTC, and nothing is to be learned from it.
        var name = new X500Name("CN=lyceum");
        Instant now = Instant.ofEpochMilli(wallMs);
        try {
            SubjectPublicKeyInfo publicKey =
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic());
            var certificate =
                    new X509v3CertificateBuilder(
                            name,
                            new BigInteger(Long.SIZE, random).setBit(0),
                            Date.from(now.minus(VALID_BEFORE_DAYS, ChronoUnit.DAYS)),
                            Date.from(now.plus(VALID_DAYS, ChronoUnit.DAYS)),
                            Locale.ROOT,
                            name,
                            publicKey);
            AlgorithmIdentifier signature =
                    new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
            AlgorithmIdentifier digest =
                    new DefaultDigestAlgorithmIdentifierFinder().find(signature);
            var signer = new BcECContentSignerBuilder(signature, digest).build(pair.getPrivate());
            return new DtlsIdentity(pair.getPrivate(), certificate.build(signer).getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a P-256 key signs its own certificate", e);
        }
    }

    /// SHA-256 of the certificate, for the answer.
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    AsymmetricKeyParameter privateKey() {
        return privateKey;
    }

    /// In DER. Not a copy.
    byte[] certificate() {
        return certificate;
    }

    @Override
    public String toString() {
        return "DtlsIdentity[" + fingerprint.value() + "]";
    }
}
