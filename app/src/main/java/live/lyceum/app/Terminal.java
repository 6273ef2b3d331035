package live.lyceum.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Whether a person sits in front of this process.
final class Terminal {
    private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");

    private Terminal() {}

    /// A console tells only when standard output is a terminal too, so Linux is asked first.
    static boolean isOnStandardInput() {
        try {
            String input = Files.readSymbolicLink(STANDARD_INPUT).toString();
            return input.startsWith("/dev/pts/") || input.startsWith("/dev/tty");
        } catch (IOException noSuchSystem) {
            return Objects.requireNonNull(System.console()).isTerminal();
        }
    }
}
