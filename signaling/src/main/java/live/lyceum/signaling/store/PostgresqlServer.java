package live.lyceum.signaling.store;

import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;
import live.lyceum.config.DatabaseSettings;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// A database on a PostgreSQL server.
final class PostgresqlServer {
    private static final int CONNECT_S = 5;
    private static final int ANSWER_S = 20;

    /// Any number, the same for all servers.
    private static final long LOCK = 0x6c796365756dL;

    private static final int LOCK_MS = 1_000;

    /// SQLSTATE (PostgreSQL's appendix A).
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private PostgresqlServer() {}

    static Database open(DatabaseSettings settings) throws DatabaseException {
        PGSimpleDataSource source = source(settings);
        String name = name(settings);
        return Database.open(
                name,
                source,
                "postgresql",
                new Database.Sql(
                        // Whatever the server's default is: a row counts when it is on the disk.
                        "SET synchronous_commit TO on",
                        "SET default_transaction_read_only TO on",
                        null,
                        new PostgresqlWords()),
                lock(source, name));
    }

    static PGSimpleDataSource source(DatabaseSettings settings) {
        var source = new PGSimpleDataSource();
        source.setURL(settings.jdbcUrl());
        if (settings.user() != null) {
            source.setUser(settings.user());
        }
        if (settings.password() != null) {
            source.setPassword(settings.password());
        }
        source.setApplicationName("lyceum");
        source.setConnectTimeout(CONNECT_S);
        source.setSocketTimeout(ANSWER_S);
        source.setTcpKeepAlive(true);
        return source;
    }

    /// What stands behind the question mark may be a secret.
    static String name(DatabaseSettings settings) {
        return settings.jdbcUrl().split("\\?", 2)[0];
    }

    /// Held until the end by a connection of its own: two servers on one database would each end
    /// the rooms of the other.
    private static Closeable lock(PGSimpleDataSource source, String name) throws DatabaseException {
        Connection connection = null;
        try {
            connection = source.getConnection();
            requireUtf8(connection, name);
            if (locked(connection)) {
                Connection held = connection;
                return () -> close(held);
            }
            throw new DatabaseException(
                    DatabaseException.Reason.IN_USE,
                    DatabaseException.Reason.IN_USE.of(name),
                    null);
        } catch (SQLException failed) {
            close(connection);
            throw DatabaseException.of(name, failed);
        } catch (DatabaseException refused) {
            close(connection);
            throw refused;
        }
    }

    /// Waits a little: of a server that has just ended the database may not have noticed yet.
    private static boolean locked(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET lock_timeout TO %d".formatted(LOCK_MS));
            statement.execute("SELECT pg_advisory_lock(%d)".formatted(LOCK));
            return true;
        } catch (SQLException taken) {
            if (LOCK_NOT_AVAILABLE.equals(taken.getSQLState())) {
                return false;
            }
            throw taken;
        }
    }

    /// Anything else would fail at the first letter that it does not have.
    private static void requireUtf8(Connection connection, String name)
            throws SQLException, DatabaseException {
        String encoding = one(connection, "SHOW server_encoding");
        if (!encoding.equals("UTF8")) {
            throw new DatabaseException(
                    DatabaseException.Reason.FAILED,
                    "the database %s is %s, and has to be UTF8".formatted(name, encoding),
                    null);
        }
    }

    private static String one(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(query)) {
            return found.next() ? found.getString(1) : "";
        }
    }

    private static void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException gone) {
            // Then its lock is gone too.
        }
    }
}
