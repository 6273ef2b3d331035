package live.lyceum.media.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// The client of an association, on a virtual thread of its own. The server needs it for its
/// warm-up only.
final class DtlsClient {
    private final DatagramQueue queue;
    private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile @Nullable DTLSTransport transport;

    /// `outgoing` is called on the client's thread.
    DtlsClient(Consumer<byte[]> outgoing) {
        queue = new DatagramQueue(outgoing);
    }

    /// Begins the handshake with the server whose certificate has `peer`.
    void start(
            SecureRandom random,
            DtlsIdentity identity,
            Fingerprint peer,
            List<SrtpProfile> profiles) {
        var client = new SrtpTlsClient(new BcTlsCrypto(random), identity, peer, profiles);
        Thread.ofVirtual().name("dtls client").start(() -> live(client));
    }

    private void live(SrtpTlsClient client) {
        try {
            DTLSTransport connected = new DTLSClientProtocol().connect(client, queue);
            transport = connected;
            keys.complete(client.keys());
            byte[] nobody = new byte[connected.getReceiveLimit()];
            while (!Thread.currentThread().isInterrupted()) {
                connected.receive(nobody, 0, nobody.length, 0);
            }
        } catch (IOException e) {
            keys.completeExceptionally(e);
            ended.complete(String.valueOf(e.getMessage()));
        }
    }

    /// From the server. False: the queue is full.
    boolean onDatagram(byte[] datagram) {
        return queue.offer(datagram);
    }

    /// Of the handshake, or why there are none.
    CompletableFuture<SrtpKeys> keys() {
        return keys;
    }

    /// When the client's thread has ended.
    CompletableFuture<String> ended() {
        return ended;
    }

    /// Sends close_notify, if the handshake was complete, and ends the thread.
    void sayGoodbye() throws IOException {
        DTLSTransport connected = transport;
        if (connected != null) {
            connected.close();
            queue.shutDown();
        }
    }

    /// Ends the thread without a word to the server.
    void abandon() {
        queue.shutDown();
    }
}
