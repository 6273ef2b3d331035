package live.lyceum.media.testkit;

import io.netty.buffer.ByteBuf;
import java.util.Random;
import live.lyceum.media.dtls.DtlsEndpoint;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;

/// DTLS without a handshake: the first record from the peer brings the keys, and an answer says so.
/// Peers of one fingerprint share the keys, so that a test can make both sides.
public final class InjectedDtls implements DtlsEndpoint.Factory {
    /// A record of the handshake's content type and nothing in it.
    static final byte[] RECORD = {22, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    /// The keys that go with a fingerprint.
    public static SrtpKeys keys(Fingerprint fingerprint) {
        Random random = new Random(fingerprint.value().hashCode());
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        return new SrtpKeys(
                profile,
                bytes(random, profile.keyLength()),
                bytes(random, profile.saltLength()),
                bytes(random, profile.keyLength()),
                bytes(random, profile.saltLength()));
    }

    @Override
    public DtlsEndpoint create(Fingerprint remote, DtlsEndpoint.Listener listener) {
        return new Endpoint(remote, listener);
    }

    @Override
    public Fingerprint fingerprint() {
        return new Fingerprint("sha-256", "00:" + "11:".repeat(30) + "22");
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static final class Endpoint implements DtlsEndpoint {
        private final Fingerprint remote;
        private final DtlsEndpoint.Listener listener;
        private boolean done;

        Endpoint(Fingerprint remote, DtlsEndpoint.Listener listener) {
            this.remote = remote;
            this.listener = listener;
        }

        @Override
        public boolean onDatagram(ByteBuf datagram) {
            listener.onOutgoing(RECORD.clone());
            if (!done) {
                done = true;
                listener.onKeys(keys(remote));
            }
            return true;
        }

        @Override
        public void close() {
            // Nothing runs.
        }
    }
}
