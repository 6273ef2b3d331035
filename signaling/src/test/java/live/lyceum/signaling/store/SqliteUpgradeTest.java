package live.lyceum.signaling.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import live.lyceum.config.StorageSettings;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.room.RoomEvent;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/// Databases that earlier versions wrote.
class SqliteUpgradeTest {
    @TempDir Path folder;

    private SQLiteDataSource version(String version) {
        SQLiteDataSource source = SqliteFile.source(folder.resolve(SqliteFile.NAME));
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/sqlite")
                .table("schema_history")
                .target(version)
                .load()
                .migrate();
        return source;
    }

    /// Before there were tenants: neither the list nor the logs say anything of them.
    private void writeVersion2() {
        SQLiteDataSource source = version("2");
        var session = StoreContract.session(StoreContract.ROOM);
        String plan = without(PlanCodec.encode(session.plan()).toString());
        String row =
                without(
                        ChainedRow.of(StoreContract.opened(StoreContract.ROOM), Sha256.BEFORE_FIRST)
                                .json());
        Jdbi.create(source)
                .useHandle(handle -> {
                    handle.execute(
                            "INSERT INTO sessions (room, plan, epoch, state, active_ms, created_ms,"
                                    + " empty_until_ms) VALUES (?, ?, ?, 'scheduled', 0, ?, ?)",
                            StoreContract.ROOM.value(),
                            plan,
                            session.epoch(),
                            session.createdAtMs(),
                            session.emptyUntilMs());
                    handle.execute(
                            "INSERT INTO events (room, seq, wall_ms, json, hash)"
                                    + " VALUES (?, 1, ?, ?, ?)",
                            StoreContract.ROOM.value(),
                            session.createdAtMs(),
                            row,
                            Sha256.chained(Sha256.BEFORE_FIRST, row));
                    handle.execute(
                            "INSERT INTO seats (room, participant, name, role)"
                                    + " VALUES (?, 'mina', 'Mina', 'learner')",
                            StoreContract.ROOM.value());
                });
    }

    private static String without(String json) {
        assertThat(json).contains("\"tenant\":\"main\",");
        return json.replace("\"tenant\":\"main\",", "");
    }

    @Test
    void whatWasThereIsThere() throws IOException {
        writeVersion2();
        try (var store =
                SqlStore.open(new StorageSettings(folder, null), new SimpleMeterRegistry())) {
            var session = StoreContract.session(StoreContract.ROOM);
            assertThat(StoreContract.done(store.list(TenantId.MAIN, null, 10)))
                    .containsExactly(session);
            List<RoomEvent.Logged> log = StoreContract.done(store.read(StoreContract.ROOM, 0, 10));
            assertThat(log).containsExactly(StoreContract.opened(StoreContract.ROOM));
            StoreContract.done(
                    store.append(
                            StoreContract.ROOM, List.of(StoreContract.row(2)), null, List.of()));
            assertThat(StoreContract.done(store.read(StoreContract.ROOM, 0, 10))).hasSize(2);
            var mina = new ParticipantId("mina");
            assertThat(StoreContract.done(store.isPutOut(StoreContract.ROOM, mina))).isFalse();
            assertThat(
                            StoreContract.done(store.sessionOf(mina, StoreContract.ROOM))
                                    .orElseThrow()
                                    .role())
                    .isEqualTo(Role.LEARNER);
        }
    }

    @Test
    void linesOfBeforeAreFound() throws IOException {
        Jdbi.create(version("6")).useHandle(TranscriptLinesBefore::write);
        try (var store =
                SqlStore.open(new StorageSettings(folder, null), new SimpleMeterRegistry())) {
            TranscriptLinesBefore.check(store);
        }
    }
}
