package live.lyceum.media.dtls;

import io.netty.buffer.Unpooled;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;

/// Loads and compiles what the first handshakes would otherwise take seconds for.
public final class DtlsWarmUp {
    private static final int HANDSHAKES = 20;
    private static final int PATIENCE_SECONDS = 5;

    private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
    private boolean done;
    private int complete;

    private DtlsWarmUp() {}

    /// Does handshakes in memory with a client of our own. Blocks for about a second: not for an
    /// event loop. Returns how many were complete, which should be 20.
    public static int run(DtlsIdentity identity, SecureRandom random) throws InterruptedException {
        var warmUp = new DtlsWarmUp();
        for (int i = 0; i < HANDSHAKES; i++) {
            warmUp.handshake(identity, random);
        }
        return warmUp.complete;
    }

    /// The calling thread plays the media loop.
    private void handshake(DtlsIdentity identity, SecureRandom random) throws InterruptedException {
        var factory = new BcDtlsFactory(identity, random, loop::add, new DropCounters());
        var peer = new Peer(factory, identity);
        done = false;
        peer.client.start(random, identity, identity.fingerprint(), List.of(SrtpProfile.values()));
        while (!done) {
            Runnable task = loop.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (task == null) {
                break;
            }
            task.run();
        }
        peer.server.close();
        peer.client.abandon();
        loop.clear();
    }

    private final class Peer implements DtlsEndpoint.Listener {
        final DtlsEndpoint server;
        final DtlsClient client = new DtlsClient(this::toServer);

        Peer(DtlsEndpoint.Factory factory, DtlsIdentity identity) {
            server = factory.create(identity.fingerprint(), this);
        }

        private void toServer(byte[] datagram) {
            loop.add(() -> server.onDatagram(Unpooled.wrappedBuffer(datagram)));
        }

        @Override
        public void onOutgoing(byte[] datagram) {
            client.onDatagram(datagram);
        }

        @Override
        public void onKeys(SrtpKeys keys) {
            complete++;
            done = true;
        }

        @Override
        public void onClosed(String why) {
            done = true;
        }
    }
}
