package live.lyceum.recorder.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.journal.JournalName;

/// Where recordings are kept: `<session>/<recording>/`, and what is in there. Blocks.
public final class RecordingFolders {
    /// What is made of a recording, below its folder.
    public static final String FILES = "files";

    /// What is in the making, beside it.
    public static final String WORK = "work";

    /// What says what was made, in [#FILES].
    public static final String MANIFEST = "manifest.json";

    /// Marks of what is kept in an [Archive]: that something of it may be there; that all of it is,
    /// and what is left here may go; that it is to be deleted there.
    static final String ARCHIVING = "archiving";

    static final String ARCHIVED = "archived";
    static final String DELETING = "deleting";

    private static final String TEXT = ".vtt";

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
            return all.filter(RecordingFolders::isJournal)
                    .mapToInt(JournalName::number)
                    .max()
                    .orElse(0);
        }
    }

    /// Deletes what a film was made of, now that it is made.
    static void tidy(Path folder) throws IOException {
        delete(folder.resolve(WORK), each -> true);
        delete(folder, RecordingFolders::isJournal);
    }

    private static boolean isJournal(Path file) {
        return file.getFileName().toString().endsWith(JournalName.ENDING);
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

    /// Whether something of a recording may be in an archive.
    static boolean mayBeElsewhere(Path folder) {
        return is(folder, ARCHIVING) || is(folder, ARCHIVED);
    }

    /// Whether a folder has that mark.
    static boolean is(Path folder, String mark) {
        return Files.exists(folder.resolve(mark));
    }

    /// Sets a mark, on the disk when this returns.
    static void mark(Path folder, String mark) throws IOException {
        try (FileChannel file =
                FileChannel.open(
                        folder.resolve(mark),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            file.force(true);
        }
        sync(folder);
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    /// Notes that all of a film is in an archive, and deletes its files but two kinds that are
    /// small: the manifest, for a database that is put back, and what pages read as text, which
    /// browsers let them only from their own origin.
    static void lighten(Path folder) throws IOException {
        if (is(folder, ARCHIVING)) {
            Files.move(
                    folder.resolve(ARCHIVING),
                    folder.resolve(ARCHIVED),
                    StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
        }
        Path files = folder.resolve(FILES);
        delete(files, each -> !each.equals(files) && !isSmall(each.getFileName().toString()));
    }

    private static boolean isSmall(String name) {
        return name.equals(MANIFEST) || name.endsWith(TEXT);
    }

    /// Deletes what is here of a recording, but not the marks.
    static void clear(Path folder) throws IOException {
        Set<String> marks = Set.of(ARCHIVING, ARCHIVED, DELETING);
        delete(
                folder,
                each -> !each.equals(folder) && !marks.contains(each.getFileName().toString()));
    }

    /// A recording's folder, by its ids.
    record Place(RoomId session, RecordingId id, Path folder) {}

    /// All that are there. What is none of ours is left out.
    List<Place> all() throws IOException {
        var places = new ArrayList<Place>();
        for (Path session : list(root)) {
            for (Path each : list(session)) {
                String room = session.getFileName().toString();
                String id = each.getFileName().toString();
                if (Ids.valid(room) && Ids.valid(id)) {
                    places.add(new Place(new RoomId(room), new RecordingId(id), each));
                }
            }
        }
        return places;
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(Files::isDirectory).toList();
        }
    }

    static void delete(Path folder, Predicate<Path> which) throws IOException {
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
