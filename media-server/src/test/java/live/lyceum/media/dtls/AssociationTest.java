package live.lyceum.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The thread of an association ends with its queue, wherever it is.
class AssociationTest implements Association.Events {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch sent = new CountDownLatch(1);
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final DatagramQueue queue = new DatagramQueue(this::onServerSends);
    private final DtlsClient client = new DtlsClient(queue::offer);
    private final Thread thread =
            Thread.ofVirtual().start(new Association(this::server, queue, this));
    private volatile boolean answered = true;

    @AfterEach
    void end() throws Exception {
        queue.shutDown();
        client.abandon();
        assertThat(thread.join(PATIENCE)).as("the thread has ended").isTrue();
        assertThat(ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("and said so").isTrue();
    }

    @Test
    void beforeAnyDatagram() {
        assertThat(thread.isVirtual()).isTrue();
    }

    @Test
    void inTheHandshake() throws Exception {
        answered = false;
        start();

        assertThat(sent.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(thread.isAlive()).isTrue();
    }

    @Test
    void connected() throws Exception {
        start();

        assertThat(connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(thread.isAlive()).isTrue();
    }

    @Test
    void withAFullQueue() throws Exception {
        start();
        assertThat(connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        int offered = 0;
        while (queue.offer(new byte[1]) && offered < 100_000) {
            offered++;
        }
        assertThat(offered).isGreaterThanOrEqualTo(64);
    }

    private void start() {
        client.start(
                DtlsTestPair.RANDOM,
                DtlsTestPair.CLIENT,
                DtlsTestPair.SERVER.fingerprint(),
                List.of(SrtpProfile.AEAD_AES_128_GCM));
    }

    private SrtpTlsServer server() {
        return new SrtpTlsServer(
                new BcTlsCrypto(DtlsTestPair.RANDOM),
                DtlsTestPair.SERVER,
                DtlsTestPair.CLIENT.fingerprint());
    }

    private void onServerSends(byte[] datagram) {
        sent.countDown();
        if (answered) {
            client.onDatagram(datagram);
        }
    }

    @Override
    public void onConnected(SrtpKeys keys, DTLSTransport transport) {
        connected.countDown();
    }

    @Override
    public void onEnded(String why) {
        ended.countDown();
    }
}
