package live.lyceum.signaling.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.pool.ProxyConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.lyceum.config.InvalidSettingsException;
import live.lyceum.config.SettingsLoader;
import live.lyceum.config.StorageSettings;
import live.lyceum.signaling.testkit.PostgresqlProcess;
import live.lyceum.signaling.testkit.QuietLog;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresqlStoreTest extends StoreContract {
    private static PostgresqlProcess server;

    @TempDir Path folder;
    private String url = "";
    private SqlStore store;

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        server = PostgresqlProcess.start();
    }

    @AfterAll
    static void stopServer() throws IOException, InterruptedException {
        server.close();
    }

    @BeforeEach
    void open() throws Exception {
        url = server.newDatabase();
        store = open(url);
    }

    private SqlStore open(String database) throws InvalidSettingsException, IOException {
        return SqlStore.open(settings(database), new SimpleMeterRegistry());
    }

    private StorageSettings settings(String database) throws InvalidSettingsException {
        return SettingsLoader.load(
                        Map.of(
                                "LYCEUM_DATABASE_URL",
                                database,
                                "LYCEUM_DATA_DIR",
                                folder.toString()),
                        Map.of())
                .storage();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public Store store() {
        return store;
    }

    @Test
    void everythingIsThereAfterARestartAndNothingInTheDataFolder() throws Exception {
        create(ROOM);
        done(store.append(ROOM, SampleRows.afterTheOpening()));
        done(store.alive(17));
        store.close();

        store = open(url);

        assertThat(done(store.read(ROOM, 1, 100))).isEqualTo(SampleRows.afterTheOpening());
        assertThat(store.last()).isEqualTo(17);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aSecondServerOnTheSameDatabaseIsRefused() throws Exception {
        var told = catchThrowableOfType(DatabaseException.class, () -> open(url).close());

        assertThat(told.reason()).isEqualTo(DatabaseException.Reason.IN_USE);
        create(ROOM);
        store.close();
        store = open(url);
        assertThat(done(store.get(ROOM))).contains(session(ROOM));
    }

    @Test
    void anErasedTextIsGoneAndTheChainHolds() {
        create(ROOM);
        done(store.append(ROOM, SampleRows.afterTheOpening()));

        done(store.eraseText(ROOM, 2));

        assertThat(done(store.read(ROOM, 0, 100))).hasSize(SampleRows.facts().size());
    }

    @Test
    void aSearchThatTakesTooLongIsBrokenOff() throws Exception {
        try (var log = new QuietLog(ProxyConnection.class);
                var database = Database.open(settings(server.newDatabase()))) {
            database.readers()
                    .useHandle(handle -> {
                        Throwable told =
                                catchThrowable(() ->
                                        database.words().within(handle, 1, () -> slow(handle)));

                        assertThat(DatabaseException.isBrokenOff(told)).isTrue();
                        assertThat(handle.createQuery("SELECT 1").mapTo(Integer.class).one())
                                .isOne();
                    });
            assertThat(log.lines()).isEmpty();
        }
    }

    private static String slow(Handle handle) {
        return handle.createQuery("SELECT pg_sleep(30)").mapTo(String.class).one();
    }

    @Test
    void linesOfBeforeAreFound() throws Exception {
        String before = server.newDatabase();
        var source = PostgresqlServer.source(Objects.requireNonNull(settings(before).database()));
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/postgresql")
                .table("schema_history")
                .target("6")
                .load()
                .migrate();
        Jdbi.create(source).useHandle(TranscriptLinesBefore::write);

        try (var upgraded = open(before)) {
            TranscriptLinesBefore.check(upgraded);
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsToldWithoutThePassword() {
        var told =
                catchThrowableOfType(
                        DatabaseException.class, () -> open(server.url("nowhere")).close());

        assertThat(told.reason()).isEqualTo(DatabaseException.Reason.UNREACHABLE);
        assertThat(told)
                .hasMessageContaining("/nowhere cannot be reached")
                .hasMessageNotContaining("unused");
    }

    @Test
    void aServerThatStopsFailsTheAppend() throws Exception {
        try (var second = PostgresqlProcess.start();
                var cut = open(second.newDatabase())) {
            done(cut.create(session(ROOM), opened(ROOM)));
            second.stop();

            try (var log = new QuietLog(StoreWriter.class);
                    var pool = new QuietLog(ProxyConnection.class)) {
                assertFails(cut.append(ROOM, List.of(row(2))), StoreException.Reason.FAILED);
                assertFails(cut.read(ROOM, 0, 10), StoreException.Reason.FAILED);
                assertThat(log.lines()).hasSize(1);
                assertThat(pool.lines()).isNotEmpty();
            }
        }
    }
}
