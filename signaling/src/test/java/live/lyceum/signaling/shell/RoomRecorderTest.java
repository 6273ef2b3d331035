package live.lyceum.signaling.shell;

import static live.lyceum.signaling.shell.RoomStage.events;
import static live.lyceum.signaling.shell.RoomStage.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Objects;
import live.lyceum.media.api.TransportState;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.room.RoomState;
import live.lyceum.signaling.testkit.QuietLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A room has itself recorded as its durable rows say.
class RoomRecorderTest {
    private final RoomStage stage = new RoomStage(true, "Welcome", "Trees");

    @AfterEach
    void close() {
        stage.close();
    }

    private @Nullable LiveRecording now() {
        return state().recording();
    }

    /// As the store has it.
    private RoomState state() {
        return RoomState.replay(stage.memory.read(stage.room, 0, 100).toCompletableFuture().join());
    }

    private RecordingId recording() {
        return Objects.requireNonNull(now()).id();
    }

    private RoomStage.Page begin() {
        RoomStage.Page ann = stage.present("ann", Role.MENTOR);
        stage.present("ben", Role.LEARNER);
        ann.news();
        return ann;
    }

    /// What the recorder was asked since the last time.
    private List<String> news() {
        List<String> all = stage.recorder.asked();
        List<String> news = all.subList(heard, all.size());
        heard = all.size();
        return news;
    }

    private int heard;

    private static List<String> theBeginning(RecordingId id) {
        return List.of(
                "record " + id, "person ann N MENTOR", "person ben N LEARNER", "topic Welcome");
    }

    private ClientRequest.MarkTopic topic(String topic, boolean done) {
        return new ClientRequest.MarkTopic(stage.op(), topic, done);
    }

    @Test
    void nobodyIsRecordedBeforeItIsDurableThatTheyAre() {
        stage.present("ann", Role.MENTOR);
        RoomStage.Page ben = stage.enter("ben", "p-ben");
        ben.join();
        ben.offer(1);
        stage.store.hold();
        stage.rooms.transport(stage.room, id("ben"), 1, TransportState.ACTIVE, 0);
        stage.turns.run();
        assertThat(stage.recorder.asked()).isEmpty();
        ben.news();

        stage.store.release();
        stage.turns.run();

        assertThat(news()).isEqualTo(theBeginning(recording()));
        assertThat(ben.news())
                .anySatisfy(each -> assertThat(each).contains("recording.state", "\"recording\""));
    }

    @Test
    void whoComesIsNamedAndATopicBeginsWhenTheOneBeforeIsDone() {
        RoomStage.Page ann = begin();
        news();

        stage.enter("cyd", "p1").join();
        stage.enter("olga", "p1", Role.OBSERVER, null).join();
        assertThat(news()).containsExactly("person cyd N LEARNER");

        ann.ask(topic("t_2", true));
        assertThat(news()).isEmpty();
        ann.ask(topic("t_2", false));
        ann.ask(topic("t_1", true));
        assertThat(news()).containsExactly("topic Trees");
        ann.ask(topic("t_2", true));
        assertThat(news()).as("all are done").isEmpty();
        ann.ask(topic("t_1", false));
        assertThat(news()).containsExactly("topic Welcome");
    }

    @Test
    void itStopsWhenAMentorSaysSoAndBeginsAnew() {
        RoomStage.Page ann = begin();
        RecordingId first = recording();
        news();

        ann.ask(new ClientRequest.SetRecording(stage.op(), false));
        assertThat(news()).containsExactly("stop " + first);
        ann.ask(topic("t_1", true));
        stage.enter("cyd", "p1").join();
        assertThat(news()).isEmpty();

        ann.ask(new ClientRequest.SetRecording(stage.op(), true));
        assertThat(recording()).isNotEqualTo(first);
        assertThat(news())
                .containsExactly(
                        "record " + recording(),
                        "person ann N MENTOR",
                        "person ben N LEARNER",
                        "person cyd N LEARNER",
                        "topic Trees");
    }

    @Test
    void whoMayWriteNothingMoreMayStillStopIt() {
        RoomStage.Page ann = begin();
        RecordingId id = recording();
        for (int i = 0; i <= RowBudget.BURST; i++) {
            ann.ask(topic("t_1", i % 2 == 0));
        }
        assertThat(ann.news()).last().asString().contains("RATE_LIMITED");

        ann.ask(new ClientRequest.SetRecording(stage.op(), false));

        assertThat(news()).last().isEqualTo("stop " + id);
    }

    @Test
    void itStopsWithTheSession() {
        RoomStage.Page ann = begin();
        RecordingId id = recording();
        news();

        ann.ask(new ClientRequest.End(stage.op()));
        await().untilAsserted(() -> {
            stage.turns.run();
            assertThat(news()).containsExactly("stop " + id);
        });
    }

    @Test
    void itGoesOnAfterARestart() {
        begin();
        RecordingId id = recording();
        news();

        stage.restart();

        assertThat(recording()).isEqualTo(id);
        assertThat(news()).isEqualTo(theBeginning(id));
        stage.rooms.end(stage.room);
        await().untilAsserted(() -> {
            stage.turns.run();
            assertThat(stage.recorder.asked()).contains("stop " + id);
        });
    }

    @Test
    void itGoesOnInARoomThatFailedAndCameBack() {
        RoomStage.Page ann = begin();
        RecordingId id = recording();
        news();
        stage.store.hold();
        ann.media(false, false, false);
        try (var quiet = new QuietLog(RoomHost.class)) {
            stage.store.fail();
            stage.turns.run();
            assertThat(quiet.lines()).hasSize(1);
        }

        stage.enter("ann", "p2");

        assertThat(recording()).isEqualTo(id);
        assertThat(news()).isEqualTo(theBeginning(id));
    }

    @Test
    void oneThatCannotGoOnHasStoppedAndEverybodyIsTold() {
        RoomStage.Page ann = begin();
        RecordingId id = recording();
        news();

        broke(id, LiveRecording.Stop.DISK_FULL);
        broke(id, LiveRecording.Stop.DISK_FULL);

        assertThat(now()).isNull();
        assertThat(news()).containsExactly("stop " + id);
        assertThat(events(ann.news()))
                .singleElement()
                .asString()
                .contains("recording.state", "stopped", "disk_full", id.value());
    }

    private void broke(RecordingId id, LiveRecording.Stop reason) {
        var told = stage.rooms.recordingBroke(stage.room, id, reason).toCompletableFuture();
        stage.turns.run();
        assertThat(told).isCompleted();
    }

    /// A recorder without room on its disk says so as soon as it is asked.
    @Test
    void aRoomThatIsOnlyBeginningHearsThatItCannotGoOn() {
        begin();
        RecordingId id = recording();
        stage.store.hold();
        stage.restart();
        var told = stage.rooms.recordingBroke(stage.room, id, LiveRecording.Stop.DISK_FULL);
        stage.turns.run();
        assertThat(told.toCompletableFuture()).isNotDone();

        stage.store.release();

        await().untilAsserted(() -> {
            stage.turns.run();
            assertThat(now()).isNull();
        });
        assertThat(stage.recorder.asked()).last().isEqualTo("stop " + id);
    }

    /// Of a session that nobody is in, a recording may be asked for too.
    @Test
    void aRoomThatWasPutAwayHearsIt() {
        var started = stage.rooms.startRecording(stage.room);
        stage.turns.run();
        assertThat(started.toCompletableFuture()).isCompleted();
        stage.nowMs += 10_000;
        stage.rooms.sweep(1);
        stage.turns.run();
        RecordingId id = recording();

        broke(id, LiveRecording.Stop.LIMIT);

        stage.turns.run();
        assertThat(now()).isNull();
        assertThat(stage.recorder.asked())
                .containsExactly(
                        "record " + id,
                        "topic Welcome",
                        "record " + id,
                        "topic Welcome",
                        "stop " + id);
    }

    @Test
    void aRowTellsWhoRecordsOnTheirOwnDevice() {
        RoomStage.Page ann = begin();

        ann.ask(new ClientRequest.SetLocalRecording(stage.op(), true));

        assertThat(ann.news())
                .last()
                .asString()
                .contains("recording.local", "\"participant\":\"ann\",\"on\":true");
        assertThat(stage.memory.read(stage.room, 0, 100).toCompletableFuture().join())
                .last()
                .extracting(each -> each.fact())
                .isEqualTo(new RoomFact.LocalRecordingSet(id("ann"), true));
    }

    @Test
    void howFarAFilmIsIsToldToWhoIsInTheRoomAndReadsAsFastAsItIsTold() {
        RoomStage.Page ann = begin();
        RoomStage.Page lobby = stage.enter("cyd", "p1");
        RoomStage.Page slow = stage.joined("eve", "p1");
        lobby.news();
        ann.news();
        slow.client.writable(false);
        slow.news();

        stage.rooms.tell(
                stage.room, new ServerEvent.RecordingProgressed(new RecordingId("rec_1"), 0.5));
        stage.turns.run();

        assertThat(ann.news())
                .containsExactly(
                        "{\"t\":\"recording.progress\",\"d\":{\"id\":\"rec_1\",\"progress\":0.5}}");
        assertThat(lobby.news()).isEmpty();
        assertThat(slow.news()).isEmpty();
        assertThat(stage.counted("lyceum.room.dropped", "progress_to_slow")).isEqualTo(1);
    }
}
