package live.lyceum.recorder.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Reads a journal from its begin, also while it is written: what is not whole yet is not there
/// yet. Blocks; owned by its thread.
public final class JournalReader implements Closeable {
    private static final int BUFFER = 256 * 1024;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
    private final Track track;
    private long read;

    private JournalReader(FileChannel file, Path path) throws IOException {
        this.file = file;
        if (!fill() || buffer.remaining() < Long.BYTES || buffer.getLong() != JournalCodec.MAGIC) {
            throw new IOException(path + " is no journal of this version");
        }
        if (!(next() instanceof JournalEntry.Opened opened)) {
            throw new IOException(path + " does not say what it is of");
        }
        track = opened.track();
    }

    /// Opens a journal and reads what it is of.
    ///
    /// @throws IOException if it cannot be read, is something else, or has nothing whole in it
    public static JournalReader open(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new JournalReader(file, path);
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    public Track track() {
        return track;
    }

    /// The next entry; null when no whole one follows. Of a file that is still written there may be
    /// more later.
    public @Nullable JournalEntry next() throws IOException {
        JournalEntry entry = whole();
        return entry == null && fill() ? whole() : entry;
    }

    private @Nullable JournalEntry whole() {
        int before = buffer.position();
        JournalEntry entry = JournalCodec.read(buffer);
        read += buffer.position() - before;
        return entry;
    }

    /// How many bytes of the file were read as whole entries.
    public long position() {
        return Long.BYTES + read;
    }

    /// Reads on; false if there is nothing new.
    private boolean fill() throws IOException {
        buffer.compact();
        int more = 0;
        while (buffer.hasRemaining() && more >= 0) {
            more = file.read(buffer);
            if (more <= 0) {
                break;
            }
        }
        buffer.flip();
        return buffer.hasRemaining();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
