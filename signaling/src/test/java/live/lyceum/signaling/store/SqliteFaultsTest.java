package live.lyceum.signaling.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;
import live.lyceum.config.StorageSettings;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.testkit.QuietLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFaultsTest {
    private static final RoomId ROOM = StoreContract.ROOM;

    @TempDir Path folder;

    private SqlStore open() throws IOException {
        return SqlStore.open(new StorageSettings(folder, null), new SimpleMeterRegistry());
    }

    private Path file() {
        return folder.resolve("lyceum.db");
    }

    private void makeDatabase() throws IOException {
        try (var store = open()) {
            StoreContract.done(
                    store.create(StoreContract.session(ROOM), StoreContract.opened(ROOM)));
            StoreContract.done(
                    store.append(
                            ROOM,
                            LongStream.rangeClosed(2, 500).mapToObj(StoreContract::row).toList()));
        }
    }

    private void assertRefused(DatabaseException.Reason reason, String message) {
        var told = catchThrowableOfType(DatabaseException.class, () -> open().close());

        assertThat(told).isNotNull();
        assertThat(told.reason()).isEqualTo(reason);
        assertThat(told).hasMessageContaining(file() + " " + message);
    }

    @Test
    void aFileThatMayNotBeWrittenIsRefused() throws IOException {
        makeDatabase();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("r--------"));

        assertRefused(DatabaseException.Reason.READ_ONLY, "is read-only: let the server's user");
    }

    @Test
    void somethingElseThanADatabaseIsRefused() throws IOException {
        Files.writeString(file(), "Dear diary, ".repeat(1_000));

        assertRefused(DatabaseException.Reason.CORRUPT, "is damaged: restore a backup");
    }

    @Test
    void aDamagedPageIsNoticedAtTheStart() throws IOException {
        makeDatabase();
        try (var access = new RandomAccessFile(file().toFile(), "rw")) {
            for (long at = 4_096; at < access.length(); at += 4_096) {
                access.seek(at);
                access.write(new byte[64]);
            }
        }

        assertRefused(DatabaseException.Reason.CORRUPT, "is damaged: restore a backup");
    }

    @Test
    void aFileOfANewerVersionIsRefused() throws IOException, SQLException {
        makeDatabase();
        writtenByANewerVersion(file());

        assertRefused(DatabaseException.Reason.NEWER, "was written by a newer version of Lyceum");
    }

    static void writtenByANewerVersion(Path file) throws SQLException {
        try (var connection = SqliteFile.source(file).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO schema_history (installed_rank, version, description, type, script,
                        checksum, installed_by, installed_on, execution_time, success)
                    VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', '2030-01-01 00:00:00.000', 1, 1)
                    """);
        }
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefused() throws IOException {
        try (var store = open()) {
            assertRefused(DatabaseException.Reason.IN_USE, "is in use by another Lyceum");
            assertThat(store.last()).isZero();
        }
        open().close();
    }

    /// A database that cannot grow.
    private SqlStore openFull() throws IOException {
        return new SqlStore(
                Database.open(
                        file().toString(),
                        SqliteFile.source(file()),
                        "sqlite",
                        new Database.Sql(
                                "PRAGMA max_page_count = 1",
                                "PRAGMA query_only = ON",
                                null,
                                new SqliteWords()),
                        () -> {}),
                SqlStore.Limits.DEFAULT,
                new SimpleMeterRegistry());
    }

    @Test
    void whatPeopleWroteIsNotInTheLogOfAFailure() throws IOException {
        makeDatabase();
        String comment = "not for the log ".repeat(120);
        try (var log = new QuietLog(StoreWriter.class);
                var store = openFull()) {
            boolean failed = false;
            for (int i = 0; !failed && i < 10_000; i++) {
                var given = StoreContract.given(new ParticipantId("p" + i), 5, comment, 10);
                failed =
                        store.put(ROOM, given)
                                .handle((done, error) -> error != null)
                                .toCompletableFuture()
                                .join();
            }

            assertThat(log.everything())
                    .contains("the disk is full", "UnableToExecuteStatementException")
                    .doesNotContain("not for the log");
        }
    }

    @Test
    void aFullDatabaseFailsTheAppendAndLosesNothing() throws IOException {
        makeDatabase();
        try (var log = new QuietLog(StoreWriter.class);
                var store = openFull()) {
            long last = appendUntilRefused(store, 501);

            assertThat(last).isLessThan(5_000);
            assertThat(StoreContract.done(store.read(ROOM, 0, 10_000))).hasSize((int) last);
            assertThat(log.lines()).hasSize(1);
        }
    }

    /// Appends rows until one fails, and says which was the last durable one.
    static long appendUntilRefused(SqlStore store, long from) {
        for (long seq = from; seq < from + 50_000; seq += 100) {
            var rows = LongStream.range(seq, seq + 100).mapToObj(StoreContract::row).toList();
            var stage = store.append(ROOM, rows);
            if (stage.handle((done, error) -> error != null).toCompletableFuture().join()) {
                StoreContract.assertFails(stage, StoreException.Reason.FAILED);
                assertThat(stage.handle((done, error) -> error.getMessage()))
                        .isCompletedWithValueMatching(
                                message -> message.contains("the disk is full"));
                return seq - 1;
            }
        }
        throw new AssertionError("it never was full");
    }

    @Test
    void aFullDiskIsToldAndNothingDurableIsLost() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        try (var small = SmallDisk.mount(disk);
                var log = new QuietLog(StoreWriter.class)) {
            var settings = new StorageSettings(disk, null);
            long last;
            try (var store = SqlStore.open(settings, new SimpleMeterRegistry())) {
                StoreContract.done(
                        store.create(StoreContract.session(ROOM), StoreContract.opened(ROOM)));
                last = appendUntilRefused(store, 2);
                assertThat(StoreContract.done(store.read(ROOM, 0, 100_000))).hasSize((int) last);
            }
            assertThat(log.lines()).isNotEmpty();
            small.grow();
            try (var store = SqlStore.open(settings, new SimpleMeterRegistry())) {
                assertThat(StoreContract.done(store.read(ROOM, 0, 100_000))).hasSize((int) last);
                StoreContract.done(store.append(ROOM, List.of(StoreContract.row(last + 1))));
            }
        }
    }
}
