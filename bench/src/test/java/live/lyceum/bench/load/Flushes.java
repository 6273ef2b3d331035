package live.lyceum.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The calls by which a process has the kernel flush files to the disk, from when this is opened,
/// as strace sees them.
final class Flushes implements AutoCloseable {
    /// A call, from its begin to its return.
    record Flush(Instant from, Instant to) {}

    private static final String PREFIX = "flushes";
    private static final long DETACH_S = 10;

    /// `1764109000.123456 fdatasync(23</data/lyceum.db-wal>) = 0 <0.000123>`: by options -ttt, -y
    /// and -T.
    private static final Pattern CALL =
            Pattern.compile(
                    "(\\d+)\\.(\\d{6}) f(?:data)?sync\\(\\d+<(.*)>\\) += 0 <(\\d+)\\.(\\d{6})>");

    private final Process strace;
    private final Path folder;

    private Flushes(Process strace, Path folder) {
        this.strace = strace;
        this.folder = folder;
    }

    /// Watches all threads of a process. Leaves the test out where that is not possible.
    ///
    /// @param folder for what strace writes
    static Flushes of(long pid, Path folder) throws IOException {
        Process strace;
        try {
            strace =
                    new ProcessBuilder(
                                    "strace",
                                    "-ff",
                                    "-ttt",
                                    "-T",
                                    "-y",
                                    "-e",
                                    "trace=fsync,fdatasync",
                                    "-o",
                                    folder.resolve(PREFIX).toString(),
                                    "-p",
                                    Long.toString(pid))
                            .start();
        } catch (IOException missing) {
            return abort("there is no strace: " + missing.getMessage());
        }
        var said = new StringBuilder();
        for (String line = ""; line != null; line = strace.errorReader().readLine()) {
            said.append(line);
            if (line.contains(" attached")) {
                return new Flushes(strace, folder);
            }
        }
        return abort("strace may not watch a process here: " + said);
    }

    /// Ends the watching; what it saw of a file's flushes that succeeded.
    ///
    /// @param file the end of its name
    List<Flush> end(String file) throws IOException, InterruptedException {
        strace.destroy();
        assertThat(strace.waitFor(DETACH_S, TimeUnit.SECONDS)).as("strace lets go").isTrue();
        var flushes = new ArrayList<Flush>();
        try (Stream<Path> threads = Files.list(folder)) {
            for (Path each : threads.filter(Flushes::isOurs).toList()) {
                for (String line : Files.readAllLines(each)) {
                    Matcher call = CALL.matcher(line);
                    if (call.matches() && call.group(3).endsWith(file)) {
                        flushes.add(flush(call));
                    }
                }
            }
        }
        return flushes;
    }

    private static boolean isOurs(Path file) {
        return file.getFileName().toString().startsWith(PREFIX + ".");
    }

    private static Flush flush(Matcher call) {
        Instant from =
                Instant.ofEpochSecond(
                        Long.parseLong(call.group(1)),
                        TimeUnit.MICROSECONDS.toNanos(Long.parseLong(call.group(2))));
        Duration length =
                Duration.ofSeconds(
                        Long.parseLong(call.group(4)),
                        TimeUnit.MICROSECONDS.toNanos(Long.parseLong(call.group(5))));
        return new Flush(from, from.plus(length));
    }

    @Override
    public void close() {
        strace.destroy();
    }
}
