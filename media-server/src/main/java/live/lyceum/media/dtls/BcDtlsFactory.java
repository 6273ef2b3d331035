package live.lyceum.media.dtls;

import java.security.SecureRandom;
import java.util.concurrent.Executor;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.Fingerprint;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// Makes endpoints that let Bouncy Castle do the handshake, each on a virtual thread. One for each
/// media loop, which owns it.
public final class BcDtlsFactory implements DtlsEndpoint.Factory {
    // A handshake takes 1 to 2 ms of a core: more than these at once would only all be late.
    private static final int MAX_HANDSHAKES = 256;

    private final DtlsIdentity identity;
    private final SecureRandom random;
    private final Executor loop;
    private final DropCounters drops;
    private final HandshakeLimit limit;

    /// `loop` runs what it is given, in order, on the media loop that calls the endpoints and owns
    /// `drops`.
    public BcDtlsFactory(
            DtlsIdentity identity, SecureRandom random, Executor loop, DropCounters drops) {
        this(identity, random, loop, drops, MAX_HANDSHAKES);
    }

    BcDtlsFactory(
            DtlsIdentity identity,
            SecureRandom random,
            Executor loop,
            DropCounters drops,
            int maxHandshakes) {
        this.identity = identity;
        this.random = random;
        this.loop = loop;
        this.drops = drops;
        this.limit = new HandshakeLimit(maxHandshakes);
    }

    @Override
    public DtlsEndpoint create(Fingerprint remote, DtlsEndpoint.Listener listener) {
        return new BcDtlsEndpoint(
                () -> new SrtpTlsServer(new BcTlsCrypto(random), identity, remote),
                listener,
                loop,
                drops,
                limit);
    }

    @Override
    public Fingerprint fingerprint() {
        return identity.fingerprint();
    }
}
