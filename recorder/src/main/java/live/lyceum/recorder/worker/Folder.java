package live.lyceum.recorder.worker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.film.Manifest;
import live.lyceum.recorder.film.ManifestCodec;
import live.lyceum.recorder.film.Sha256;
import live.lyceum.recorder.io.RecordingFolders;
import live.lyceum.recorder.journal.JournalName;
import org.jspecify.annotations.Nullable;

/// A recording's folder as the worker uses it: journals and cues to read, `files` for what is made,
/// `work` for what is in the making. Blocks.
final class Folder {
    private static final String NO_ROOM = "no-room";
    private static final int BUFFER = 256 * 1024;

    final Path root;
    final Path files;
    final Path work;
    final Path segments;
    private final long journalsOnlyBytes;

    /// Makes the folders that are missing, for their owner only.
    ///
    /// @param journalsOnlyBytes of the disk that are left to journals at least
    Folder(Path root, long journalsOnlyBytes) throws IOException {
        this.root = root;
        this.journalsOnlyBytes = journalsOnlyBytes;
        files = make(root.resolve(RecordingFolders.FILES));
        work = make(root.resolve(RecordingFolders.WORK));
        segments = make(work.resolve("segments"));
    }

    private static Path make(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        return folder;
    }

    /// The manifest; null if there is none yet.
    @Nullable Manifest manifest() throws IOException {
        try {
            return ManifestCodec.read(Files.readString(files.resolve(RecordingFolders.MANIFEST)));
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /// Replaces the manifest.
    void write(Manifest manifest) throws IOException {
        replace(files.resolve(RecordingFolders.MANIFEST), ManifestCodec.write(manifest));
    }

    /// Replaces a file, so that it is whole at any time.
    void replace(Path path, String text) throws IOException {
        replace(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Replaces a file, so that it is whole at any time.
    void replace(Path path, byte[] bytes) throws IOException {
        Path part = path.resolveSibling(path.getFileName() + ".part");
        Files.write(part, bytes);
        sync(part);
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(path.getParent());
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    /// Brings the names of a folder to the disk.
    private static void syncFolder(@Nullable Path folder) throws IOException {
        if (folder != null) {
            try (FileChannel file = FileChannel.open(folder, StandardOpenOption.READ)) {
                file.force(true);
            }
        }
    }

    /// Brings the names of the files that were made to the disk.
    void syncFiles() throws IOException {
        syncFolder(files);
    }

    /// What the manifest says of a file.
    Film.File describe(String name, Film.Kind kind, String type) throws IOException {
        Path path = files.resolve(name);
        return new Film.File(name, kind, type, Files.size(path), sha256(path));
    }

    private static String sha256(Path path) throws IOException {
        try (var in = Files.newInputStream(path)) {
            MessageDigest digest = Sha256.digest();
            byte[] buffer = new byte[BUFFER];
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                digest.update(buffer, 0, got);
            }
            return Sha256.hex(digest.digest());
        }
    }

    /// The journals, the smallest first.
    List<Path> journals() throws IOException {
        var all = new ArrayList<Path>();
        try (DirectoryStream<Path> each = Files.newDirectoryStream(root)) {
            for (Path path : each) {
                if (JournalName.isOne(path)) {
                    all.add(path);
                }
            }
        }
        all.sort(Comparator.comparingLong(each -> each.toFile().length()));
        return all;
    }

    /// How many bytes can be written still.
    long usable() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /// How many bytes of the disk are left to journals alone.
    long reserve() throws IOException {
        long part = Files.getFileStore(root).getTotalSpace() / 20;
        return Math.clamp(part, 2L * 1024 * 1024, 512L * 1024 * 1024);
    }

    /// Whether what is left of the disk is for journals alone, those of other recordings too.
    boolean scarce() throws IOException {
        return usable() < Math.max(reserve(), journalsOnlyBytes);
    }

    /// Where what is known of a complete track is kept.
    Path known(int track) {
        return work.resolve("track-%04d.json".formatted(track));
    }

    /// How many bytes the journals have.
    long journalBytes() throws IOException {
        long bytes = 0;
        for (Path each : journals()) {
            bytes += each.toFile().length();
        }
        return bytes;
    }

    /// Deletes what a worker before left half made.
    void sweep() throws IOException {
        delete(files, "*.part");
        delete(work, "*.part");
    }

    /// Forgets the tracks, which are made again.
    void forgetTracks() throws IOException {
        delete(work, "track-*.json");
    }

    /// Deletes the file of a track that is made again.
    void deleteTrack(int number) throws IOException {
        delete(files, "track-%04d.*".formatted(number));
    }

    /// Deletes tracks that are none of these.
    void keep(List<Manifest.Track> tracks) throws IOException {
        List<String> names = tracks.stream().map(Manifest.Track::file).toList();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(files, "track-*")) {
            for (Path each : all) {
                if (!names.contains(each.getFileName().toString())) {
                    Files.delete(each);
                }
            }
        }
    }

    /// Deletes the film and all of it that is in the making, so that there is room for journals and
    /// tracks, and notes that there was none.
    void makeRoom() throws IOException {
        delete(segments, "*");
        sweep();
        delete(files, "{lesson.webm,poster.jpg,strip.jpg,strip.vtt,chapters.vtt}");
        Files.writeString(work.resolve(NO_ROOM), "");
    }

    /// Whether there was no room for everything before.
    boolean hadNoRoom() {
        return Files.exists(work.resolve(NO_ROOM));
    }

    private static void delete(Path folder, String glob) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, glob)) {
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        }
    }
}
