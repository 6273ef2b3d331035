package live.lyceum.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.LeakPresenceDetector;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import live.lyceum.config.MediaSettings;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.stun.Rfc5769;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that lie, come in between, ask for others or send too much, on real sockets.
@Timeout(300)
class HostileClientTest {
    private static final boolean PROVE = "1".equals(System.getenv("LYCEUM_PROVE"));
    private static final RoomId ROOM = new RoomId("ses_hostile");
    private static final ParticipantId DANIEL = new ParticipantId("daniel");
    private static final ParticipantId MINA = new ParticipantId("mina");

    private final NewsLog news = new NewsLog();

    @AfterEach
    void noBufferIsLost() {
        LeakPresenceDetector.check();
    }

    /// It has the password, but not the key of the certificate that its offer named.
    @Test
    void anotherCertificateGetsNoMediaAndIsClosedWithinTwoSeconds() throws Exception {
        try (LoopMediaServer server = start();
                LoopbackPeer daniel = new LoopbackPeer("daniel");
                LoopbackPeer mina = new LoopbackPeer("mina");
                LoopbackPeer mallory = new LoopbackPeer("mallory")) {
            daniel.answer(get(server.offer(ROOM, DANIEL, daniel.offer(1))));
            daniel.connect();
            assertThat(nextTransport()).isEqualTo("daniel 1 ACTIVE");
            // Mallory has mina's answer and her credentials, and a certificate of her own.
            mallory.as(mina, get(server.offer(ROOM, MINA, mina.offer(1))));
            mallory.check();
            long startNs = System.nanoTime();
            mallory.handshake();
            daniel.speak(1, 2, 3);
            mallory.receiveUntil("the end", () -> mallory.dtls().ended().isDone());
            assertThat(nextTransport()).isEqualTo("mina 1 CLOSED");
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            System.out.printf(
                    "figure: another certificate is closed: %d ms (below 2000 ms)%n", tookMs);

            assertThat(tookMs).isLessThan(2_000);
            assertThat(mallory.dtls().keys()).isCompletedExceptionally();
            daniel.speak(4, 5, 6);
            mallory.listen(200);
            assertThat(mallory.mediaReceived()).isZero();
            assertThat(news.transports()).isEmpty();
        }
    }

    /// Somebody has seen the answer and is faster than the client it is for.
    @Test
    void aClientHelloOfAnotherSocketKeepsNobodyFromConnecting() throws Exception {
        int sessions = PROVE ? 100 : 10;
        int connected = 0;
        long slowestMs = 0;
        try (LoopMediaServer server = start()) {
            for (int i = 0; i < sessions; i++) {
                try (LoopbackPeer daniel = new LoopbackPeer("daniel");
                        LoopbackPeer mallory = new LoopbackPeer("mallory")) {
                    String answer = get(server.offer(ROOM, DANIEL, daniel.offer(i + 1)));
                    daniel.answer(answer);
                    mallory.answer(answer);
                    mallory.handshake();
                    byte[] hello = mallory.sent("a ClientHello");
                    daniel.check();
                    // Once more, between the client's check and its own ClientHello.
                    mallory.sendRaw(hello);
                    long startNs = System.nanoTime();
                    daniel.handshakeUntilKeys();
                    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
                    slowestMs = Math.max(slowestMs, tookMs);
                    String transport = nextTransport();
                    while (transport.endsWith("CLOSED")) {
                        transport = nextTransport();
                    }
                    assertThat(transport).isEqualTo("daniel " + (i + 1) + " ACTIVE");
                    connected++;
                    mallory.listen(1);
                    assertThat(mallory.bytesReceived()).isZero();
                }
            }
            assertThat(drops(server, DropReason.UNKNOWN_REMOTE))
                    .isGreaterThanOrEqualTo(2L * sessions);
        }
        System.out.printf(
                "figure: slowest of %d handshakes raced by a ClientHello: %d ms%n",
                sessions, slowestMs);
        assertThat(connected).isEqualTo(sessions);
    }

    @Test
    void strangersGetNoAnswer() throws Exception {
        try (LoopMediaServer server = start();
                LoopbackPeer daniel = new LoopbackPeer("daniel");
                LoopbackPeer stranger = new LoopbackPeer("stranger")) {
            String answer = get(server.offer(ROOM, DANIEL, daniel.offer(1)));
            daniel.answer(answer);
            stranger.answer(answer);
            stranger.handshake();
            byte[] hello = stranger.sent("a ClientHello");
            byte[] withoutName = Rfc5769.request();
            withoutName[3] = 0;
            byte[] bare = Arrays.copyOf(withoutName, 20);
            List<byte[]> questions =
                    List.of(
                            Rfc5769.request(),
                            bare,
                            stranger.checkWithPassword("x".repeat(24)),
                            new byte[] {22, 1, 2, 3},
                            new byte[] {(byte) 0x80, 111, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 9},
                            new byte[] {(byte) 0x80, (byte) 200, 0, 1, 0, 0, 0, 0});
            for (int i = 0; i < 200; i++) {
                stranger.sendRaw(hello);
                questions.forEach(stranger::sendRaw);
            }
            // All of it was read when this is answered.
            daniel.check();
            stranger.listen(300);

            assertThat(stranger.bytesReceived()).isZero();
            assertThat(drops(server, DropReason.STUN_BAD_INTEGRITY)).isPositive();
            assertThat(drops(server, DropReason.STUN_UNKNOWN_USER)).isPositive();
            assertThat(drops(server, DropReason.UNKNOWN_REMOTE)).isPositive();
            // And who has the password gets hardly more than it sent.
            assertThat(daniel.bytesReceived()).isPositive();
            assertThat((double) daniel.bytesReceived())
                    .isLessThanOrEqualTo(1.3 * daniel.bytesSent());
        }
    }

    private LoopMediaServer start() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        return LoopMediaServer.start(
                new MediaSettings(loopback, 0, 1, List.of(), List.of()), true, news);
    }

    private static long drops(LoopMediaServer server, DropReason reason) {
        return server.statistics().getFirst().drops().count(reason);
    }

    private String nextTransport() throws InterruptedException {
        return String.valueOf(news.transports().poll(30, TimeUnit.SECONDS));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
