package live.lyceum.signaling.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Keeps a second process away from a data folder. The system lets it go when the process dies.
final class DataFolderLock implements Closeable {
    private static final String FILE = "lyceum.lock";

    private final FileChannel channel;

    private DataFolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the folder.
    static DataFolderLock take(Path folder) throws DatabaseException {
        String name = folder.resolve(SqliteFile.NAME).toString();
        try {
            var channel =
                    FileChannel.open(
                            folder.resolve(FILE),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new DatabaseException(
                        DatabaseException.Reason.IN_USE,
                        DatabaseException.Reason.IN_USE.of(name),
                        null);
            }
            return new DataFolderLock(channel);
        } catch (DatabaseException inUse) {
            throw inUse;
        } catch (IOException notWritable) {
            throw new DatabaseException(
                    DatabaseException.Reason.READ_ONLY,
                    DatabaseException.Reason.READ_ONLY.of(name),
                    notWritable);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
