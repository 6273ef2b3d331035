package live.lyceum.media.dtls;

import io.netty.buffer.Unpooled;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;
import org.jspecify.annotations.Nullable;

/// A server's endpoint and a client, with a network between them that a test can bend. All but the
/// client runs on the test's loop.
final class DtlsTestPair implements DtlsEndpoint.Listener {
    static final SecureRandom RANDOM = new SecureRandom();
    static final DtlsIdentity SERVER = DtlsIdentity.create(RANDOM, 1_800_000_000_000L);
    static final DtlsIdentity CLIENT = DtlsIdentity.create(RANDOM, 1_800_000_000_000L);

    final DtlsTestLoop loop;
    final DropCounters drops = new DropCounters();
    final DtlsEndpoint server;
    final DtlsClient client;
    final List<byte[]> fromServer = new ArrayList<>();
    final List<String> closed = new ArrayList<>();
    @Nullable SrtpKeys serverKeys;

    /// What of one datagram arrives, how often and with what else: itself by default.
    Function<byte[], List<byte[]>> toServer = List::of;

    Function<byte[], List<byte[]>> toClient = List::of;
    int refused;

    DtlsTestPair() {
        this(new DtlsTestLoop(), CLIENT.fingerprint());
    }

    /// `expected`: of the client, as its offer tells.
    DtlsTestPair(DtlsTestLoop loop, Fingerprint expected) {
        this.loop = loop;
        client = new DtlsClient(this::onClientSends);
        server = new BcDtlsFactory(SERVER, RANDOM, loop, drops).create(expected, this);
    }

    /// With an endpoint of `factory`, whose drops are not seen here.
    DtlsTestPair(DtlsTestLoop loop, DtlsEndpoint.Factory factory) {
        this.loop = loop;
        client = new DtlsClient(this::onClientSends);
        server = factory.create(CLIENT.fingerprint(), this);
    }

    void start(SrtpProfile... profiles) {
        client.start(RANDOM, CLIENT, SERVER.fingerprint(), List.of(profiles));
    }

    void connect(SrtpProfile... profiles) throws InterruptedException {
        start(profiles);
        loop.runUntil("keys on both sides", this::connected);
    }

    boolean connected() {
        return serverKeys != null && client.keys().isDone();
    }

    /// On the client's thread.
    private void onClientSends(byte[] datagram) {
        loop.execute(() -> toServer.apply(datagram).forEach(this::deliver));
    }

    /// To the server, past the bent network.
    void deliver(byte[] datagram) {
        if (!server.onDatagram(Unpooled.wrappedBuffer(datagram))) {
            refused++;
        }
    }

    @Override
    public void onOutgoing(byte[] datagram) {
        fromServer.add(datagram);
        toClient.apply(datagram).forEach(client::onDatagram);
    }

    @Override
    public void onKeys(SrtpKeys keys) {
        serverKeys = keys;
    }

    @Override
    public void onClosed(String why) {
        closed.add(why);
    }
}
