package live.lyceum.recorder.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import live.lyceum.recorder.journal.JournalBuffer;
import live.lyceum.recorder.journal.JournalEntry;
import live.lyceum.recorder.journal.Track;

/// Writes one journal on the caller's thread.
public final class JournalWriter implements Closeable {
    private final FileChannel file;
    private final JournalBuffer buffer;

    /// The file must not be there.
    public JournalWriter(Path path, Track track) {
        try {
            file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        buffer = new JournalBuffer(track);
    }

    public void add(JournalEntry entry) {
        if (!buffer.add(entry)) {
            write();
            if (!buffer.add(entry)) {
                throw new IllegalStateException("an empty buffer has room for every entry");
            }
        }
    }

    /// All that was added is in the file.
    public void write() {
        ByteBuffer bytes = buffer.take();
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            buffer.taken();
        }
    }

    @Override
    public void close() {
        write();
        try {
            file.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
