package live.lyceum.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import live.lyceum.signaling.protocol.Timer;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed with live rooms and started again: all of them go on, and the time in
/// between is not counted.
class LiveRoomsTest {
    private static final int ROOMS = 20;
    private static final int KILLS = Figures.PROVE ? 5 : 1;

    /// From when the server says that it is ready; the machine is shared outside of proofs.
    private static final long BACK_MS = Figures.PROVE ? 5_000 : 25_000;

    private static final long JOINED_MS = 60_000;

    /// One note that the process is alive every 250 ms, and the flush of it.
    private static final long NOTED_MS = Figures.PROVE ? 1_000 : 2_500;

    private static final long LOOK_MS = 5;
    private static final long SEED = 20_261_129;

    private record LiveRoom(TestServer.Session session, List<MediaPage> pages) {
        boolean receives(long sinceNs) {
            return pages.stream().allMatch(page -> page.receives(sinceNs));
        }

        /// As the first page saw it last.
        String timer() {
            return pages.getFirst().page().rows().values().stream()
                    .filter(row -> row.path("t").asText().equals("timer"))
                    .reduce((before, after) -> after)
                    .map(row -> row.path("d").path("state").asText())
                    .orElse("");
        }
    }

    private final Random random = new Random(SEED);
    private final ClientLoop loop = new ClientLoop();
    private final List<LiveRoom> rooms = new ArrayList<>();
    private @TempDir Path temporary;

    @AfterEach
    void end() throws Exception {
        for (LiveRoom room : rooms) {
            for (MediaPage page : room.pages) {
                page.close();
            }
        }
        loop.close();
    }

    @Test
    void liveRoomsGoOnByThemselvesWhenTheServerIsBack() throws Exception {
        try (var server = new TestServer(temporary)) {
            server.start();
            for (int i = 0; i < ROOMS; i++) {
                rooms.add(enter(server));
            }
            awaitAll(System.nanoTime(), JOINED_MS);
            List<Long> aliveMs = new ArrayList<>();
            long slowestMs = 0;
            long latestNoteMs = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(1_000));
                long killMs = System.currentTimeMillis();
                server.kill();
                long killedNs = System.nanoTime();
                aliveMs.add(server.lastAliveMs());
                latestNoteMs = Math.max(latestNoteMs, killMs - aliveMs.getLast());
                server.start();
                long readyNs = System.nanoTime();
                awaitAll(killedNs, BACK_MS);
                long backMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - readyNs);
                slowestMs = Math.max(slowestMs, backMs);
            }
            server.stop();

            String when = "after " + KILLS + " kill -9 with " + ROOMS + " live rooms";
            Figures.figure("media of all rooms back " + when, slowestMs, "ms", "at most 5000 ms");
            Figures.figure(
                    "last note before it " + when,
                    latestNoteMs,
                    "ms",
                    "at most 250 ms and a flush");
            assertThat(latestNoteMs).isBetween(0L, NOTED_MS);
            for (LiveRoom room : rooms) {
                countsNothingOfTheOutages(server.log(room.session.id()), aliveMs);
                for (MediaPage page : room.pages) {
                    assertThat(page.page().wrongs()).isEmpty();
                }
            }
            assertThat(server.said()).doesNotContain(" ERROR ");
        }
    }

    private LiveRoom enter(TestServer server) throws Exception {
        TestServer.Session session = server.session(2, 0);
        List<MediaPage> pages = new ArrayList<>();
        for (String token : session.tokens()) {
            pages.add(new MediaPage(loop, server.url(), token, new Random(random.nextLong())));
        }
        return new LiveRoom(session, pages);
    }

    /// Waits until everybody gets what the other sent after `sinceNs`, and the time runs.
    private void awaitAll(long sinceNs, long withinMs) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMs);
        for (LiveRoom room : rooms) {
            while (!room.receives(sinceNs) || !room.timer().equals("running")) {
                assertThat(System.nanoTime() - endNs)
                        .as("room %d is back in %d ms", rooms.indexOf(room), withinMs)
                        .isNegative();
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        }
    }

    /// The clock ran until the last note of the process that was killed, and went on from there.
    ///
    /// @param aliveMs the last note before each kill, in epoch milliseconds
    private static void countsNothingOfTheOutages(List<RoomEvent.Logged> log, List<Long> aliveMs) {
        List<RoomEvent.Logged> rows =
                log.stream().filter(row -> row.fact() instanceof RoomFact.TimerSet).toList();
        for (long killedMs : aliveMs) {
            int after = 0;
            while (rows.get(after).wallMs() <= killedMs) {
                after++;
            }
            RoomEvent.Logged ran = rows.get(after - 1);
            long countedMs = timer(ran).activeMs() + killedMs - ran.wallMs();
            assertThat(timer(ran).state()).isEqualTo(Timer.State.RUNNING);
            assertThat(timer(rows.get(after)).state()).isEqualTo(Timer.State.PAUSED);
            assertThat(timer(rows.get(after)).activeMs()).isEqualTo(countedMs);
            Timer again =
                    rows.stream()
                            .skip(after)
                            .map(LiveRoomsTest::timer)
                            .filter(timer -> timer.state() == Timer.State.RUNNING)
                            .findFirst()
                            .orElseThrow();
            assertThat(again.activeMs()).isEqualTo(countedMs);
        }
    }

    private static Timer timer(RoomEvent.Logged row) {
        return ((RoomFact.TimerSet) row.fact()).timer();
    }
}
