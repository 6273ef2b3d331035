package live.lyceum.recorder.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/// Makes what was kept of a session look as old as a test's clock has it.
final class SpeechAge {
    private SpeechAge() {}

    /// The last was written then, in epoch milliseconds.
    static void set(Path folder, long atMs) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.toList();
        }
        for (Path each : all) {
            Files.setLastModifiedTime(each, FileTime.fromMillis(atMs));
        }
    }
}
