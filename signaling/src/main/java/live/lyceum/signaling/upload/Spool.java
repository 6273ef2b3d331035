package live.lyceum.signaling.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import live.lyceum.signaling.protocol.Digests;

/// Where a chunk is gathered while it arrives: a file that is nobody's yet. Blocks. Used by one
/// thread at a time.
public final class Spool {
    private final Path file;
    private final FileChannel channel;
    private final MessageDigest digest = Digests.sha256();
    private final ByteArrayOutputStream start = new ByteArrayOutputStream();
    private long bytes;

    Spool(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /// Adds bytes.
    ///
    /// @throws IOException if the disk does not take them
    public void write(ByteBuffer piece) throws IOException {
        while (start.size() < ReceivedChunk.START && start.size() < bytes + piece.remaining()) {
            start.write(piece.get(piece.position() + start.size() - (int) bytes));
        }
        bytes += piece.remaining();
        digest.update(piece.duplicate());
        while (piece.hasRemaining()) {
            channel.write(piece);
        }
    }

    /// All of it has arrived.
    public ReceivedChunk end() throws IOException {
        channel.close();
        String sha256 = HexFormat.of().formatHex(digest.digest());
        return new ReceivedChunk(
                file, bytes, sha256, HexFormat.of().formatHex(start.toByteArray()));
    }

    /// Forgets it, also after its end.
    public void discard() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            // Until the next start, which empties the folder.
        }
    }
}
