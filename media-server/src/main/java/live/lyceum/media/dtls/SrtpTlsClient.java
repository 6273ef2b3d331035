package live.lyceum.media.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// The other side of a handshake, which the server needs for its warm-up only. Owned by the
/// handshake's thread.
final class SrtpTlsClient extends DefaultTlsClient {
    private final BcTlsCrypto crypto;
    private final DtlsIdentity identity;
    private final Fingerprint peer;
    private final List<SrtpProfile> profiles;
    private @Nullable SrtpKeys keys;
    private @Nullable SrtpProfile chosen;

    SrtpTlsClient(
            BcTlsCrypto crypto,
            DtlsIdentity identity,
            Fingerprint peer,
            List<SrtpProfile> profiles) {
        super(crypto);
        this.crypto = crypto;
        this.identity = identity;
        this.peer = peer;
        this.profiles = profiles;
    }

    /// What was exported; null before the handshake is complete.
    @Nullable SrtpKeys keys() {
        return keys;
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

    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as Bouncy Castle declares it
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions =
                TlsExtensionsUtils.ensureExtensionsInitialised(super.getClientExtensions());
        if (!profiles.isEmpty()) {
            int[] ids = profiles.stream().mapToInt(SrtpProfile::id).toArray();
            TlsSRTPUtils.addUseSRTPExtension(
                    extensions, new UseSRTPData(ids, TlsUtils.EMPTY_BYTES));
        }
        return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Bouncy Castle declares it
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        UseSRTPData answered = TlsSRTPUtils.getUseSRTPExtension(extensions);
        for (SrtpProfile profile : profiles) {
            if (answered != null && answered.getProtectionProfiles()[0] == profile.id()) {
                chosen = profile;
            }
        }
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
                SrtpHandshake.verify(server.getCertificate(), peer);
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request)
                    throws IOException {
                return SrtpHandshake.signer(identity, crypto, context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        if (chosen == null) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP profile");
        }
        keys = SrtpHandshake.export(context, chosen);
    }
}
