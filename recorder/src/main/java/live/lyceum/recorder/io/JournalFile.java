package live.lyceum.recorder.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import live.lyceum.recorder.journal.JournalBuffer;
import live.lyceum.recorder.journal.JournalEntry;
import live.lyceum.recorder.journal.Track;

/// A journal that is written. Blocks; owned by the journals' thread.
final class JournalFile implements Closeable {
    private final FileChannel file;
    private final JournalBuffer buffer;
    private boolean dirty;

    /// Makes the file, which must not be there, for its owner only: people speak in it.
    JournalFile(Path path, Track track) throws IOException {
        file =
                FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        buffer = new JournalBuffer(track);
    }

    void add(JournalEntry entry) throws IOException {
        if (!buffer.add(entry)) {
            write();
            if (!buffer.add(entry)) {
                throw new IllegalStateException("an empty buffer has room for every entry");
            }
        }
    }

    /// Hands what was gathered to the system.
    void write() throws IOException {
        if (buffer.empty()) {
            return;
        }
        ByteBuffer bytes = buffer.take();
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            dirty = true;
        } finally {
            buffer.taken();
        }
    }

    /// Brings all of it to the disk.
    void sync() throws IOException {
        write();
        if (dirty) {
            file.force(false);
            dirty = false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            sync();
        } finally {
            file.close();
        }
    }
}
