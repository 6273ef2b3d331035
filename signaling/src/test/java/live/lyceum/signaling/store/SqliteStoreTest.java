package live.lyceum.signaling.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import live.lyceum.config.StorageSettings;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Feedback;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SeatedSession;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
    private static final int ROOMS = 50;
    private static final int APPENDS = 20;

    @TempDir Path folder;
    private MeterRegistry registry = new SimpleMeterRegistry();
    private SqlStore store;

    @BeforeEach
    void open() throws IOException {
        registry = new SimpleMeterRegistry();
        store = SqlStore.open(new StorageSettings(folder, null), registry);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() throws IOException {
        store.close();
        open();
    }

    @Override
    public Store store() {
        return store;
    }

    @Test
    void everythingIsThereAfterARestart() throws IOException {
        create(ROOM);
        done(store.append(ROOM, SampleRows.afterTheOpening()));
        done(store.update(ended(ROOM)));
        done(store.seat(ROOM, List.of(seat(MINA, "Mina", Role.LEARNER))));
        done(store.put(ROOM, given(MINA, 5, "fine", 10)));
        done(store.alive(17));
        assertThat(store.last()).isZero();

        reopen();

        assertThat(done(store.read(ROOM, 1, 100))).isEqualTo(SampleRows.afterTheOpening());
        assertThat(done(store.get(ROOM))).contains(ended(ROOM));
        assertThat(done(store.sessionsOf(TenantId.MAIN, MINA, null, 10)))
                .containsExactly(new SeatedSession(ended(ROOM), Role.LEARNER));
        assertThat(done(store.feedback(ROOM, null, 10)))
                .containsExactly(new Feedback(MINA, "Mina", new Feedback.Review(5, "fine"), 10));
        assertThat(store.last()).isEqualTo(17);
    }

    @Test
    void aDatabaseOfTheFirstVersionIsBroughtUpToDate() throws IOException {
        store.close();
        Path older = folder.resolve("older");
        Files.createDirectories(older);
        Flyway.configure()
                .dataSource(SqliteFile.source(older.resolve("lyceum.db")))
                .locations("classpath:db/sqlite")
                .table("schema_history")
                .target("1")
                .load()
                .migrate();

        store = SqlStore.open(new StorageSettings(older, null), registry);

        create(ROOM);
        done(store.put(ROOM, given(MINA, 5, "fine", 10)));
        assertThat(done(store.feedback(ROOM, null, 10)))
                .containsExactly(given(MINA, 5, "fine", 10));
    }

    @Test
    void nobodyElseMayReadTheFile() throws IOException {
        for (String name : List.of("lyceum.db", "lyceum.db-wal", "lyceum.db-shm")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aCommitIsOnTheDiskBeforeItReturns() throws IOException {
        store.close();
        try (var database = Database.open(new StorageSettings(folder, null))) {
            assertThat(pragma(database.writer(), "journal_mode")).isEqualTo("wal");
            assertThat(pragma(database.writer(), "synchronous")).isEqualTo("2");
            assertThat(pragma(database.writer(), "foreign_keys")).isEqualTo("1");
            assertThat(pragma(database.writer(), "secure_delete")).isEqualTo("1");
            assertThat(pragma(database.writer(), "busy_timeout")).isEqualTo("5000");
            assertThat(pragma(database.readers(), "query_only")).isEqualTo("1");
        }
        open();
    }

    private static String pragma(Jdbi jdbi, String name) {
        return jdbi.withHandle(
                handle -> handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
    }

    @Test
    void manyRoomsShareATransaction() {
        var rooms = new ArrayList<RoomId>();
        for (int i = 0; i < ROOMS; i++) {
            rooms.add(new RoomId("ses_" + i));
            create(rooms.getLast());
        }
        long before = commits();

        rooms.stream()
                .map(room -> appendFrom(2, room).toCompletableFuture())
                .toList()
                .forEach(StoreContract::done);

        assertThat(commits() - before).isBetween((long) APPENDS, ROOMS * APPENDS / 4L);
        for (RoomId room : rooms) {
            assertThat(done(store.read(room, 0, 100))).hasSize(1 + APPENDS);
        }
    }

    private CompletionStage<Void> appendFrom(long seq, RoomId room) {
        return seq == 2 + APPENDS
                ? CompletableFuture.completedStage(null)
                : store.append(room, List.of(row(seq)))
                        .thenCompose(done -> appendFrom(seq + 1, room));
    }

    private long commits() {
        return registry.get("lyceum.store.commit").timer().count();
    }

    @Test
    void whoIsRefusedDoesNotHarmTheOthersOfTheTransaction() {
        create(ROOM);
        var other = new RoomId("ses_2");
        create(other);

        CompletionStage<Void> gap = store.append(ROOM, List.of(row(7)));
        CompletionStage<Void> good = store.append(other, List.of(row(2)));

        assertFails(gap, StoreException.Reason.CONFLICT);
        done(good);
        assertThat(done(store.read(other, 1, 10))).containsExactly(row(2));
        assertThat(registry.get("lyceum.store.failed").tag("reason", "conflict").counter().count())
                .isEqualTo(1);
    }

    @Test
    void aRuleOfTheSchemaThatIsBrokenFailsOnlyItsOwnTask() throws InterruptedException {
        create(ROOM);
        try (var database = raw();
                var callers = Executors.newVirtualThreadPerTaskExecutor();
                var writer = new StoreWriter(database, callers, 10, new SimpleMeterRegistry())) {
            var go = new CountDownLatch(1);
            var first =
                    writer.submit(tables -> {
                        try {
                            go.await();
                        } catch (InterruptedException stopped) {
                            Thread.currentThread().interrupt();
                        }
                    });
            var broken = writer.submit(tables -> insertOrphan(tables));
            var good = writer.submit(tables -> tables.append(ROOM, List.of(row(2))));
            go.countDown();

            done(first);
            assertFails(broken, StoreException.Reason.CONFLICT);
            done(good);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        assertThat(done(store.read(ROOM, 1, 10))).containsExactly(row(2));
    }

    /// Twice the same row, past the check that would see it.
    private static void insertOrphan(SqlTables tables) throws StoreException {
        tables.append(ROOM, List.of(row(2), row(2)));
    }

    /// A second way into the same file, which the lock would not let in.
    private Database raw() throws DatabaseException {
        Path file = folder.resolve("lyceum.db");
        return Database.open(
                file.toString(),
                SqliteFile.source(file),
                "sqlite",
                new Database.Sql(
                        "PRAGMA secure_delete = ON",
                        "PRAGMA query_only = ON",
                        null,
                        new SqliteWords()),
                () -> {});
    }

    @Test
    void moreThanFitsIntoTheQueueIsRefusedAndCounted() throws IOException {
        store.close();
        var full = new SimpleMeterRegistry();
        try (var database = Database.open(new StorageSettings(folder, null));
                var callers = Executors.newVirtualThreadPerTaskExecutor();
                var writer = new StoreWriter(database, callers, 2, full)) {
            var begun = new CountDownLatch(1);
            var go = new CountDownLatch(1);
            var stages = new ArrayList<CompletionStage<Void>>();
            stages.add(
                    writer.submit(tables -> {
                        begun.countDown();
                        await(go);
                    }));
            await(begun);
            for (int i = 0; i < 2; i++) {
                stages.add(writer.submit(tables -> {}));
            }

            assertFails(writer.submit(tables -> {}), StoreException.Reason.FULL);

            go.countDown();
            stages.forEach(StoreContract::done);
            assertThat(full.get("lyceum.store.failed").tag("reason", "full").counter().count())
                    .isEqualTo(1);
        }
        open();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anErasedTextIsGoneAndTheChainHolds() throws IOException {
        create(ROOM);
        done(store.append(ROOM, SampleRows.afterTheOpening()));
        String name = "Mina \"P\"";
        assertThat(files()).contains(name);

        done(store.eraseText(ROOM, 2));

        List<RoomEvent.Logged> log = done(store.read(ROOM, 0, 100));
        assertThat(log).hasSize(1 + SampleRows.afterTheOpening().size());
        assertThat(((RoomFact.Joined) log.get(1).fact()).participant().name())
                .isEqualTo(ErasableText.ERASED);
        assertThat(files()).as("also while the store is open").doesNotContain(name);
    }

    @Test
    void theWordsOfAnErasedLineAreGone() throws IOException {
        create(ROOM);
        var line = new SpokenLine("l_1", MINA, "Mina", "Quokkas, everywhere", 1, 2, null, 0);
        done(
                store.append(
                        ROOM,
                        List.of(new RoomEvent.Logged(2, 2, null, new RoomFact.Transcribed(line)))));
        assertThat(files()).contains("Quokkas", "quokkas");

        done(store.eraseText(ROOM, 2));

        assertThat(files()).doesNotContain("Quokkas", "quokkas");
    }

    private String files() throws IOException {
        var all = new StringBuilder();
        try (var names = Files.list(folder)) {
            for (Path each : names.toList()) {
                all.append(Files.readString(each, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void aRowThatWasChangedByHandIsNoticed() throws IOException {
        create(ROOM);
        done(store.append(ROOM, List.of(row(2), row(3), row(4))));
        try (var database = raw()) {
            database.writer()
                    .useHandle(handle ->
                            handle.execute(
                                    "UPDATE events SET json = replace(json, '\"a\"',"
                                            + " '\"b\"') WHERE seq = 3"));
        }

        assertFails(store.read(ROOM, 0, 10), StoreException.Reason.FAILED);
        assertThat(done(store.read(ROOM, 3, 10))).containsExactly(row(4));
    }

    @Test
    void whatComesAfterTheEndIsRefused() throws IOException {
        create(ROOM);
        var appended = store.append(ROOM, List.of(row(2)));
        store.close();

        done(appended);
        assertFails(store.append(ROOM, List.of(row(3))), StoreException.Reason.FAILED);
        assertFails(store.read(ROOM, 0, 10), StoreException.Reason.FAILED);
        open();
    }
}
