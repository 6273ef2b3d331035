package live.lyceum.signaling.store;

import static live.lyceum.signaling.store.StoreContract.assertFails;
import static live.lyceum.signaling.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.FilmCodec;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Notice.Content;
import live.lyceum.signaling.protocol.Recording;
import live.lyceum.signaling.protocol.Recording.State;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Webhook;
import live.lyceum.signaling.protocol.WebhookId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.testkit.ScriptedRecorder;
import org.junit.jupiter.api.Test;

/// What every store has to do for recordings.
interface RecordingStoreContract {
    RoomId LESSON = new RoomId("ses_1");
    RoomId OTHER_LESSON = new RoomId("ses_2");
    RecordingId FIRST = new RecordingId("rec_1_2");
    RecordingId SECOND = new RecordingId("rec_1_4");
    Film FILM = FilmCodec.read(ScriptedRecorder.MANIFEST);

    Store store();

    private RecordingStore recordings() {
        return store().recordings();
    }

    private void lesson(RoomId id) {
        done(store().create(StoreContract.session(id), StoreContract.opened(id)));
    }

    private void append(RoomId room, long seq, RoomFact fact) {
        done(store().append(room, List.of(new RoomEvent.Logged(seq, seq * 10, null, fact))));
    }

    private static RoomFact started(RecordingId id) {
        return new RoomFact.RecordingStarted(id, null);
    }

    private static RoomFact stopped(RecordingId id) {
        return new RoomFact.RecordingStopped(
                id, LiveRecording.Stop.MENTOR, new ParticipantId("ann"));
    }

    private static RoomFact ended() {
        return new RoomFact.Ended(
                new SessionEnd(SessionEnd.Reason.CANCELLED, null, List.of(), 0, 1), List.of());
    }

    /// A lesson with one recording, that was stopped.
    private void stoppedOne() {
        lesson(LESSON);
        append(LESSON, 2, started(FIRST));
        append(LESSON, 3, stopped(FIRST));
    }

    private Recording found(RecordingId id) {
        return done(recordings().recording(id)).orElseThrow();
    }

    private static Notice ready(RecordingId id) {
        return new Notice(
                Notice.Type.RECORDING_READY,
                LESSON,
                null,
                50,
                new Content.RecordingFiles(id, FILM.durationMs(), FILM.files()));
    }

    private static Notice failure(RecordingId id) {
        return new Notice(
                Notice.Type.RECORDING_FAILED,
                LESSON,
                null,
                50,
                new Content.RecordingFailure(id, "lost"));
    }

    private void listen() {
        done(
                store().webhooks()
                        .add(
                                new Webhook(
                                        new WebhookId("whk_1"),
                                        TenantId.MAIN,
                                        URI.create("https://a.example/"),
                                        List.of(
                                                Notice.Type.RECORDING_READY,
                                                Notice.Type.RECORDING_FAILED),
                                        "sealed",
                                        Webhook.State.ACTIVE,
                                        5),
                                20));
    }

    /// How many deliveries are due.
    private int deliveries() {
        var asked = new WebhookStore.Asked(1_000, Set.of(), Set.of(), Set.of(), 100);
        return done(store().webhooks().due(asked)).deliveries().size();
    }

    @Test
    default void recordingsFollowFromTheRowsOfTheirSessions() {
        stoppedOne();
        lesson(OTHER_LESSON);
        append(LESSON, 4, started(SECOND));

        var first =
                new Recording(
                        FIRST,
                        LESSON,
                        State.PROCESSING,
                        20,
                        30L,
                        LiveRecording.Stop.MENTOR,
                        null,
                        null);
        assertThat(done(recordings().recordings(LESSON)))
                .containsExactly(
                        first,
                        new Recording(SECOND, LESSON, State.RECORDING, 40, null, null, null, null));
        assertThat(done(recordings().recordings(OTHER_LESSON))).isEmpty();
        assertThat(done(recordings().recording(new RecordingId("rec_none")))).isEmpty();

        append(LESSON, 5, ended());

        assertThat(found(FIRST)).isEqualTo(first);
        assertThat(found(SECOND))
                .isEqualTo(
                        new Recording(SECOND, LESSON, State.PROCESSING, 40, 50L, null, null, null));
    }

    @Test
    default void aRowAndWhatItSaysOfARecordingAreThereTogetherOrNotAtAll() {
        stoppedOne();
        List<RoomEvent.Logged> rows =
                List.of(
                        StoreContract.row(4),
                        new RoomEvent.Logged(5, 50, null, started(SECOND)),
                        // There is one of that name.
                        new RoomEvent.Logged(6, 60, null, started(FIRST)));

        assertFails(store().append(LESSON, rows), StoreException.Reason.CONFLICT);

        assertThat(done(recordings().recordings(LESSON))).containsExactly(found(FIRST));
        assertThat(done(store().read(LESSON, 0, 10))).hasSize(3);
    }

    @Test
    default void aFilmIsMadeAndToldOnce() {
        stoppedOne();
        listen();

        done(recordings().made(FIRST, ScriptedRecorder.MANIFEST, 50, ready(FIRST)));
        done(recordings().made(FIRST, ScriptedRecorder.MANIFEST, 60, ready(FIRST)));
        done(recordings().failed(FIRST, "too late", 60, failure(FIRST)));

        assertThat(found(FIRST).state()).isEqualTo(State.READY);
        assertThat(found(FIRST).film()).isEqualTo(FILM);
        assertThat(found(FIRST).error()).isNull();
        assertThat(deliveries()).isEqualTo(1);
    }

    @Test
    default void oneThatFailedIsToldOnceAndStaysSo() {
        stoppedOne();
        listen();

        done(recordings().failed(FIRST, "lost", 50, failure(FIRST)));
        done(recordings().made(FIRST, ScriptedRecorder.MANIFEST, 60, ready(FIRST)));

        assertThat(found(FIRST).state()).isEqualTo(State.FAILED);
        assertThat(found(FIRST).error()).isEqualTo("lost");
        assertThat(deliveries()).isEqualTo(1);
    }

    @Test
    default void oneThatGoesOnIsNotMade() {
        lesson(LESSON);
        listen();
        append(LESSON, 2, started(FIRST));

        done(recordings().made(FIRST, ScriptedRecorder.MANIFEST, 50, ready(FIRST)));

        assertThat(found(FIRST).state()).isEqualTo(State.RECORDING);
        assertThat(deliveries()).isZero();
    }

    @Test
    default void theUnmadeAreThoseThatWereStoppedAndAreNotDone() {
        stoppedOne();
        append(LESSON, 4, started(SECOND));
        assertThat(done(recordings().unmade())).containsExactly(found(FIRST));

        append(LESSON, 5, ended());
        assertThat(done(recordings().unmade())).containsExactly(found(FIRST), found(SECOND));

        done(recordings().made(FIRST, ScriptedRecorder.MANIFEST, 50, ready(FIRST)));
        done(recordings().failed(SECOND, "lost", 50, failure(SECOND)));
        assertThat(done(recordings().unmade())).isEmpty();
    }

    @Test
    default void theOldAreThoseThatWereDoneBeforeAndAreNotDeleted() {
        stoppedOne();
        append(LESSON, 4, started(SECOND));
        append(LESSON, 5, ended());
        assertThat(done(recordings().doneBefore(1_000, 10))).isEmpty();
        done(recordings().failed(SECOND, "lost", 50, failure(SECOND)));
        done(recordings().made(FIRST, ScriptedRecorder.MANIFEST, 60, ready(FIRST)));

        assertThat(done(recordings().doneBefore(50, 10))).isEmpty();
        assertThat(done(recordings().doneBefore(60, 10))).containsExactly(found(SECOND));
        assertThat(done(recordings().doneBefore(61, 10)))
                .containsExactly(found(SECOND), found(FIRST));
        assertThat(done(recordings().doneBefore(61, 1))).containsExactly(found(SECOND));
        done(recordings().deleted(SECOND));
        assertThat(done(recordings().doneBefore(61, 10))).containsExactly(found(FIRST));
    }

    @Test
    default void whatTheFilesOfADeletedOneWereStaysKnown() {
        stoppedOne();
        done(recordings().made(FIRST, ScriptedRecorder.MANIFEST, 50, ready(FIRST)));

        done(recordings().deleted(FIRST));
        done(recordings().deleted(new RecordingId("rec_none")));

        assertThat(found(FIRST).state()).isEqualTo(State.DELETED);
        assertThat(Objects.requireNonNull(found(FIRST).film()).files()).isEqualTo(FILM.files());
    }

    @Test
    default void oneThatIsDeletedWhileItIsMadeStaysDeleted() {
        stoppedOne();
        listen();

        done(recordings().deleted(FIRST));
        done(recordings().made(FIRST, ScriptedRecorder.MANIFEST, 50, ready(FIRST)));

        assertThat(found(FIRST).state()).isEqualTo(State.DELETED);
        assertThat(deliveries()).isZero();
        assertThat(done(recordings().unmade())).isEmpty();
    }
}
