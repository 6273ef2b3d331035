package live.lyceum.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed again and again while people in several rooms write, and started on the
/// same data folder. What was answered is there, and what was not is done once.
class ServerKillTest {
    private static final int KILLS = Figures.count(100);
    private static final int ROOMS = 3;
    private static final int PEOPLE = 3;
    private static final int LONGEST_LIFE_MS = 800;
    private static final int MOST_BETWEEN_MS = 8;
    private static final long SEED = 20_261_127;

    private final Random random = new Random(SEED);
    private final List<WritingRoom> rooms = new ArrayList<>();
    private @TempDir Path temporary;

    @Test
    void whatWasAnsweredOutlivesTheServer() throws Exception {
        try (var server = new TestServer(temporary)) {
            server.start();
            for (int i = 0; i < ROOMS; i++) {
                rooms.add(new WritingRoom(server, PEOPLE, random));
            }
            for (int kill = 0; kill < KILLS; kill++) {
                scribbleFor(random.nextInt(LONGEST_LIFE_MS));
                server.kill();
                server.start();
            }
            for (WritingRoom room : rooms) {
                room.finish();
            }
            server.stop();

            List<Audit> audits = new ArrayList<>();
            for (WritingRoom room : rooms) {
                audits.add(room.audit());
            }
            Audit.sum(audits).report("in " + KILLS + " kill -9 of the server", SEED);
            assertThat(server.said()).doesNotContain(" ERROR ");
        } finally {
            rooms.forEach(WritingRoom::close);
        }
    }

    private void scribbleFor(long ms) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (System.nanoTime() - endNs < 0) {
            rooms.get(random.nextInt(ROOMS)).scribble();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_BETWEEN_MS));
        }
    }
}
