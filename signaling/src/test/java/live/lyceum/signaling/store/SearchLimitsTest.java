package live.lyceum.signaling.store;

import static live.lyceum.signaling.store.StoreContract.assertFails;
import static live.lyceum.signaling.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import live.lyceum.config.StorageSettings;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Searches are slow sometimes, and nothing else is because of that.
class SearchLimitsTest {
    private static final String ENDLESS =
            """
            WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers)
            SELECT max(i) FROM numbers
            """;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    @TempDir Path folder;

    private Database database() throws DatabaseException {
        return Database.open(new StorageSettings(folder, null));
    }

    private double failed(String reason) {
        return registry.get("lyceum.store.failed").tag("reason", reason).counter().count();
    }

    private static long endless(Handle handle) {
        return handle.createQuery(ENDLESS).mapTo(Long.class).one();
    }

    @Test
    void whatTakesTooLongIsBrokenOffAndTheConnectionGoesOn() throws IOException {
        try (var database = database()) {
            database.readers()
                    .useHandle(handle -> {
                        Throwable told =
                                catchThrowable(() ->
                                        database.words().within(handle, 1, () -> endless(handle)));

                        assertThat(DatabaseException.isBrokenOff(told)).isTrue();
                        assertThat(handle.createQuery("SELECT 1").mapTo(Integer.class).one())
                                .isOne();
                    });
        }
    }

    /// Searches that never end.
    private static final class Endless implements WordSearch {
        private final WordSearch words = new SqliteWords();

        @Override
        public String condition() {
            return words.condition();
        }

        @Override
        public String words(List<String> folded) {
            return words.words(folded);
        }

        @Override
        public <T> T within(Handle handle, int ms, Supplier<T> task) {
            long forever = words.within(handle, ms, () -> endless(handle));
            throw new AssertionError(forever);
        }
    }

    @Test
    void itIsToldAndCounted() throws IOException {
        Path file = folder.resolve(SqliteFile.NAME);
        var sql =
                new Database.Sql(
                        "PRAGMA secure_delete = ON", "PRAGMA query_only = ON", null, new Endless());
        var database =
                Database.open(file.toString(), SqliteFile.source(file), "sqlite", sql, () -> {});
        try (var store = new SqlStore(database, new SqlStore.Limits(10, 10, 1, 1), registry)) {
            assertFails(store.search(search -> 1), StoreException.Reason.TOO_SLOW);

            assertThat(failed("too_slow")).isEqualTo(1);
            assertThat(failed("read")).isZero();
        }
    }

    @Test
    void tooManyAreRefusedAndOthersReadMeanwhile() throws IOException, InterruptedException {
        try (var store =
                new SqlStore(database(), new SqlStore.Limits(10, 10, 1, 10_000), registry)) {
            var begun = new CountDownLatch(1);
            var go = new CountDownLatch(1);
            var first =
                    store.search(search -> {
                        begun.countDown();
                        await(go);
                        return 1;
                    });
            begun.await();
            var second = store.search(search -> 2);

            assertFails(store.search(search -> 3), StoreException.Reason.FULL);

            assertThat(failed("full")).isEqualTo(1);
            assertThat(done(store.get(StoreContract.ROOM))).isEmpty();
            go.countDown();
            assertThat(done(first) + done(second)).isEqualTo(3);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
