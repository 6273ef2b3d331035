package live.lyceum.signaling.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import live.lyceum.signaling.protocol.Upload;
import live.lyceum.signaling.protocol.UploadId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The uploads of one session, in the order in which they were made as far as their times tell.
/// Blocks. Guarded by the lock of the session.
final class SessionFolder {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFolder.class);

    private final Path folder;
    private final Map<UploadId, UploadFile> uploads = new LinkedHashMap<>();

    /// Reads what is there; a folder that is not there has none.
    SessionFolder(Path folder) throws IOException {
        this.folder = folder;
        if (!Files.isDirectory(folder)) {
            return;
        }
        var logs = new TreeSet<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + UploadFile.LOG)) {
            found.forEach(logs::add);
        }
        for (Path each : logs) {
            UploadFile upload = opened(each);
            if (upload != null) {
                uploads.put(upload.heading().id(), upload);
            }
        }
    }

    /// Null for a log that is none of ours, or damaged: it is no reason to keep the others back.
    private static @Nullable UploadFile opened(Path log) throws IOException {
        try {
            return UploadFile.open(log);
        } catch (JsonProcessingException | IllegalArgumentException damaged) {
            LOG.warn("{} is not the log of an upload, and left as it is", log, damaged);
            return null;
        }
    }

    Collection<UploadFile> all() {
        return uploads.values();
    }

    @Nullable UploadFile get(UploadId id) {
        return uploads.get(id);
    }

    UploadFile create(UploadLog.Heading heading) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
            UploadFile.keepNames(folder.resolveSibling("."));
        }
        UploadFile made = UploadFile.create(folder, heading);
        uploads.put(heading.id(), made);
        return made;
    }

    /// Deletes the uploads that have ended, and of which nothing came since.
    void expire(UploadLimits limits, long beforeMs, long nowMs) throws IOException {
        for (UploadFile each : List.copyOf(uploads.values())) {
            if (each.lastMs() < beforeMs && each.state(limits, nowMs) != Upload.State.OPEN) {
                each.delete();
                uploads.remove(each.heading().id());
            }
        }
        if (uploads.isEmpty() && Files.isDirectory(folder)) {
            try {
                Files.delete(folder);
            } catch (DirectoryNotEmptyException others) {
                LOG.debug("{} has more than uploads", folder);
            }
        }
    }

    long bytes() {
        return uploads.values().stream().mapToLong(UploadFile::bytes).sum();
    }
}
