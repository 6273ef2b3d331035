package live.lyceum.signaling.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import live.lyceum.config.StorageSettings;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Feedback;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.room.RoomEvent;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCopiesTest {
    private static final RoomId ROOM = StoreContract.ROOM;

    @TempDir Path folder;
    private Path data = Path.of("");
    private Path copy = Path.of("");

    @BeforeEach
    void setUp() {
        data = folder.resolve("data");
        copy = folder.resolve("backup.db");
    }

    private SqlStore open() throws IOException {
        return SqlStore.open(new StorageSettings(data, null), new SimpleMeterRegistry());
    }

    private static void create(SqlStore store) {
        StoreContract.done(store.create(StoreContract.session(ROOM), StoreContract.opened(ROOM)));
    }

    private List<RoomEvent.Logged> log() throws IOException {
        try (var store = open()) {
            return StoreContract.done(store.read(ROOM, 0, 100_000));
        }
    }

    private static DatabaseException refused(ThrowingCallable call) {
        var refused = catchThrowableOfType(DatabaseException.class, call);
        assertThat(refused).isNotNull();
        return refused;
    }

    @Test
    void aCopyMadeWhileTheServerWritesIsOneMomentOfIt() throws IOException {
        var stop = new AtomicBoolean();
        CompletionStage<Long> appending;
        long before;
        try (var store = open()) {
            create(store);
            before = 20;
            for (long seq = 2; seq <= before; seq++) {
                StoreContract.done(store.append(ROOM, List.of(StoreContract.row(seq))));
            }
            appending = appendFrom(before + 1, store, stop);

            SqliteCopies.backup(data, copy);

            stop.set(true);
            StoreContract.done(appending);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        List<RoomEvent.Logged> now = log();

        SqliteCopies.restore(data, copy);

        List<RoomEvent.Logged> restored = log();
        assertThat(restored.size()).isBetween((int) before, now.size());
        assertThat(restored).isEqualTo(now.subList(0, restored.size()));
        assertThat(data.resolve("lyceum.db.old")).isRegularFile();
        assertThat(data.resolve("lyceum.db.part")).doesNotExist();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("lyceum.db"))))
                .isEqualTo("rw-------");
    }

    private static CompletionStage<Long> appendFrom(long seq, SqlStore store, AtomicBoolean stop) {
        return stop.get()
                ? CompletableFuture.completedStage(seq)
                : store.append(ROOM, List.of(StoreContract.row(seq)))
                        .thenCompose(done -> appendFrom(seq + 1, store, stop));
    }

    @Test
    void peopleAndWhatTheySaidAreInACopy() throws IOException {
        var mina = StoreContract.MINA;
        try (var store = open()) {
            create(store);
            var seat = StoreContract.seat(mina, "Mina", Role.LEARNER);
            StoreContract.done(store.seat(ROOM, List.of(seat)));
            StoreContract.done(store.put(ROOM, StoreContract.given(mina, 4, "fine", 10)));
            SqliteCopies.backup(data, copy);
            StoreContract.done(store.put(ROOM, StoreContract.given(mina, 1, null, 11)));
        }

        SqliteCopies.restore(data, copy);

        try (var store = open()) {
            assertThat(StoreContract.done(store.sessionsOf(TenantId.MAIN, mina, null, 10)))
                    .hasSize(1);
            assertThat(StoreContract.done(store.feedback(ROOM, null, 10)))
                    .containsExactly(
                            new Feedback(mina, "Mina", new Feedback.Review(4, "fine"), 10));
        }
    }

    @Test
    void whileTheServerRunsNothingIsRestored() throws IOException {
        try (var store = open()) {
            create(store);
            SqliteCopies.backup(data, copy);

            assertThat(refused(() -> SqliteCopies.restore(data, copy)).reason())
                    .isEqualTo(DatabaseException.Reason.IN_USE);

            StoreContract.done(store.append(ROOM, List.of(StoreContract.row(2))));
        }
        assertThat(log()).hasSize(2);
    }

    @Test
    void aCopyIsRestoredIntoAFolderThatIsNotThere() throws IOException {
        try (var store = open()) {
            create(store);
        }
        SqliteCopies.backup(data, copy);
        data = folder.resolve("other").resolve("data");

        SqliteCopies.restore(data, copy);

        assertThat(log()).hasSize(1);
    }

    @Test
    void aDamagedDatabaseIsReplacedAndKept() throws IOException {
        try (var store = open()) {
            create(store);
        }
        SqliteCopies.backup(data, copy);
        Files.writeString(data.resolve("lyceum.db"), "damaged");

        SqliteCopies.restore(data, copy);

        assertThat(log()).hasSize(1);
        assertThat(data.resolve("lyceum.db.old")).hasContent("damaged");
    }

    @Test
    void nothingIsOverwrittenByABackup() throws IOException {
        open().close();
        Files.writeString(copy, "precious");

        assertThat(refused(() -> SqliteCopies.backup(data, copy)))
                .hasMessage("%s is there already", copy);
        assertThat(copy).hasContent("precious");
    }

    @Test
    void whereThereIsNoDatabaseNothingIsCopied() {
        assertThat(refused(() -> SqliteCopies.backup(data, copy)))
                .hasMessage("there is no database %s", data.resolve("lyceum.db"));
        assertThat(copy).doesNotExist();
        assertThat(data).doesNotExist();
    }

    @Test
    void whatIsNoCopyIsNotRestored() throws IOException, SQLException {
        try (var store = open()) {
            create(store);
        }
        Path diary = Files.writeString(folder.resolve("diary"), "Dear diary, ".repeat(1_000));
        Path empty = folder.resolve("empty.db");
        try (var connection = SqliteFile.source(empty).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE other (a)");
        }
        SqliteCopies.backup(data, copy);
        SqliteFaultsTest.writtenByANewerVersion(copy);

        assertThat(refused(() -> SqliteCopies.restore(data, folder.resolve("gone"))))
                .hasMessage("there is no file %s", folder.resolve("gone"));
        assertThat(refused(() -> SqliteCopies.restore(data, diary)).reason())
                .isEqualTo(DatabaseException.Reason.CORRUPT);
        assertThat(refused(() -> SqliteCopies.restore(data, empty)))
                .hasMessage("%s is no database of Lyceum", empty);
        assertThat(refused(() -> SqliteCopies.restore(data, copy)).reason())
                .isEqualTo(DatabaseException.Reason.NEWER);
        assertThat(log()).hasSize(1);
    }
}
