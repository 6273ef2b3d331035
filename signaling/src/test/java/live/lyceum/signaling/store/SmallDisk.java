package live.lyceum.signaling.store;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// A file system of 1 MiB, where this machine lets us mount one; elsewhere the test is reported as
/// skipped.
final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static SmallDisk mount(Path folder) throws IOException, InterruptedException {
        int exit = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString());
        Assumptions.assumeTrue(exit == 0, "this machine does not let us mount a small disk");
        return new SmallDisk(folder);
    }

    /// Makes room.
    void grow() throws IOException, InterruptedException {
        run("mount", "-o", "remount,size=64m", folder.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException notInstalled) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", folder.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
