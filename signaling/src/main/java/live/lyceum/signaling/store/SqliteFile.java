package live.lyceum.signaling.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The SQLite database of a data folder.
final class SqliteFile {
    static final String NAME = "lyceum.db";

    private static final String KIND = "sqlite";
    private static final int BUSY_MS = 5_000;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> WRITERS =
            Set.of(
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_WRITE);

    private SqliteFile() {}

    /// Opens it, and makes it and its folder if there is none.
    static Database open(Path folder) throws DatabaseException {
        Path file = folder.resolve(NAME);
        String name = file.toString();
        DataFolderLock lock;
        try {
            Files.createDirectories(folder);
            lock = DataFolderLock.take(folder);
        } catch (DatabaseException taken) {
            throw taken;
        } catch (IOException notThere) {
            throw new DatabaseException(
                    DatabaseException.Reason.READ_ONLY,
                    DatabaseException.Reason.READ_ONLY.of(name),
                    notThere);
        }
        try {
            make(file);
            check(file);
        } catch (DatabaseException wrong) {
            letGo(lock, wrong);
            throw wrong;
        }
        return Database.open(
                name,
                source(file),
                KIND,
                new Database.Sql(
                        // An erased text is overwritten, not only left out,
                        "PRAGMA secure_delete = ON",
                        "PRAGMA query_only = ON",
                        // and not kept in the write-ahead log either.
                        "PRAGMA wal_checkpoint(TRUNCATE)",
                        new SqliteWords()),
                lock);
    }

    private static void letGo(DataFolderLock lock, DatabaseException because) {
        try {
            lock.close();
        } catch (IOException unlikely) {
            because.addSuppressed(unlikely);
        }
    }

    /// What people wrote is in it: nobody else may read it.
    private static void make(Path file) throws DatabaseException {
        try {
            if (Files.notExists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            // The system's administrator may write everything, but a file nobody may write is
            // meant.
            boolean somebody =
                    Files.getPosixFilePermissions(file).stream().anyMatch(WRITERS::contains);
            if (somebody && Files.isWritable(file)) {
                return;
            }
        } catch (IOException notThere) {
            throw readOnly(file, notThere);
        }
        throw readOnly(file, null);
    }

    private static DatabaseException readOnly(Path file, @Nullable IOException cause) {
        return new DatabaseException(
                DatabaseException.Reason.READ_ONLY,
                DatabaseException.Reason.READ_ONLY.of(file.toString()),
                cause);
    }

    /// Refuses a damaged file.
    static void check(Path file) throws DatabaseException {
        try (Connection connection = source(file).getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery("PRAGMA quick_check(1)")) {
            String verdict = found.next() ? found.getString(1) : "no answer";
            if (!verdict.equals("ok")) {
                throw new DatabaseException(
                        DatabaseException.Reason.CORRUPT,
                        DatabaseException.Reason.CORRUPT.of(file.toString()) + ": " + verdict,
                        null);
            }
        } catch (SQLException failed) {
            throw DatabaseException.of(file.toString(), failed);
        }
    }

    /// A commit returns when it is on the disk: write-ahead log, flushed each time.
    static SQLiteDataSource source(Path file) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MS);
        config.enforceForeignKeys(true);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }
}
