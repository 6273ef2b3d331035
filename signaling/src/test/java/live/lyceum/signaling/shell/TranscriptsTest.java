package live.lyceum.signaling.shell;

import static live.lyceum.signaling.testkit.ScriptedTranscriber.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber.Standing;
import live.lyceum.recorder.api.Transcriber.Written;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.FoundLine;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.Transcript;
import live.lyceum.signaling.protocol.TranscriptQuery;
import live.lyceum.signaling.protocol.TranscriptScope;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.store.StoreException;
import live.lyceum.signaling.store.TranscriptStore;
import live.lyceum.signaling.testkit.QuietLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is told of transcripts when nothing more comes of them, and what the transcriber may ask.
class TranscriptsTest {
    /// Notes what it is told; may be away.
    private final class Noting implements TranscriptStore {
        private final List<Notice> told = new ArrayList<>();
        private boolean away;

        @Override
        public CompletionStage<Transcript> all(RoomId session) {
            return stage.memory
                    .read(session, 0, 100)
                    .thenApply(rows ->
                            new Transcript(
                                    rows.stream()
                                            .map(RoomEvent.Logged::fact)
                                            .filter(RoomFact.Transcribed.class::isInstance)
                                            .map(each -> ((RoomFact.Transcribed) each).line())
                                            .toList(),
                                    Map.of()));
        }

        @Override
        public CompletionStage<Optional<SpokenLine>> line(RoomId session, String id) {
            throw new AssertionError("nobody asks for one line");
        }

        @Override
        public CompletionStage<List<SpokenLine>> lines(
                RoomId session, @Nullable SpokenLine after, int limit) {
            throw new AssertionError("nobody asks for a page");
        }

        @Override
        public CompletionStage<Optional<List<FoundLine>>> find(
                TranscriptScope scope, TranscriptQuery query, @Nullable Long after, int limit) {
            throw new AssertionError("nobody looks for anything");
        }

        @Override
        public CompletionStage<List<RoomId>> untold() {
            return CompletableFuture.completedStage(
                    told.isEmpty() ? List.of(stage.room) : List.of());
        }

        @Override
        public CompletionStage<Void> done(RoomId session, @Nullable Notice notice) {
            if (away) {
                return CompletableFuture.failedStage(
                        new StoreException(StoreException.Reason.FAILED, "away"));
            }
            if (notice != null) {
                told.add(notice);
            }
            return CompletableFuture.completedStage(null);
        }
    }

    private RoomStage stage = new RoomStage(new SessionPlan.Saving(false, true, true, true));
    private final Noting store = new Noting();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Transcripts transcripts = transcripts();

    private Transcripts transcripts() {
        return new Transcripts(
                stage.rooms,
                new Sessions(stage.memory, stage.memory, stage.memory, () -> stage.nowMs),
                store,
                stage.transcriber,
                () -> stage.nowMs,
                timer,
                new SignalingMetrics(stage.registry));
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
        stage.close();
    }

    private void said(String id) {
        stage.transcriber.listener().line(stage.room, line(id, "ann", 5, "Hello", 0));
        stage.turns.run();
    }

    private void lesson() {
        RoomStage.Page ann = stage.present("ann", Role.MENTOR);
        said("l_1");
        ann.ask(new ClientRequest.End(stage.op()));
        await().untilAsserted(() -> {
            stage.turns.run();
            assertThat(stage.transcriber.asked()).last().isEqualTo("stop ses_1");
        });
    }

    private Written written(RoomId session) {
        CompletableFuture<Written> asked =
                stage.transcriber.lines().of(session).toCompletableFuture();
        stage.turns.run();
        return asked.join();
    }

    @Test
    void whatNobodyWasToldOfIsToldWhenNothingMoreComesOfIt() {
        transcripts.recover();
        lesson();
        stage.transcriber.busy().add(stage.room);
        transcripts.tellUntold();
        assertThat(store.told).isEmpty();

        stage.transcriber.busy().clear();
        transcripts.tellUntold();
        transcripts.tellUntold();

        assertThat(store.told)
                .singleElement()
                .extracting(Notice::type)
                .isEqualTo(Notice.Type.TRANSCRIPT_READY);
    }

    @Test
    void aStoreThatWasAwayIsToldTheNextTime() {
        transcripts.recover();
        lesson();
        store.away = true;
        try (var quiet = new QuietLog(Transcripts.class)) {
            transcripts.tellUntold();
            transcripts.tellUntold();
            assertThat(quiet.lines()).as("once").hasSize(1);
        }
        store.away = false;
        transcripts.tellUntold();
        assertThat(store.told).hasSize(1);
    }

    @Test
    void theTranscriberKnowsHowFarASessionIs() {
        transcripts.recover();
        assertThat(written(new RoomId("ses_none")).standing()).isEqualTo(Standing.CLOSED);
        assertThat(written(stage.room)).isEqualTo(new Written(Standing.GOES_ON, List.of()));
        lesson();
        Written over = written(stage.room);
        assertThat(over.standing()).isEqualTo(Standing.OVER);
        assertThat(over.lines()).containsExactly(line("l_1", "ann", 5, "Hello", 0));
    }

    @Test
    void whatIsNotSavedIsClosedWithTheEnd() {
        stage.close();
        stage = new RoomStage(new SessionPlan.Saving(false, true, true, false));
        transcripts = transcripts();
        transcripts.recover();
        lesson();
        assertThat(written(stage.room).standing()).isEqualTo(Standing.CLOSED);
    }

    @Test
    void moreMayComeUntilTheLastLineIsKept() {
        transcripts.recover();
        lesson();
        assertThat(transcripts.goesOn(stage.room)).isFalse();
        stage.transcriber.busy().add(stage.room);
        stage.store.hold();
        said("l_2");
        stage.transcriber.busy().clear();
        stage.transcriber.listener().ended(stage.room);

        assertThat(transcripts.goesOn(stage.room)).isTrue();
        transcripts.tellUntold();
        assertThat(store.told).isEmpty();

        stage.store.release();
        await().untilAsserted(() -> {
            stage.turns.run();
            assertThat(transcripts.goesOn(stage.room)).isFalse();
            assertThat(store.told).hasSize(1);
        });
    }

    @Test
    void moreMayComeOfAnyUntilItIsKnownWhatAProcessBeforeLeft() {
        lesson();
        transcripts.tellUntold();
        assertThat(transcripts.goesOn(stage.room)).as("nobody has looked").isTrue();
        var known = new CompletableFuture<@Nullable Void>();
        stage.transcriber.looks(known);
        transcripts.recover();
        assertThat(transcripts.goesOn(stage.room)).as("it is looked for").isTrue();
        assertThat(store.told).isEmpty();

        known.complete(null);

        assertThat(transcripts.goesOn(stage.room)).isFalse();
        assertThat(store.told).hasSize(1);
    }

    @Test
    void whatCannotBeLookedForIsNotWaitedFor() {
        lesson();
        stage.transcriber.looks(CompletableFuture.failedStage(new IllegalStateException("lost")));
        try (var quiet = new QuietLog(Transcripts.class)) {
            transcripts.recover();
            assertThat(quiet.lines()).hasSize(1);
        }
        assertThat(transcripts.goesOn(stage.room)).isFalse();
        assertThat(store.told).hasSize(1);
    }

    /// Else it would be said again.
    @Test
    void whatIsOnItsWayIsWaitedFor() {
        transcripts.recover();
        stage.joined("ann", "p1");
        stage.store.hold();
        said("l_1");
        CompletableFuture<Written> asked =
                stage.transcriber.lines().of(stage.room).toCompletableFuture();
        assertThat(asked).isNotDone();

        stage.store.release();
        stage.turns.run();

        assertThat(asked.join().lines()).extracting(TranscriptLine::id).containsExactly("l_1");
    }
}
