package live.lyceum.media.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// Our choices in one handshake as the server. Owned by the handshake's thread.
final class SrtpTlsServer extends DefaultTlsServer {
    private final BcTlsCrypto crypto;
    private final DtlsIdentity identity;
    private final Fingerprint peer;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;
    private boolean helloAccepted;

    SrtpTlsServer(BcTlsCrypto crypto, DtlsIdentity identity, Fingerprint peer) {
        super(crypto);
        this.crypto = crypto;
        this.identity = identity;
        this.peer = peer;
    }

    /// What was exported; null before the handshake is complete.
    @Nullable SrtpKeys keys() {
        return keys;
    }

    /// Whether a ClientHello was taken and is being answered.
    boolean helloAccepted() {
        return helloAccepted;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(crypto, SrtpHandshake.cipherSuites());
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return SrtpHandshake.RESEND_MS;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return SrtpHandshake.TIMEOUT_MS;
    }

    /// Without it (RFC 7627) keys must not be exported: a man in the middle could know them.
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    /// The fingerprint vouches for the certificate; who signed it and how is nothing to us.
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
        return SrtpHandshake.signer(identity, crypto, context);
    }

    /// Browsers hold ECDSA keys, or RSA keys if the page asked for them (RFC 8827 section 6.5).
    @Override
    @SuppressWarnings("JdkObsolete") // Bouncy Castle wants a Vector
    public CertificateRequest getCertificateRequest() {
        var algorithms = new Vector<SignatureAndHashAlgorithm>();
        algorithms.add(
                SignatureAndHashAlgorithm.getInstance(
                        HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        algorithms.add(
                SignatureAndHashAlgorithm.getInstance(
                        HashAlgorithm.sha384, SignatureAlgorithm.ecdsa));
        algorithms.add(SignatureAndHashAlgorithm.rsa_pss_rsae_sha256);
        algorithms.add(
                SignatureAndHashAlgorithm.getInstance(
                        HashAlgorithm.sha256, SignatureAlgorithm.rsa));
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, algorithms, null);
    }

    @Override
    public void notifyClientCertificate(Certificate chain) throws IOException {
        SrtpHandshake.verify(chain, peer);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Bouncy Castle declares it
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(extensions);
        profile = offered == null ? null : preferred(offered.getProtectionProfiles());
        if (profile == null) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "no common SRTP profile");
        }
    }

    /// The server's preference decides (RFC 5764 section 4.1.1).
    private static @Nullable SrtpProfile preferred(int[] offered) {
        for (SrtpProfile ours : SrtpProfile.values()) {
            for (int id : offered) {
                if (id == ours.id()) {
                    return ours;
                }
            }
        }
        return null;
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as Bouncy Castle declares it
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions =
                TlsExtensionsUtils.ensureExtensionsInitialised(super.getServerExtensions());
        if (profile != null) {
            // RFC 5764 section 4.1.3: an empty MKI declines whatever the client offered.
            TlsSRTPUtils.addUseSRTPExtension(
                    extensions, new UseSRTPData(new int[] {profile.id()}, TlsUtils.EMPTY_BYTES));
        }
        return extensions;
    }

    @Override
    public void notifySession(TlsSession session) {
        super.notifySession(session);
        helloAccepted = true;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        if (profile == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        keys = SrtpHandshake.export(context, profile);
    }
}
