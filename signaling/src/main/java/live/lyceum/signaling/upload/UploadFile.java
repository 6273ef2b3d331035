package live.lyceum.signaling.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import live.lyceum.signaling.protocol.Digests;
import live.lyceum.signaling.protocol.Upload;
import org.jspecify.annotations.Nullable;

/// One upload on the disk: the recording as it came, and its log beside it. A chunk is there once
/// its line in the log is, which is written after the chunk is on the disk. Blocks. Guarded by the
/// lock of its session.
final class UploadFile {
    static final String LOG = ".log";

    private static final int PIECE = 256 * 1024;

    private final Path data;
    private final UploadLog log;
    private final UploadLog.Heading heading;
    private final List<UploadLog.Chunk> chunks;
    private @Nullable String sha256;

    /// Of all chunks; null until the file was read.
    private @Nullable MessageDigest digest;

    private UploadFile(Path data, UploadLog.Content content) {
        this.data = data;
        log = content.log();
        heading = content.heading();
        chunks = new ArrayList<>(content.chunks());
        sha256 = content.sha256();
    }

    static UploadFile create(Path folder, UploadLog.Heading heading) throws IOException {
        Path data = folder.resolve(fileName(heading));
        Files.deleteIfExists(data);
        Files.createFile(data);
        UploadLog log = UploadLog.create(folder.resolve(heading.id() + LOG), heading);
        keepNames(folder);
        var content = new UploadLog.Content(log, heading, List.of(), null);
        return new UploadFile(data, content);
    }

    /// Makes the names in a folder outlive a power failure.
    static void keepNames(Path folder) throws IOException {
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /// The upload of a log; null if it was never made whole.
    static @Nullable UploadFile open(Path log) throws IOException {
        UploadLog.Content content = UploadLog.read(log);
        return content == null
                ? null
                : new UploadFile(log.resolveSibling(fileName(content.heading())), content);
    }

    private static String fileName(UploadLog.Heading heading) {
        return "%s.%s".formatted(heading.id(), heading.type().ending());
    }

    UploadLog.Heading heading() {
        return heading;
    }

    long bytes() {
        return chunks.isEmpty() ? 0 : chunks.getLast().end();
    }

    int nextIndex() {
        return chunks.size();
    }

    /// When the newest of it came, in epoch milliseconds.
    long lastMs() {
        return chunks.isEmpty() ? heading.atMs() : chunks.getLast().atMs();
    }

    /// Deletes it; what is left when that fails is no upload, or the upload still.
    void delete() throws IOException {
        Files.deleteIfExists(data);
        Files.deleteIfExists(data.resolveSibling(heading.id() + LOG));
    }

    boolean has(int index, ReceivedChunk chunk) {
        return index < chunks.size() && chunks.get(index).sha256().equals(chunk.sha256());
    }

    Upload.State state(UploadLimits limits, long nowMs) {
        if (sha256 != null) {
            return Upload.State.COMPLETE;
        }
        boolean over =
                nowMs - lastMs() >= limits.idleMs() || nowMs - heading.atMs() >= limits.lifeMs();
        return over ? Upload.State.CLOSED : Upload.State.OPEN;
    }

    Upload shown(UploadLimits limits, long nowMs) {
        return new Upload(
                heading.id(),
                heading.session(),
                heading.who(),
                heading.name(),
                heading.type(),
                fileName(heading),
                heading.startedAtMs(),
                nextIndex(),
                bytes(),
                state(limits, nowMs),
                sha256);
    }

    /// Adds the next chunk; when this returns it is on the disk.
    void append(ReceivedChunk chunk, long nowMs) throws IOException {
        MessageDigest whole = digestCopy();
        try (var from = FileChannel.open(chunk.file(), StandardOpenOption.READ);
                var to = FileChannel.open(data, StandardOpenOption.WRITE)) {
            // What an append before this one left when it failed, or the process ended in it.
            to.truncate(bytes());
            to.position(bytes());
            copy(from, to, whole);
            to.force(true);
        }
        var added = new UploadLog.Chunk(nextIndex(), bytes(), chunk.bytes(), chunk.sha256(), nowMs);
        log.add(added);
        chunks.add(added);
        digest = whole;
    }

    private static void copy(FileChannel from, FileChannel to, MessageDigest digest)
            throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        while (from.read(piece) >= 0) {
            piece.flip();
            digest.update(piece.duplicate());
            while (piece.hasRemaining()) {
                to.write(piece);
            }
            piece.clear();
        }
    }

    /// Nothing comes after it. Cuts off what no line of the log tells of.
    void complete(long nowMs) throws IOException {
        String whole = HexFormat.of().formatHex(digestCopy().digest());
        try (var file = FileChannel.open(data, StandardOpenOption.WRITE)) {
            file.truncate(bytes());
            file.force(true);
        }
        log.complete(bytes(), whole, nowMs);
        sha256 = whole;
    }

    /// One that may be gone on with, whatever becomes of it.
    private MessageDigest digestCopy() throws IOException {
        MessageDigest known = digest;
        if (known == null) {
            known = read();
            digest = known;
        }
        return Digests.copy(known);
    }

    private MessageDigest read() throws IOException {
        MessageDigest read = Digests.sha256();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        long left = bytes();
        try (var file = FileChannel.open(data, StandardOpenOption.READ)) {
            while (left > 0) {
                piece.clear().limit((int) Math.min(PIECE, left));
                int got = file.read(piece);
                if (got < 0) {
                    throw new IOException(data + " has less than its log says");
                }
                left -= got;
                read.update(piece.flip());
            }
        }
        return read;
    }
}
