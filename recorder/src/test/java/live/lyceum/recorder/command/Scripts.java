package live.lyceum.recorder.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import live.lyceum.recorder.testkit.Transcribing;

/// Small programs in the place of one that recognises speech.
final class Scripts {
    private final Path folder;

    Scripts(Path folder) {
        this.folder = folder;
    }

    /// Makes a program of lines for bash.
    Program program(int atOnce, String lines) throws IOException {
        return program(atOnce, file(lines));
    }

    /// A file that can be run, of lines for bash.
    Path file(String lines) throws IOException {
        Path file = Files.createTempFile(folder, "hears", ".sh");
        Files.writeString(file, "#!/bin/bash\n" + lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    static Program program(int atOnce, Path file) {
        return Program.of(Transcribing.byProgram(file).languages("en-US", "de").settings(), atOnce);
    }
}
