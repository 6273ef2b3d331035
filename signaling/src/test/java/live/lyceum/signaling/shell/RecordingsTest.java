package live.lyceum.signaling.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import live.lyceum.config.StorageSettings;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Recording;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionDraft;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.store.SqlStore;
import live.lyceum.signaling.testkit.QuietLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of recordings besides what their rooms do.
class RecordingsTest {
    private static final long DAY_MS = 86_400_000;
    private static final RecordingId ID = new RecordingId("rec_1_2");

    @TempDir Path folder;
    private final RoomStage stage = new RoomStage();
    private SqlStore store;
    private Recordings recordings;

    @BeforeEach
    void open() throws IOException {
        store = SqlStore.open(new StorageSettings(folder, null), new SimpleMeterRegistry());
        var sessions = new Sessions(store, store, store, () -> stage.nowMs);
        var draft =
                new SessionDraft(
                        "Graphs",
                        3_600_000,
                        null,
                        null,
                        60_000,
                        List.of(),
                        List.of(),
                        new SessionPlan.Saving(false, false, true, true),
                        null,
                        0.8,
                        List.of());
        done(sessions.create(new Sessions.New(TenantId.MAIN, stage.room, "e1", false), draft));
        recordings =
                new Recordings(
                        stage.rooms,
                        sessions,
                        store.recordings(),
                        stage.recorder,
                        () -> stage.nowMs);
    }

    @AfterEach
    void close() {
        store.close();
        stage.close();
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private void append(long seq, RoomFact fact) {
        done(
                store.append(
                        stage.room,
                        List.of(new RoomEvent.Logged(seq, stage.nowMs + seq, null, fact))));
    }

    private void stopped() {
        append(2, new RoomFact.RecordingStarted(ID, null));
        append(3, new RoomFact.RecordingStopped(ID, LiveRecording.Stop.REQUESTED, null));
    }

    private Recorder.Listener listener() {
        return stage.recorder.listener();
    }

    private Recordings.Known known() {
        return done(recordings.get(ID));
    }

    @Test
    void aFilmThatIsMadeIsKeptAndWhoIsStillInTheRoomIsTold() {
        RoomStage.Page ann = stage.present("ann", Role.MENTOR);
        ann.news();
        stopped();
        stage.recorder.progress(0.25);
        assertThat(known().progress()).isEqualTo(0.25);
        listener().progressed(stage.room, ID, 0.25);

        stage.recorder.ready(stage.room.value(), ID.value());

        stage.turns.run();
        assertThat(known().recording().state()).isEqualTo(Recording.State.READY);
        assertThat(known().progress()).as("nothing is made any more").isNull();
        assertThat(ann.news())
                .satisfiesExactly(
                        each -> assertThat(each).contains("recording.progress", "0.25"),
                        each -> assertThat(each).contains("recording.progress", "1.0"));
    }

    @Test
    void whatIsNoManifestIsNotKept() {
        stopped();

        assertThatThrownBy(() -> listener().ready(stage.room, ID, "{\"files\":[]}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(known().recording().state()).isEqualTo(Recording.State.PROCESSING);
    }

    @Test
    void oneThatFailedSaysWhyToPeopleAndInTheLog() {
        stopped();
        try (var log = new QuietLog(RecordingNews.class)) {
            listener().failed(stage.room, ID, "the disk is broken");
            assertThat(log.lines()).singleElement().asString().contains("the disk is broken");
        }

        await().until(() -> known().recording().state() == Recording.State.FAILED);
        assertThat(known().recording().error()).isEqualTo("the disk is broken");
    }

    @Test
    void aRecorderThatCannotGoOnTellsTheRoom() {
        stage.present("ann", Role.MENTOR);
        var started = stage.rooms.startRecording(stage.room);
        stage.turns.run();
        RecordingId id = done(started).id();

        listener().broke(stage.room, id, Recorder.Trouble.LIMIT);

        stage.turns.run();
        assertThat(stage.recorder.asked()).last().isEqualTo("stop " + id);
    }

    @Test
    void aRoomThatCannotBeToldIsLogged() {
        try (var log = new QuietLog(RecordingNews.class)) {
            listener().broke(new RoomId("ses_none"), ID, Recorder.Trouble.FAILED);
            await().untilAsserted(() -> {
                stage.turns.run();
                assertThat(log.lines()).singleElement().asString().contains("ses_none");
            });
        }
    }

    @Test
    void whatAProcessBeforeDidNotMakeIsMade() {
        stopped();
        var later = new RecordingId("rec_1_4");
        append(4, new RoomFact.RecordingStarted(later, null));

        recordings.recover();

        await().until(() -> !stage.recorder.asked().isEmpty());
        assertThat(stage.recorder.asked()).containsExactly("finish rec_1_2 Graphs");
    }

    @Test
    void whatIsKeptLongEnoughIsDeleted() {
        stopped();
        stage.recorder.ready(stage.room.value(), ID.value());

        recordings.expire(DAY_MS);
        stage.nowMs += DAY_MS;
        recordings.expire(DAY_MS);
        assertThat(known().recording().state()).isEqualTo(Recording.State.READY);
        stage.nowMs++;
        recordings.expire(DAY_MS);

        await().until(() -> !stage.recorder.asked().isEmpty());
        assertThat(stage.recorder.asked()).containsExactly("delete rec_1_2");
        assertThat(known().recording().state()).isEqualTo(Recording.State.DELETED);
    }

    @Test
    void whatCannotBeDeletedIsNotSaidToBe() {
        stopped();
        stage.recorder.ready(stage.room.value(), ID.value());
        stage.nowMs += 2;
        stage.recorder.keepsFiles(true);
        try (var log = new QuietLog(Recordings.class)) {
            assertThatThrownBy(() -> done(recordings.delete(ID)))
                    .rootCause()
                    .hasMessage("the disk is read-only");
            recordings.expire(1);
            await().until(() -> !log.lines().isEmpty());
            assertThat(log.lines()).containsExactly("rec_1_2 cannot be deleted yet");
        }
        assertThat(known().recording().state()).isEqualTo(Recording.State.READY);

        stage.recorder.keepsFiles(false);
        recordings.expire(1);

        await().until(() -> known().recording().state() == Recording.State.DELETED);
    }

    @Test
    void oneThatGoesOnIsNotDeleted() {
        append(2, new RoomFact.RecordingStarted(ID, null));

        assertThatThrownBy(() -> done(recordings.delete(ID)))
                .rootCause()
                .isInstanceOf(ProblemException.class);
        assertThat(stage.recorder.asked()).isEmpty();
    }
}
