package live.lyceum.bench.load;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import live.lyceum.media.srtp.SrtpTransport;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.Datagram;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;

/// Registers with the relay (see relay.c) and uses the keys it knows, which are zeros. Owned by the
/// client loop.
final class RelayHandshake implements Peer.Handshake {
    private static final long AGAIN_NS = 50_000_000L;
    private static final long PATIENCE_S = 10;
    private static final int HELLO_LENGTH = 6;

    private final Peer peer;
    private final byte[] hello = new byte[HELLO_LENGTH];
    private boolean registered;
    private long nextNs = System.nanoTime();

    private RelayHandshake(Peer peer, int room, boolean receives) {
        this.peer = peer;
        hello[0] = 'H';
        hello[1] = (byte) (receives ? 1 : 0);
        Bytes.put32(hello, 2, room);
    }

    /// Waits until the relay knows `peer`.
    static void join(
            ClientLoop loop, InetSocketAddress relay, Peer peer, int room, boolean receives)
            throws Exception {
        peer.open(loop, relay, new RelayHandshake(peer, room, receives));
        peer.ready().get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @Override
    public void tick(long nowNs) {
        if (!registered && nowNs - nextNs >= 0) {
            nextNs = nowNs + AGAIN_NS;
            peer.send(hello, HELLO_LENGTH);
        }
    }

    @Override
    public void onDatagram(Datagram.Kind kind, ByteBuf datagram) {
        if (registered || datagram.readableBytes() != HELLO_LENGTH) {
            return;
        }
        registered = true;
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        byte[] key = new byte[profile.keyLength()];
        byte[] salt = new byte[profile.saltLength()];
        peer.onKeys(new SrtpTransport(new SrtpKeys(profile, key, salt, key, salt), true));
    }
}
