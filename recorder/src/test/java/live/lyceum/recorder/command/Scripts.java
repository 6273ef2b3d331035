package live.lyceum.recorder.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import live.lyceum.config.TranscriptionSettings;

/// Small programs in the place of one that recognises speech.
final class Scripts {
    private final Path folder;

    Scripts(Path folder) {
        this.folder = folder;
    }

    /// Makes a program of lines for bash.
    Program program(int atOnce, String lines) throws IOException {
        Path file = Files.createTempFile(folder, "hears", ".sh");
        Files.writeString(file, "#!/bin/bash\n" + lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return program(atOnce, List.of(file.toString()));
    }

    static Program program(int atOnce, List<String> words) {
        return new Program(
                new TranscriptionSettings.Command(words), List.of("en-US", "de"), atOnce);
    }
}
