package live.lyceum.signaling.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Function;
import javax.sql.DataSource;
import live.lyceum.config.DatabaseSettings;
import live.lyceum.config.StorageSettings;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An open database with its tables as this version wants them: one connection that writes, and
/// some that read.
final class Database implements AutoCloseable {
    static final int READERS = 3;

    /// Those that look for words, beside the others.
    static final int SEARCHERS = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long CONNECT_MS = 5_000;

    private final String name;
    private final HikariDataSource writing;
    private final HikariDataSource reading;
    private final Jdbi writer;
    private final Jdbi readers;
    private final Sql sql;
    private final Closeable lock;

    private Database(
            String name,
            HikariDataSource writing,
            HikariDataSource reading,
            Sql sql,
            Closeable lock) {
        this.name = name;
        this.sql = sql;
        this.writing = writing;
        this.reading = reading;
        writer = jdbi(writing);
        readers = jdbi(reading);
        this.lock = lock;
    }

    /// Errors are logged, and what people wrote is not: a statement's arguments stay out of them.
    private static Jdbi jdbi(DataSource source) {
        Jdbi jdbi = Jdbi.create(source);
        jdbi.getConfig(StatementExceptions.class)
                .setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }

    /// Opens what the settings name: PostgreSQL, or a SQLite file in the data folder. Blocks.
    static Database open(StorageSettings settings) throws DatabaseException {
        DatabaseSettings server = settings.database();
        return server == null ? SqliteFile.open(settings.dataDir()) : PostgresqlServer.open(server);
    }

    /// Does something in what the settings name, in a transaction, also while a server has it open:
    /// then its tables are as that server wants them. Blocks.
    static <T> T beside(StorageSettings settings, Function<Handle, T> task)
            throws DatabaseException {
        try (Database database = open(settings)) {
            return inTransaction(database.name, database.writer, task);
        } catch (DatabaseException taken) {
            if (taken.reason() != DatabaseException.Reason.IN_USE) {
                throw taken;
            }
        }
        DatabaseSettings server = settings.database();
        return server == null
                ? inTransaction(
                        settings.dataDir().toString(),
                        jdbi(SqliteFile.source(settings.dataDir().resolve(SqliteFile.NAME))),
                        task)
                : inTransaction(
                        PostgresqlServer.name(server), jdbi(PostgresqlServer.source(server)), task);
    }

    private static <T> T inTransaction(String name, Jdbi jdbi, Function<Handle, T> task)
            throws DatabaseException {
        try {
            return jdbi.inTransaction(task::apply);
        } catch (JdbiException failed) {
            throw DatabaseException.of(name, failed);
        }
    }

    /// What a kind of database is told.
    ///
    /// @param writer to the connection that writes, at its start
    /// @param reader to those that read
    /// @param tidy after something was erased, or null
    /// @param words how it looks for words
    record Sql(String writer, String reader, @Nullable String tidy, WordSearch words) {}

    /// Migrates and opens.
    ///
    /// @param name as the operator knows it, without secrets
    /// @param source makes connections
    /// @param kind the folder of its migrations
    /// @param sql what is said to it beside its tables
    /// @param lock let go at the end, and when this fails
    static Database open(String name, DataSource source, String kind, Sql sql, Closeable lock)
            throws DatabaseException {
        HikariDataSource writing = null;
        try {
            migrate(name, source, kind);
            writing = pool(source, "store-writer", 1, sql.writer());
            return new Database(
                    name,
                    writing,
                    pool(source, "store-readers", READERS + SEARCHERS, sql.reader()),
                    sql,
                    lock);
        } catch (RuntimeException failed) {
            if (writing != null) {
                writing.close();
            }
            close(lock);
            throw DatabaseException.of(name, failed);
        } catch (DatabaseException refused) {
            close(lock);
            throw refused;
        }
    }

    private static HikariDataSource pool(DataSource source, String name, int size, String sql) {
        var config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(size);
        config.setConnectionTimeout(CONNECT_MS);
        config.setConnectionInitSql(sql);
        return new HikariDataSource(config);
    }

    /// Brings the tables up to date.
    private static void migrate(String name, DataSource source, String kind)
            throws DatabaseException {
        Flyway flyway = flyway(source, kind);
        refuseNewer(name, flyway);
        flyway.migrate();
    }

    /// Refuses a database whose last migration is not known here. Fails with [FlywayException].
    static void refuseNewer(String name, Flyway flyway) throws DatabaseException {
        for (MigrationInfo applied : flyway.info().applied()) {
            if (!applied.getState().isResolved()) {
                throw new DatabaseException(
                        DatabaseException.Reason.NEWER,
                        DatabaseException.Reason.NEWER.of(name)
                                + " (its tables have version "
                                + applied.getVersion()
                                + ")",
                        null);
            }
        }
    }

    static Flyway flyway(DataSource source, String kind) {
        return Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/" + kind)
                .table("schema_history")
                .validateMigrationNaming(true)
                .cleanDisabled(true)
                .load();
    }

    String name() {
        return name;
    }

    @Nullable String tidySql() {
        return sql.tidy();
    }

    WordSearch words() {
        return sql.words();
    }

    Jdbi writer() {
        return writer;
    }

    Jdbi readers() {
        return readers;
    }

    @Override
    public void close() {
        reading.close();
        writing.close();
        close(lock);
    }

    private static void close(Closeable lock) {
        try {
            lock.close();
        } catch (IOException unlikely) {
            LOG.warn("the lock of the data folder was not let go", unlikely);
        }
    }
}
