package live.lyceum.signaling.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import live.lyceum.config.StorageSettings;
import live.lyceum.media.api.RoomId;

/// A process that appends to the logs of some rooms until it is killed, and prints each row once it
/// is acknowledged. [SqliteKillTest] runs it.
final class AppendingProcess {
    static final int ROOMS = 8;

    private AppendingProcess() {}

    /// Runs until it is killed.
    ///
    /// @param arguments the data folder and the number of the round
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var settings = new StorageSettings(Path.of(arguments[0]), null);
        SqlStore store = SqlStore.open(settings, new SimpleMeterRegistry());
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < ROOMS; i++) {
            var room = new RoomId("ses_%s_%d".formatted(arguments[1], i));
            threads.add(Thread.ofVirtual().start(() -> append(store, room)));
        }
        for (Thread each : threads) {
            each.join();
        }
    }

    private static void append(SqlStore store, RoomId room) {
        StoreContract.done(store.create(StoreContract.session(room), StoreContract.opened(room)));
        acknowledged(room, 1);
        for (long seq = 2; true; seq += 2) {
            StoreContract.done(
                    store.append(
                            room, List.of(StoreContract.row(seq), StoreContract.row(seq + 1))));
            acknowledged(room, seq + 1);
        }
    }

    private static void acknowledged(RoomId room, long seq) {
        System.out.println(room + " " + seq);
    }
}
