package live.lyceum.signaling.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.testkit.OwnProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that takes chunks, and looks whether what it acknowledged is there.
class UploadKillTest {
    private static final boolean PROVE = "1".equals(System.getenv("LYCEUM_PROVE"));
    private static final int ROUNDS = PROVE ? 100 : 8;
    private static final int MOST_CHUNKS = 200;
    private static final long SEED = 20_261_126;

    @TempDir Path folder;

    @Test
    void whatWasAcknowledgedOutlivesTheProcess()
            throws IOException, InterruptedException, ProblemException {
        var random = new Random(SEED);
        int acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged = Math.max(acknowledged, killAfter(1 + random.nextInt(MOST_CHUNKS)));
            int there =
                    UploadingProcess.uploads(folder)
                            .get(UploadingProcess.ROOM, UploadingProcess.WHO, UploadingProcess.ID)
                            .nextIndex();
            assertThat(there)
                    .as("seed %d, round %d", SEED, round)
                    .isBetween(acknowledged, acknowledged + 1);
        }
        var all = new ByteArrayOutputStream();
        var done =
                UploadingProcess.uploads(folder)
                        .complete(UploadingProcess.ROOM, UploadingProcess.WHO, UploadingProcess.ID);
        for (int i = 0; i < done.nextIndex(); i++) {
            all.write(UploadingProcess.chunk(i));
        }
        assertThat(Files.readAllBytes(folder.resolve("ses_1/upl_1.webm")))
                .as("seed %d", SEED)
                .isEqualTo(all.toByteArray());
        System.out.printf(
                "figure: acknowledged chunks lost in %d kill -9, of %d: 0 chunks (0)%n",
                ROUNDS, done.nextIndex());
    }

    /// How many were acknowledged.
    private int killAfter(int chunks) throws IOException, InterruptedException {
        int told = 0;
        Process process = OwnProcess.start(UploadingProcess.class, folder.toString());
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < chunks; i++) {
                told = Integer.parseInt(lines.readLine());
            }
            // By its handle: the process itself would close what we still read.
            process.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told = line.matches("\\d+") ? Math.max(told, Integer.parseInt(line)) : told;
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return told;
    }
}
