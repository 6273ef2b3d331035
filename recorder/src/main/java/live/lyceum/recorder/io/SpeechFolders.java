package live.lyceum.recorder.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.cue.CueReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the speech of sessions is kept until their transcripts are final: `<session>/` with the
/// journals of microphones, and a cue file that says when their clock was 0. Blocks.
public final class SpeechFolders {
    private static final Logger LOG = LoggerFactory.getLogger(SpeechFolders.class);

    /// So long after the last was written it is worth keeping, for a service that is away or a key
    /// that has expired over a weekend; then it is deleted, recognised or not.
    static final long KEPT_MS = TimeUnit.DAYS.toMillis(3);

    private final Path root;

    public SpeechFolders(Path root) {
        this.root = root;
    }

    /// That of a session, which need not be there.
    public Path of(RoomId session) {
        return root.resolve(session.value());
    }

    /// Makes the folder of a session, for its owner only, if it is not there.
    Path make(RoomId session) throws IOException {
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return Files.createDirectories(of(session), owner);
    }

    /// When the clock of a session's journals was 0, in epoch milliseconds.
    ///
    /// @throws IOException also if nothing of it is there
    public long startedAtMs(RoomId session) throws IOException {
        try (CueReader cues = CueReader.open(of(session))) {
            return cues.heading().startedAt().toEpochMilli();
        }
    }

    /// When what was kept of a session was gone on with, in epoch milliseconds: a process before
    /// had ended then. Of a file that is damaged, or not there, what can be read.
    List<Long> resumedAtMs(RoomId session) {
        var all = new ArrayList<Long>();
        try (CueReader cues = CueReader.open(of(session))) {
            long startedAtMs = cues.heading().startedAt().toEpochMilli();
            for (Cue cue = cues.next(); cue != null; cue = cues.next()) {
                if (cue instanceof Cue.Resumed(long atMs)) {
                    all.add(startedAtMs + atMs);
                }
            }
        } catch (IOException damaged) {
            LOG.debug("when {} was gone on with cannot be read", session, damaged);
        }
        return all;
    }

    /// Until when what is there of a session is kept at most, in epoch milliseconds.
    ///
    /// @throws IOException also if nothing is there
    long keptUntilMs(RoomId session) throws IOException {
        Path folder = of(session);
        long lastMs = Files.getLastModifiedTime(folder).toMillis();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path each : found.toList()) {
                lastMs = Math.max(lastMs, Files.getLastModifiedTime(each).toMillis());
            }
        }
        return lastMs + KEPT_MS;
    }

    /// The sessions of which something is there. What is none of ours is left out.
    public List<RoomId> all() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(root)) {
            return found.filter(Files::isDirectory)
                    .map(each -> each.getFileName().toString())
                    .filter(Ids::valid)
                    .map(RoomId::new)
                    .toList();
        }
    }

    /// How many bytes a session's journals have.
    static long bytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> found = Files.list(folder)) {
            for (Path each : found.toList()) {
                bytes += Files.size(each);
            }
        }
        return bytes;
    }

    /// Deletes all of a session; nothing if nothing is there. When nothing is written to it.
    public void delete(RoomId session) throws IOException {
        RecordingFolders.delete(of(session), each -> true);
    }
}
