package live.lyceum.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import live.lyceum.bench.load.TestPage.Comeback;
import live.lyceum.signaling.protocol.MediaIntent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A learner who sends all the time is muted and unmuted while both pages' connections break, and
/// the mentor gets nothing that was sent in between. Each packet has the time it was sent at.
class MutedMediaTest {
    private static final int MUTINGS = Figures.count(300);
    private static final int MOST_MUTED_MS = 150;
    private static final long ANSWER_S = 20;

    /// Between two packets of sound.
    private static final long SOUND_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long HEARD_NS = TimeUnit.SECONDS.toNanos(10);

    /// For what was under way at the end.
    private static final long LATE_MS = 300;

    private static final long SEED = 20_261_128;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// From the reply to the one request until the other was made, in nanoseconds.
    private record Muted(long fromNs, long toNs) {}

    private final Random random = new Random(SEED);
    private final ClientLoop loop = new ClientLoop();
    private final Queue<Long> heard = new ConcurrentLinkedQueue<>();
    private final AtomicLong newestNs = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();
    private @TempDir Path temporary;
    private TestServer server;
    private TestPage mentor;
    private TestPage learner;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(temporary);
        server.start();
        List<String> tokens = server.session(2, 0).tokens();
        mentor = new TestPage(server.url(), tokens.getFirst(), MediaIntent.NOTHING);
        // Without a camera: none of its pictures may be seen, ever.
        learner = new TestPage(server.url(), tokens.getLast(), new MediaIntent(true, false, false));
        connect(learner.start(() -> {}), 1, loop.traffic());
        Traffic received = loop.traffic();
        received.watch((video, sentNs, nowNs) -> {
            if (video) {
                seen.incrementAndGet();
            } else {
                heard.add(sentNs);
                newestNs.set(sentNs);
            }
        });
        connect(mentor.start(() -> {}), 0, received);
    }

    private void connect(TestPage page, int receivers, Traffic traffic) throws Exception {
        var _ =
                loop.call(() -> {
                    traffic.turn(true);
                    return true;
                });
        Peer peer = new Peer(traffic, receivers, true, random);
        WebRtcHandshake.join(loop, sdp -> page.offer(1, sdp), peer);
    }

    @AfterEach
    void end() {
        mentor.close();
        learner.close();
        loop.close();
        server.close();
    }

    @Test
    void nothingIsForwardedOfWhoIsMutedWhateverHappensToTheConnections() throws Exception {
        awaitSoundSentAfter(System.nanoTime());
        List<Muted> mutings = new ArrayList<>();
        for (int i = 0; i < MUTINGS; i++) {
            mute();
            long fromNs = System.nanoTime();
            long lengthNs = TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MUTED_MS));
            while (System.nanoTime() - fromNs < lengthNs) {
                cutOne();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_MUTED_MS / 2));
            }
            long toNs = System.nanoTime();
            mutings.add(new Muted(fromNs, toNs));
            ask(learner, "media.state", media(true));
            awaitSoundSentAfter(toNs);
        }
        TimeUnit.MILLISECONDS.sleep(LATE_MS);

        long leaked = heard.stream().filter(sentNs -> within(mutings, sentNs)).count();
        long mutedNs = mutings.stream().mapToLong(each -> each.toNs - each.fromNs).sum();
        long sent = mutedNs / SOUND_NS;
        String when = "in " + MUTINGS + " mutings under disconnects, of about " + sent;
        Figures.figure("packets of a muted person forwarded " + when, leaked, "packets", "0");
        assertThat(leaked).as("seed %d", SEED).isZero();
        assertThat(seen.get()).as("packets of a camera that is off").isZero();
        assertThat(mentor.wrongs()).isEmpty();
        assertThat(learner.wrongs()).isEmpty();
    }

    private static boolean within(List<Muted> mutings, long sentNs) {
        return mutings.stream()
                .anyMatch(each -> sentNs - each.fromNs >= 0 && sentNs - each.toNs < 0);
    }

    private static ObjectNode media(boolean mic) {
        return JSON.createObjectNode().put("mic", mic).put("cam", false).put("screen", false);
    }

    /// By the learner or by the mentor.
    private void mute() throws Exception {
        if (random.nextBoolean()) {
            ask(learner, "media.state", media(false));
        } else {
            ask(mentor, "moderation.mute", JSON.createObjectNode().put("participant", "p1"));
        }
    }

    /// Asks and waits for the reply, and cuts a connection meanwhile more often than not.
    private void ask(TestPage page, String type, ObjectNode data) throws Exception {
        var operation = page.begin(type, data);
        cutOne();
        var _ = operation.answer().get(ANSWER_S, TimeUnit.SECONDS);
    }

    private void cutOne() {
        TestPage page = random.nextInt(4) == 0 ? mentor : learner;
        Comeback next = random.nextInt(5) == 0 ? Comeback.OLD_EPOCH : Comeback.RESUME;
        if (random.nextInt(3) > 0) {
            var _ = page.cut(random.nextBoolean(), next);
        }
    }

    private void awaitSoundSentAfter(long ns) throws InterruptedException {
        long endNs = System.nanoTime() + HEARD_NS;
        while (newestNs.get() - ns < 0) {
            assertThat(System.nanoTime() - endNs).as("the learner is heard").isNegative();
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }
}
