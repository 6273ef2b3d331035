package live.lyceum.signaling.shell;

import static live.lyceum.signaling.shell.RoomStage.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.protocol.CloseCode;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomState;
import live.lyceum.signaling.testkit.QuietLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rooms whose store fails, and what that costs whom.
class FailedRoomsTest {
    private final RoomStage stage = new RoomStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aStoreThatFailsEndsTheRoomAndTheLogIsWhatThereIs() {
        var mina = stage.joined("mina", "p1");
        stage.store.hold();
        mina.media(false, false, false);
        try (var quiet = new QuietLog(RoomHost.class)) {
            stage.store.fail();
            stage.turns.run();
            assertThat(quiet.lines()).singleElement().asString().contains("failed");
        }

        assertThat(mina.client.closed()).isEqualTo(CloseCode.INTERNAL);
        assertThat(mina.news()).containsExactly("closed INTERNAL");
        assertThat(stage.media.asked()).contains("close");
        assertThat(stage.counted("lyceum.room.dropped", "room_failed")).isEqualTo(1);

        var again = stage.enter("mina", "p1", Role.LEARNER, new Arrival.Cursor(stage.epoch(), 2));
        assertThat(again.news()).contains("1 Greeting[mina, seq=3, joined=true]");
        // Her transport ended with the room: that is a row.
        again.media(true, false, false);
        assertThat(again.news()).first().isEqualTo("2 Logged[seq=4]");
    }

    @Test
    void aRoomThatFailedGoesOnByItselfAndTheTimeBetweenIsNobodys() {
        stage.present("ann", Role.MENTOR);
        stage.present("ben", Role.LEARNER);
        stage.nowMs += 60_000;
        stage.store.hold();
        stage.enter("eve", "p3").join();
        stage.store.failReads(2);
        try (var quiet = new QuietLog(RoomHost.class)) {
            stage.store.fail();
            stage.turns.run();
            assertThat(quiet.lines()).hasSize(1);
        }
        stage.nowMs += 30_000;

        await().untilAsserted(() -> {
            stage.turns.run();
            assertThat(stage.session().state()).isEqualTo(SessionState.PAUSED);
        });
        assertThat(stage.session().activeMs()).isEqualTo(60_000);
    }

    /// A disk that hangs: that somebody is gone is known long before the store gives up.
    @Test
    void whoWentWhileTheStoreHungWasThereUntilTheLastProof() {
        stage.present("ann", Role.MENTOR);
        stage.present("ben", Role.LEARNER);
        stage.nowMs += 60_000;
        stage.store.hold();
        stage.rooms.transport(stage.room, id("ben"), 1, TransportState.SILENT, 4_000);
        stage.turns.run();
        stage.nowMs += 20_000;
        stage.media.proofsAgoMs(Map.of(id("ann"), 1_000L));
        try (var quiet = new QuietLog(RoomHost.class)) {
            stage.store.fail();
            stage.turns.run();
            assertThat(quiet.lines()).hasSize(1);
        }

        await().untilAsserted(() -> {
            stage.turns.run();
            assertThat(stage.session().state()).isEqualTo(SessionState.PAUSED);
        });
        assertThat(stage.session().activeMs()).isEqualTo(56_000);
        List<RoomEvent.Logged> log =
                stage.memory.read(stage.room, 0, 100).toCompletableFuture().join();
        var state = RoomState.replay(log);
        assertThat(state.attendanceMs(id("ann"), stage.nowMs)).isEqualTo(79_000);
    }

    @Test
    void nobodyIsGreetedByARoomThatCannotWrite() {
        stage.present("ann", Role.MENTOR);
        stage.store.hold();
        stage.joined("ben", "p2");
        try (var quiet = new QuietLog(RoomHost.class)) {
            stage.store.fail();
            stage.store.hold();
            stage.turns.run();
            var ann = stage.enter("ann", "p1");
            assertThat(ann.news()).isEmpty();
            stage.store.fail();
            stage.turns.run();
            assertThatThrownBy(ann::link).isInstanceOf(CompletionException.class);
            assertThat(quiet.lines()).hasSize(2);
        }
    }
}
