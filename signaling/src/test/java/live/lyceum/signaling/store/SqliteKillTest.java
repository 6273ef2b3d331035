package live.lyceum.signaling.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import live.lyceum.config.StorageSettings;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.testkit.OwnProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that appends, as often as `ROUNDS` says, and looks whether what it was told to
/// be durable is there.
class SqliteKillTest {
    private static final boolean PROVE = "1".equals(System.getenv("LYCEUM_PROVE"));
    private static final int ROUNDS = PROVE ? 100 : 10;
    private static final int MOST_ROWS = 600;
    private static final long SEED = 20_261_125;

    @TempDir Path folder;
    private final Map<RoomId, Long> acknowledged = new HashMap<>();

    @Test
    void whatWasAcknowledgedOutlivesTheProcess() throws IOException, InterruptedException {
        var random = new Random(SEED);
        long lost = 0;
        for (int round = 0; round < ROUNDS; round++) {
            killAfter(1 + random.nextInt(MOST_ROWS), round);
            lost += lostRows();
        }

        long rows = acknowledged.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf(
                "figure: acknowledged rows lost in %d kill -9, of %d: %d rows (0)%n",
                ROUNDS, rows, lost);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS);
        assertThat(lost).as("seed %d", SEED).isZero();
    }

    private void killAfter(int lines, int round) throws IOException, InterruptedException {
        Process process =
                OwnProcess.start(
                        AppendingProcess.class, folder.toString(), Integer.toString(round));
        try (BufferedReader told = process.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < lines; i++) {
                note(told.readLine());
            }
            // By its handle: the process itself would close what we still read.
            process.toHandle().destroyForcibly();
            // What it had printed before is acknowledged too; only a whole line counts.
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                if (line.matches("ses_\\d+_\\d \\d+")) {
                    note(line);
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void note(String line) {
        assertThat(line).as("the process ended by itself").isNotNull();
        int space = line.indexOf(' ');
        acknowledged.merge(
                new RoomId(line.substring(0, space)),
                Long.valueOf(line.substring(space + 1)),
                Math::max);
    }

    /// Opens the database again and counts rows that were acknowledged and are not there.
    private long lostRows() throws IOException {
        long lost = 0;
        var settings = new StorageSettings(folder, null);
        try (var store = SqlStore.open(settings, new SimpleMeterRegistry())) {
            for (var each : acknowledged.entrySet()) {
                List<RoomEvent.Logged> log =
                        StoreContract.done(store.read(each.getKey(), 0, SqlTables.MAX_ROWS));
                lost += Math.max(0, each.getValue() - log.size());
                assertThat(log.size() % 2).as("an append is there as a whole").isOne();
            }
        }
        return lost;
    }
}
