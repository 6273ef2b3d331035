package live.lyceum.signaling.store;

import live.lyceum.config.DatabaseSettings;
import org.postgresql.ds.PGSimpleDataSource;

/// A database on a PostgreSQL server.
final class PostgresqlServer {
    private static final int CONNECT_S = 5;
    private static final int ANSWER_S = 20;

    private PostgresqlServer() {}

    static Database open(DatabaseSettings settings) throws DatabaseException {
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
        return Database.open(
                settings.jdbcUrl(),
                source,
                "postgresql",
                new Database.Sql(
                        // Whatever the server's default is: a row counts when it is on the disk.
                        "SET synchronous_commit TO on",
                        "SET default_transaction_read_only TO on",
                        null),
                () -> {});
    }
}
