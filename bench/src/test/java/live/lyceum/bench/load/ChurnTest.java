package live.lyceum.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People come and go for a long time, and the whole program is as large afterwards as it was soon
/// after its start. Needs the program packaged: `verify` does that first.
class ChurnTest {
    private static final long LENGTH_NS = TimeUnit.SECONDS.toNanos(Figures.PROVE ? 600 : 80);

    /// Before that the compiler, the pools and the caches grow to what they need.
    private static final long WARM_UP_NS = TimeUnit.SECONDS.toNanos(40);

    private static final int ROOMS = 10;
    private static final int AT_ONCE = 8;
    private static final long MEDIA_MS = 500;
    private static final long PATIENCE_S = 60;

    /// What a room's log keeps of a visit, by design.
    private static final long LOG_KB = 2;

    /// A connection that is kept has 100 KB: a few of these joins would be enough.
    private static final long HEAP_SLACK_KB = 1_024;

    /// Code that is compiled still, and what malloc keeps.
    private static final long RESIDENT_SLACK_KB = 24 * 1_024;

    /// The JVM starts and ends them as it needs them.
    private static final long COMPILER_THREADS = 2;

    private static final List<String> FLAGS =
            Stream.concat(
                            TestServer.FLAGS.stream(),
                            Stream.of(
                                    // All of the heap is resident from the beginning: what grows is
                                    // something else.
                                    "-XX:+AlwaysPreTouch",
                                    "-Dio.netty.leakDetection.level=paranoid"))
                    .toList();

    private final ClientLoop loop = new ClientLoop();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random(1);
    private final ExecutorService threads =
            Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    private final List<String> tokens = new ArrayList<>();
    private @TempDir Path temporary;
    private Path log;
    private Child server;
    private Traffic traffic;
    private URI url;
    private long joins;

    @BeforeEach
    void start() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();
        assertThat(root.resolve("app/target/app.jar")).as("made by package").exists();
        log = temporary.resolve("server.log");
        server = ServerProcess.start(root, temporary.resolve("data"), log, FLAGS);
        url = URI.create(server.ready());
        traffic = loop.traffic();
        var _ =
                loop.call(() -> {
                    traffic.turn(true);
                    return true;
                });
        for (int i = 0; i < ROOMS; i++) {
            tokens.addAll(List.of(Signal.session(http, url, ServerProcess.API_KEY, 2, "learner")));
        }
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        loop.close();
        server.close();
        http.shutdownNow();
    }

    @Test
    void joinsAndLeavesLeaveNothingBehind() throws Exception {
        long startNs = System.nanoTime();
        churnUntil(startNs + WARM_UP_NS);
        ProcessFigures.Memory before = ProcessFigures.memory(server.pid());
        long threadsBefore = ProcessFigures.threads(server.pid());
        long joinsBefore = joins;

        churnUntil(startNs + LENGTH_NS);

        ProcessFigures.Memory after = ProcessFigures.memory(server.pid());
        long threadsAfter = ProcessFigures.threads(server.pid());
        long joined = joins - joinsBefore;
        long heapKb = (after.liveBytes() - before.liveBytes()) / 1024;
        long residentKb = after.residentKb() - before.residentKb();
        long threadsMore = threadsAfter - threadsBefore;
        long heapBoundKb = HEAP_SLACK_KB + joined * LOG_KB;
        String more = " more after " + joined + " joins and leaves";
        Figures.figure("live heap" + more, heapKb, "KB", "below " + heapBoundKb);
        Figures.figure("resident memory" + more, residentKb, "KB", "below " + RESIDENT_SLACK_KB);
        Figures.figure("threads" + more, threadsMore, "threads", "at most " + COMPILER_THREADS);
        assertThat(joined).isGreaterThan(TimeUnit.NANOSECONDS.toSeconds(LENGTH_NS));
        assertThat(heapKb).isLessThan(heapBoundKb);
        assertThat(residentKb).isLessThan(RESIDENT_SLACK_KB);
        assertThat(threadsMore).isLessThanOrEqualTo(COMPILER_THREADS);
        assertThat(Files.readString(log)).doesNotContain("LEAK");
    }

    private void churnUntil(long endNs) throws Exception {
        while (System.nanoTime() - endNs < 0) {
            List<Callable<Boolean>> visits = new ArrayList<>();
            tokens.forEach(token -> visits.add(() -> visit(token)));
            for (Future<Boolean> visit : threads.invokeAll(visits, PATIENCE_S, TimeUnit.SECONDS)) {
                assertThat(visit.get()).isTrue();
                joins++;
            }
        }
    }

    /// Joins with microphone and camera, sends for a while and goes.
    private boolean visit(String token) throws Exception {
        Signal signal = Signal.join(http, url, token, true);
        Peer peer = new Peer(traffic, 1, true, new Random(next()));
        try {
            WebRtcHandshake.join(loop, signal::offer, peer);
            TimeUnit.MILLISECONDS.sleep(MEDIA_MS);
            signal.leave();
        } finally {
            peer.close(loop);
            signal.close();
        }
        return true;
    }

    private synchronized long next() {
        return random.nextLong();
    }
}
