package live.lyceum.media.dtls;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;

/// The client's side of a real handshake, for tests of other packages.
public final class DtlsTestClient {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DtlsIdentity identity = DtlsIdentity.create(RANDOM, 1_800_000_000_000L);
    private final DtlsClient client;

    /// `outgoing` is called on the client's thread.
    public DtlsTestClient(Consumer<byte[]> outgoing) {
        client = new DtlsClient(outgoing);
    }

    /// For the offer.
    public Fingerprint fingerprint() {
        return identity.fingerprint();
    }

    public void start(Fingerprint server) {
        client.start(RANDOM, identity, server, List.of(SrtpProfile.values()));
    }

    public void onDatagram(byte[] datagram) {
        client.onDatagram(datagram);
    }

    public CompletableFuture<SrtpKeys> keys() {
        return client.keys();
    }

    /// When close_notify came, or the thread ended otherwise.
    public CompletableFuture<String> ended() {
        return client.ended();
    }

    public void abandon() {
        client.abandon();
    }
}
