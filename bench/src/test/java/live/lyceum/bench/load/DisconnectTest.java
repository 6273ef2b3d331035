package live.lyceum.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connections break again and again while people write, and nothing they asked for is lost or done
/// twice. Each page sees the same rows in the same order.
class DisconnectTest {
    private static final int CUTS = Figures.count(1_000);
    private static final int PEOPLE = 4;
    private static final int MOST_BETWEEN_MS = 160;
    private static final long SEED = 20_261_126;

    private @TempDir Path temporary;

    @Test
    void whatIsAskedIsDoneOnceHoweverOftenTheConnectionBreaks() throws Exception {
        var random = new Random(SEED);
        try (var server = new TestServer(temporary)) {
            server.start();
            try (var room = new WritingRoom(server, PEOPLE, random)) {
                for (int cuts = 0; cuts < CUTS; ) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_BETWEEN_MS));
                    room.scribble();
                    if (room.cut()) {
                        cuts++;
                    }
                }
                room.finish();
                server.stop();
                room.audit().report("in " + CUTS + " disconnects", SEED);
                assertThat(room.asked()).isGreaterThan(CUTS / 2);
            }
            assertThat(server.said()).doesNotContain(" ERROR ");
        }
    }
}
