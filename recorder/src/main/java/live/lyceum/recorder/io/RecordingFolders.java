package live.lyceum.recorder.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.RecordingId;

/// Where recordings are kept: `<session>/<recording>/`, and what is in there. Blocks.
public final class RecordingFolders {
    /// What is made of a recording, below its folder.
    public static final String FILES = "files";

    /// What says what was made, in [#FILES].
    static final String MANIFEST = "manifest.json";

    private static final String JOURNAL = ".journal";
    private static final String WORK = "work";

    private final Path root;

    public RecordingFolders(Path root) {
        this.root = root;
    }

    /// That of a recording, which need not be there.
    public Path of(RoomId session, RecordingId id) {
        return root.resolve(session.value()).resolve(id.value());
    }

    /// Makes the folder of a recording, for its owner only, if it is not there.
    Path make(RoomId session, RecordingId id) throws IOException {
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return Files.createDirectories(of(session, id), owner);
    }

    /// How many bytes can still be written.
    long freeBytes() throws IOException {
        Files.createDirectories(root);
        return Files.getFileStore(root).getUsableSpace();
    }

    /// The highest number of a journal in a folder, or 0.
    static int journals(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString())
                    .filter(name -> name.endsWith(JOURNAL))
                    .map(name -> name.substring(0, name.length() - JOURNAL.length()))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(0);
        }
    }

    /// Deletes what a film was made of, now that it is made.
    static void tidy(Path folder) throws IOException {
        delete(folder.resolve(WORK), each -> true);
        delete(folder, each -> each.getFileName().toString().endsWith(JOURNAL));
    }

    /// Deletes all of a recording, and its session's folder if there is nothing else in it.
    void delete(RoomId session, RecordingId id) throws IOException {
        delete(of(session, id), each -> true);
        try {
            Files.deleteIfExists(root.resolve(session.value()));
        } catch (DirectoryNotEmptyException others) {
            // Other recordings of this session.
        }
    }

    private static void delete(Path folder, Predicate<Path> which) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.filter(which).sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException gone) {
            return;
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
