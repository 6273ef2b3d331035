package live.lyceum.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.LeakPresenceDetector;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import live.lyceum.config.MediaSettings;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.wire.DropReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One client of the loop sends fifty times what a camera and a microphone do, with its good keys
/// and to people who receive it, on real sockets.
@Timeout(120)
class FloodTest {
    private static final boolean PROVE = "1".equals(System.getenv("LYCEUM_PROVE"));

    /// 50 of Opus and 140 of VP8.
    private static final int USUAL_PER_SECOND = 190;

    private static final int TIMES = 50;
    private static final int VOICE_PER_SECOND = 50;

    @Test
    void aFloodCostsOthersLessThanOnePercent() throws Exception {
        int seconds = PROVE ? 20 : 5;
        try (LoopMediaServer server = start();
                LoopbackPeer mallory = new LoopbackPeer("mallory");
                LoopbackPeer daniel = new LoopbackPeer("daniel");
                LoopbackPeer mina = new LoopbackPeer("mina")) {
            for (LoopbackPeer peer : List.of(mallory, daniel, mina)) {
                join(server, "ses_flood", peer);
            }
            AtomicBoolean flooding = new AtomicBoolean(true);
            CompletableFuture<Long> flood = flood(mallory, flooding);
            CompletableFuture<Long> heard = hear(mina, flooding);
            int said = speak(daniel, seconds);
            flooding.set(false);
            long flooded = flood.get(30, TimeUnit.SECONDS);
            long arrived = heard.get(30, TimeUnit.SECONDS);

            double lost = 100.0 * (said - arrived) / said;
            long cut = server.statistics().getFirst().drops().count(DropReason.SENDING_RATE);
            System.out.printf(
                    "%d flooded, %d of them cut off; %d of %d packets of others arrived%n",
                    flooded, cut, arrived, said);
            assertThat(flooded).isGreaterThan((long) seconds * USUAL_PER_SECOND * TIMES / 2);
            assertThat(cut).isPositive();
            assertThat(lost).isLessThan(1);
        }
        LeakPresenceDetector.check();
    }

    private static void join(LoopMediaServer server, String room, LoopbackPeer peer)
            throws Exception {
        ParticipantId id = new ParticipantId(peer.name());
        peer.answer(get(server.offer(new RoomId(room), id, peer.offer(1))));
        peer.connect();
    }

    /// As fast as fifty times the usual, in steps of 2 ms; how many were sent.
    private static CompletableFuture<Long> flood(LoopbackPeer mallory, AtomicBoolean flooding) {
        return inBackground(() -> {
            int[] payload = new int[1_000];
            payload[0] = 'm';
            long startNs = System.nanoTime();
            long sent = 0;
            while (flooding.get()) {
                long due =
                        (System.nanoTime() - startNs) * USUAL_PER_SECOND * TIMES / 1_000_000_000L;
                while (sent < due) {
                    mallory.speak(payload);
                    sent++;
                }
                Thread.sleep(2);
            }
            return sent;
        });
    }

    /// How many of daniel's packets came, until a second after the flood.
    private static CompletableFuture<Long> hear(LoopbackPeer mina, AtomicBoolean flooding) {
        return inBackground(() -> {
            while (flooding.get()) {
                mina.listen(100);
            }
            mina.listen(1_000);
            return mina.heard().stream().filter(payload -> payload[0] == 'd').count();
        });
    }

    private static int speak(LoopbackPeer daniel, int seconds) throws InterruptedException {
        int said = 0;
        long startNs = System.nanoTime();
        while (said < seconds * VOICE_PER_SECOND) {
            long dueNs = startNs + said * 1_000_000_000L / VOICE_PER_SECOND;
            TimeUnit.NANOSECONDS.sleep(dueNs - System.nanoTime());
            daniel.speak('d', said);
            said++;
        }
        return said;
    }

    private interface Work {
        long run() throws IOException, InterruptedException;
    }

    private static CompletableFuture<Long> inBackground(Work work) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        done.complete(work.run());
                    } catch (IOException | InterruptedException | RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                });
        return done;
    }

    private static LoopMediaServer start() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        MediaSettings settings = new MediaSettings(loopback, 0, 1, List.of(), List.of());
        return LoopMediaServer.start(settings, true, new NewsLog());
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
