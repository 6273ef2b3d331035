package live.lyceum.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.LeakPresenceDetector;
import java.io.Closeable;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import live.lyceum.config.MediaSettings;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.media.api.ViewerId;
import live.lyceum.media.wire.DropReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The whole media plane over the loopback interface: real sockets, real handshakes, real time.
@Timeout(120)
class LoopMediaServerTest {
    private static final RoomId ROOM = new RoomId("ses_loopback");
    private static final ParticipantId DANIEL = new ParticipantId("daniel");
    private static final ParticipantId MINA = new ParticipantId("mina");

    private final NewsLog news = new NewsLog();

    @Test
    void whatOneSaysTheOtherHearsUntilHeIsMutedAndGone() throws Exception {
        try (LoopMediaServer server = start(2);
                LoopbackPeer daniel = new LoopbackPeer("daniel");
                LoopbackPeer mina = new LoopbackPeer("mina")) {
            daniel.answer(get(server.offer(ROOM, DANIEL, daniel.offer(1))));
            mina.answer(get(server.offer(ROOM, MINA, mina.offer(1))));
            daniel.connect();
            mina.connect();
            assertThat(nextTransport()).isEqualTo("daniel 1 ACTIVE");
            assertThat(nextTransport()).isEqualTo("mina 1 ACTIVE");

            for (int i = 0; i < 20; i++) {
                daniel.speak(i, i + 1, i + 2);
            }
            mina.receiveUntil("daniel's voice", () -> mina.heard().size() == 20);
            assertThat(mina.heard().get(7)).containsExactly(7, 8, 9);
            assertThat(rooms(server)).isEqualTo(1);
            assertThat(participants(server)).isEqualTo(2);

            get(server.gate(ROOM, DANIEL, MediaGate.CLOSED));
            daniel.speak(66);
            mina.receiveUntil("a drop", () -> drops(server, DropReason.GATE_CLOSED) == 1);
            get(server.gate(ROOM, new ParticipantId("nobody"), MediaGate.OPEN));
            get(server.gate(ROOM, DANIEL, MediaGate.OPEN));
            daniel.speak(77);
            mina.receiveUntil("daniel's voice", () -> mina.heard().size() == 21);
            assertThat(mina.heard().getLast()).containsExactly(77);

            get(server.leave(ROOM, DANIEL));
            assertThat(nextTransport()).isEqualTo("daniel 1 CLOSED");
            daniel.receiveUntil("close_notify", () -> daniel.dtls().ended().isDone());
            get(server.closeRoom(ROOM));
            assertThat(nextTransport()).isEqualTo("mina 1 CLOSED");
            mina.receiveUntil("close_notify", () -> mina.dtls().ended().isDone());
            assertThat(rooms(server)).isZero();
            assertThat(participants(server)).isZero();
        }
        LeakPresenceDetector.check();
    }

    @Test
    void datagramsOfStrangersAreCountedAndHarmNobody() throws Exception {
        try (LoopMediaServer server = start(1);
                LoopbackPeer daniel = new LoopbackPeer("daniel");
                LoopbackPeer stranger = new LoopbackPeer("stranger")) {
            String answer = get(server.offer(ROOM, DANIEL, daniel.offer(1)));
            stranger.answer(answer);
            daniel.answer(answer);
            stranger.sendRaw(new byte[] {22, 1, 2, 3});
            stranger.sendRaw(new byte[] {(byte) 0x80, 1, 2, 3});
            stranger.sendRaw(new byte[] {0, 1, 0, 0});
            stranger.sendRaw(new byte[0]);
            stranger.sendRaw(new byte[3_000]);
            daniel.connect();

            LoopStatistics statistics = server.statistics().getFirst();
            assertThat(statistics.drops().count(DropReason.UNKNOWN_REMOTE)).isEqualTo(3);
            assertThat(statistics.drops().count(DropReason.STUN_UNKNOWN_USER)).isEqualTo(2);
            assertThat(nextTransport()).isEqualTo("daniel 1 ACTIVE");
        }
        LeakPresenceDetector.check();
    }

    @Test
    void anOfferThatIsRefusedLeavesNoRoomBehind() throws Exception {
        try (LoopMediaServer server = start(1)) {
            CompletionStage<String> refused =
                    server.offer(ROOM, DANIEL, new MediaOffer(1, "v=0", false, MediaGate.OPEN));
            assertThat(refused.toCompletableFuture())
                    .failsWithin(30, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(OfferRefused.class);
            get(server.gate(ROOM, DANIEL, MediaGate.OPEN));
            get(server.leave(ROOM, DANIEL));
            get(server.closeRoom(new RoomId("ses_unknown")));
            get(server.closeRoom(ROOM));
            assertThat(rooms(server)).isZero();
        }
        LeakPresenceDetector.check();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// A long offer keeps no packet waiting.
    @Test
    void anOfferIsReadBeforeTheLoopIsAsked() throws Exception {
        var busy = new CountDownLatch(1);
        try (LoopMediaServer server = start(1);
                Closeable _ = busy::countDown) {
            MediaLoop loop = (MediaLoop) server.statistics().getFirst();
            loop.eventLoop().execute(() -> await(busy));
            List<CompletionStage<String>> refused =
                    List.of(
                            server.offer(
                                    ROOM, DANIEL, new MediaOffer(1, "v=0", false, MediaGate.OPEN)),
                            server.view(
                                    ROOM, new ViewerId("v"), new ViewOffer("v=0", DANIEL, false)));
            for (CompletionStage<String> each : refused) {
                assertThat(each.toCompletableFuture())
                        .failsWithin(0, TimeUnit.SECONDS)
                        .withThrowableOfType(ExecutionException.class)
                        .withCauseInstanceOf(OfferRefused.class);
            }
        }
    }

    /// Takes the four seconds after which a transport is told as silent.
    @Test
    void aRoomThatBreaksInItsDeadlineAndAgainInItsEndDoesNotStopTheTimersOfOthers()
            throws Exception {
        RoomId broken = new RoomId("ses_broken");
        try (LoopMediaServer server = start(1);
                LoopbackPeer daniel = new LoopbackPeer("daniel");
                LoopbackPeer mina = new LoopbackPeer("mina")) {
            daniel.answer(get(server.offer(broken, DANIEL, daniel.offer(1))));
            mina.answer(get(server.offer(ROOM, MINA, mina.offer(1))));
            daniel.connect();
            mina.connect();
            assertThat(nextTransport()).isEqualTo("daniel 1 ACTIVE");
            assertThat(nextTransport()).isEqualTo("mina 1 ACTIVE");
            news.breakRoom(broken);

            assertThat(nextTransport()).isEqualTo("daniel 1 SILENT");
            assertThat(nextTransport()).isEqualTo("daniel 1 CLOSED");
            assertThat(nextTransport()).isEqualTo("mina 1 SILENT");
            get(server.closeRoom(ROOM));
            assertThat(rooms(server)).isZero();
        }
    }

    @Test
    void afterTheEndCallsFail() throws Exception {
        LoopMediaServer server = start(1);
        server.close();
        assertThat(server.leave(ROOM, DANIEL).toCompletableFuture()).isCompletedExceptionally();
        LeakPresenceDetector.check();
    }

    private LoopMediaServer start(int loops) throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        return LoopMediaServer.start(
                new MediaSettings(loopback, 0, loops, List.of(), List.of()), true, news);
    }

    private static int rooms(LoopMediaServer server) {
        return server.statistics().stream().mapToInt(LoopStatistics::rooms).sum();
    }

    private static int participants(LoopMediaServer server) {
        return server.statistics().stream().mapToInt(LoopStatistics::participants).sum();
    }

    private static long drops(LoopMediaServer server, DropReason reason) {
        return server.statistics().stream().mapToLong(each -> each.drops().count(reason)).sum();
    }

    private String nextTransport() throws InterruptedException {
        return String.valueOf(news.transports().poll(30, TimeUnit.SECONDS));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
