package live.lyceum.signaling.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/// Backup and restore of a data folder's SQLite database. Blocks.
public final class SqliteCopies {
    private static final String OLD = SqliteFile.NAME + ".old";

    private SqliteCopies() {}

    /// Writes a copy of the database as it is at one moment, while a server may go on writing.
    ///
    /// @param copy a file that does not exist
    public static void backup(Path folder, Path copy) throws DatabaseException {
        Path file = folder.resolve(SqliteFile.NAME);
        if (Files.notExists(file)) {
            throw failed("there is no database %s".formatted(file), null);
        }
        if (Files.exists(copy)) {
            throw failed("%s is there already".formatted(copy), null);
        }
        Path part = copy.resolveSibling(copy.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            createOwnerOnly(part);
            vacuum(file, part);
            flush(part);
            Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (DatabaseException told) {
            throw told;
        } catch (IOException notWritten) {
            throw failed("could not write %s: %s".formatted(copy, notWritten), notWritten);
        }
    }

    private static void vacuum(Path file, Path into) throws DatabaseException {
        try (Connection connection = SqliteFile.source(file).getConnection();
                var statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, into.toString());
            statement.execute();
        } catch (SQLException failed) {
            throw DatabaseException.of(into.toString(), failed);
        }
        SqliteFile.check(into);
    }

    /// Puts a copy in the place of the database, which is kept as `lyceum.db.old`. Refuses while a
    /// server runs, and a copy that is damaged, newer, or something else.
    public static void restore(Path folder, Path copy) throws DatabaseException {
        if (!Files.isRegularFile(copy)) {
            throw failed("there is no file %s".formatted(copy), null);
        }
        try {
            Files.createDirectories(folder);
            try (var _ = DataFolderLock.take(folder)) {
                Path part = folder.resolve(SqliteFile.NAME + ".part");
                Files.deleteIfExists(part);
                createOwnerOnly(part);
                try (var into = Files.newOutputStream(part)) {
                    Files.copy(copy, into);
                }
                check(part, copy.toString());
                flush(part);
                replace(folder, part);
            }
        } catch (DatabaseException told) {
            throw told;
        } catch (IOException notWritten) {
            throw failed("could not restore %s: %s".formatted(copy, notWritten), notWritten);
        }
    }

    private static void check(Path part, String name) throws DatabaseException {
        try {
            SqliteFile.check(part);
            var flyway = Database.flyway(SqliteFile.source(part), "sqlite");
            if (flyway.info().applied().length == 0) {
                throw failed("%s is no database of Lyceum".formatted(name), null);
            }
            Database.refuseNewer(name, flyway);
        } catch (FlywayException failed) {
            throw DatabaseException.of(name, failed);
        }
    }

    private static void replace(Path folder, Path part) throws IOException {
        Path file = folder.resolve(SqliteFile.NAME);
        if (Files.exists(file)) {
            fold(file);
            Files.deleteIfExists(folder.resolve(OLD));
            Files.createLink(folder.resolve(OLD), file);
        }
        for (String suffix : new String[] {"-wal", "-shm"}) {
            Path beside = folder.resolve(SqliteFile.NAME + suffix);
            if (Files.exists(beside)) {
                Files.move(
                        beside, folder.resolve(OLD + suffix), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(folder.resolve(OLD + suffix));
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        for (String suffix : new String[] {"-wal", "-shm"}) {
            Files.deleteIfExists(part.resolveSibling(part.getFileName() + suffix));
        }
        flush(folder);
    }

    /// Moves what is in the write-ahead log into the file; of a damaged one both are kept.
    private static void fold(Path file) {
        try (Connection connection = SqliteFile.source(file).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException damaged) {
            // That may be why somebody restores a copy.
        }
    }

    private static void createOwnerOnly(Path file) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void flush(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static DatabaseException failed(String message, @Nullable Throwable cause) {
        return new DatabaseException(DatabaseException.Reason.FAILED, message, cause);
    }
}
