package live.lyceum.signaling.shell;

import static live.lyceum.signaling.shell.RoomStage.events;
import static live.lyceum.signaling.testkit.ScriptedTranscriber.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.testkit.Plans;
import live.lyceum.signaling.testkit.QuietLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A room has itself transcribed as its durable rows say, and is told what is said.
class RoomTranscriberTest {
    private final RoomStage stage =
            new RoomStage(new SessionPlan.Saving(false, true, true, true), "Welcome", "Trees");
    private final ScheduledExecutorService timer = new Hasty();
    private final List<RoomId> done = new ArrayList<>();
    private final Transcriber.Listener news = listen();

    /// Waits for nothing.
    private static final class Hasty extends ScheduledThreadPoolExecutor {
        private Hasty() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return super.schedule(task, 0, unit);
        }
    }

    private Transcriber.Listener listen() {
        return new TranscriptNews(
                stage.rooms,
                stage.transcriber::missed,
                room -> {
                    done.add(room);
                    return CompletableFuture.completedStage(null);
                },
                timer,
                () -> stage.nowMs,
                new SignalingMetrics(stage.registry));
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
        stage.close();
    }

    private List<String> asked() {
        return stage.transcriber.asked();
    }

    private List<RoomEvent.Logged> log() {
        return stage.memory.read(stage.room, 0, 5_000).toCompletableFuture().join();
    }

    private void said(String id, String text) {
        news.line(stage.room, line(id, "ann", 5, text, 0));
        stage.turns.run();
    }

    private void state(Transcriber.State state) {
        news.state(stage.room, state);
        stage.turns.run();
    }

    /// Over, and put away.
    private void end(RoomStage.Page by) {
        by.ask(new ClientRequest.End(stage.op()));
        await().untilAsserted(() -> {
            stage.turns.run();
            assertThat(asked()).last().isEqualTo("stop ses_1");
        });
    }

    @Test
    void nobodyIsTranscribedBeforeItIsDurableThatTheyAreThere() {
        stage.enter("olga", "p1", Role.OBSERVER, null).join();
        assertThat(asked()).as("who looks on says nothing").isEmpty();
        stage.store.hold();
        RoomStage.Page ann = stage.enter("ann", "p1", Role.MENTOR, null);
        ann.join();
        assertThat(asked()).isEmpty();

        stage.store.release();
        stage.turns.run();

        assertThat(asked()).containsExactly("transcribe ses_1 [N, Welcome, Trees]");
        stage.joined("ben", "p1");
        ann.ask(new ClientRequest.Leave(stage.op()));
        assertThat(asked()).as("it goes on until the end").hasSize(1);
    }

    private RoomStage.Page named(String who, String name, Role role) {
        RoomStage.Page page =
                stage
                .new Page(
                        new Arrival(
                                stage.room,
                                new ParticipantId(who),
                                name,
                                role,
                                false,
                                "p1",
                                "token",
                                null));
        page.join();
        return page;
    }

    @Test
    void whatIsLikelyToBeSaidFollowsWhoMaySpeak() {
        named("olga", "Olga", Role.OBSERVER);
        named("ann", "Ann", Role.MENTOR);
        RoomStage.Page ben = named("ben", "Ben", Role.LEARNER);
        ben.ask(new ClientRequest.Leave(stage.op()));
        named("ben", "Ben", Role.LEARNER);
        assertThat(asked())
                .containsExactly(
                        "transcribe ses_1 [Ann, Welcome, Trees]",
                        "transcribe ses_1 [Ann, Ben, Welcome, Trees]");

        stage.restart();

        assertThat(asked()).hasSize(3).last().isEqualTo(asked().get(1));
    }

    @Test
    void aSessionWhosePlanDoesNotSaySoIsNot() {
        try (var other = new RoomStage(false, "Welcome")) {
            other.joined("ann", "p1");
            assertThat(other.transcriber.asked()).isEmpty();
        }
        stage.transcriber.available(false);
        stage.joined("ann", "p1");
        assertThat(asked()).as("where nothing can").isEmpty();
    }

    @Test
    void aPlanThatIsChangedInTheLobbyCounts() {
        stage.joined("ann", "p1");
        SessionPlan plan = stage.session().plan();
        SessionPlan quiet = Plans.with(plan, new SessionPlan.Saving(false, false, true, true));

        var _ = stage.rooms.change(plan, quiet);
        stage.turns.run();
        assertThat(asked()).last().isEqualTo("stop ses_1");

        var _ = stage.rooms.change(quiet, plan);
        stage.turns.run();
        assertThat(asked()).hasSize(3).last().asString().startsWith("transcribe");
    }

    @Test
    void whatIsErasedWithTheEndIsShownToNobodyAfterIt() {
        stage.joined("ann", "p1");
        var mina = stage.joined("mina", "p2");
        SessionPlan plan = stage.session().plan();
        var erasing = new SessionPlan.Saving(false, true, true, false);
        var _ = stage.rooms.change(plan, Plans.with(plan, erasing));
        stage.turns.run();
        long seenSeq = log().getLast().seq();
        mina.close();
        said("l_1", "secret");
        stage.rooms.end(stage.room);
        stage.turns.run();

        for (var cursor :
                List.of(
                        new Arrival.Cursor(stage.epoch(), seenSeq),
                        new Arrival.Cursor("e-other", 1))) {
            var back = stage.enter("mina", "p2", Role.LEARNER, cursor);
            assertThatThrownBy(back::link)
                    .rootCause()
                    .isInstanceOfSatisfying(
                            RoomException.class,
                            e -> assertThat(e.reason()).isEqualTo(RoomException.Reason.ENDED));
            assertThat(back.news()).isEmpty();
        }
    }

    @Test
    void itGoesOnAfterARestartAndStopsWithTheSession() {
        stage.joined("ann", "p1");

        stage.restart();

        assertThat(asked()).hasSize(2).last().asString().startsWith("transcribe");
        stage.rooms.end(stage.room);
        await().untilAsserted(() -> {
            stage.turns.run();
            assertThat(asked()).hasSize(3).last().isEqualTo("stop ses_1");
        });
    }

    @Test
    void whatIsSaidIsARowAndEverybodyIsTold() {
        RoomStage.Page ann = stage.joined("ann", "p1");

        said("l_1", "Hello");

        assertThat(events(ann.news()))
                .singleElement()
                .asString()
                .contains(
                        "transcript.final",
                        "\"text\":\"Hello\"",
                        "\"from\":\"ann\"",
                        "\"at\":\"1970-01-01T00:00:00.005Z\"");
        assertThat(log().getLast().fact()).isInstanceOf(RoomFact.Transcribed.class);
        said("l_1", "Hello");
        assertThat(events(ann.news())).isEmpty();
        assertThat(stage.counted("lyceum.room.dropped", "line_refused")).isEqualTo(1);
    }

    @Test
    void whatIsBeingSaidIsToldToWhoIsInTheRoomAndReadsAsFastAsItIsTold() {
        RoomStage.Page ann = stage.joined("ann", "p1");
        RoomStage.Page lobby = stage.enter("cyd", "p1");
        RoomStage.Page slow = stage.joined("eve", "p1");
        lobby.news();
        ann.news();
        slow.client.writable(false);
        slow.news();

        news.partial(stage.room, line("l_1", "ann", 5, "Hel", 0));
        news.partial(stage.room, line("l_1", "ann", 5, "Hello", 0));
        stage.turns.run();

        assertThat(ann.news())
                .as("the newest")
                .singleElement()
                .asString()
                .contains("transcript.partial", "\"text\":\"Hello\"", "\"name\":\"N\"")
                .doesNotContain("rev");
        assertThat(lobby.news()).isEmpty();
        assertThat(slow.news()).isEmpty();
        assertThat(stage.counted("lyceum.room.dropped", "partial_to_slow")).isEqualTo(1);
    }

    @Test
    void howItIsWithItIsKeptAndToldAgainAfterAResume() {
        RoomStage.Page ann = stage.joined("ann", "p1");
        RoomStage.Page lobby = stage.enter("cyd", "p1");
        RoomStage.Page slow = stage.joined("eve", "p1");
        slow.client.writable(false);
        for (var each : List.of(ann, lobby, slow)) {
            each.news();
        }

        state(Transcriber.State.ON);
        state(Transcriber.State.INTERRUPTED);
        state(Transcriber.State.INTERRUPTED);

        String on = "{\"t\":\"transcript.state\",\"d\":{\"state\":\"on\"}}";
        String interrupted = on.replace("on\"}}", "interrupted\"}}");
        assertThat(ann.news()).containsExactly(on, interrupted);
        assertThat(lobby.news()).containsExactly(on, interrupted);
        slow.client.writable(true);
        slow.link().writable();
        stage.turns.run();
        assertThat(slow.news()).as("the newest").containsExactly(interrupted);

        long seq = log().size();
        var cursor = new Arrival.Cursor(stage.epoch(), seq);
        assertThat(stage.enter("ann", "p1", Role.LEARNER, cursor).news())
                .last()
                .isEqualTo(interrupted);
        RoomStage.Page dan = stage.enter("dan", "p1");
        assertThat(dan.news()).noneMatch(each -> each.contains("transcript.state"));
        assertThat(dan.client.snapshot().transcript().state())
                .isEqualTo(Transcriber.State.INTERRUPTED);
    }

    @Test
    void aRoomThatFailedAndCameBackKnowsHowItIs() {
        RoomStage.Page ann = stage.joined("ann", "p1");
        state(Transcriber.State.ON);
        stage.store.hold();
        ann.media(false, false, false);
        try (var quiet = new QuietLog(RoomHost.class)) {
            stage.store.fail();
            stage.turns.run();
            assertThat(quiet.lines()).hasSize(1);
        }

        stage.enter("ann", "p2");
        stage.turns.run();

        assertThat(stage.enter("ben", "p2").client.snapshot().transcript().state())
                .isEqualTo(Transcriber.State.ON);
    }

    @Test
    void theLastWordsComeAfterTheEndAndThenItIsDone() {
        RoomStage.Page ann = stage.present("ann", Role.MENTOR);
        end(ann);
        int rows = log().size();

        news.line(stage.room, line("l_1", "ann", 5, "Bye", 0));
        news.line(stage.room, line("l_1", "ann", 5, "Good bye", 1));
        news.ended(stage.room);
        assertThat(done).as("not before they are durable").isEmpty();
        await().untilAsserted(() -> {
            stage.turns.run();
            assertThat(done).containsExactly(stage.room);
        });

        assertThat(log()).hasSize(rows + 2);
        assertThat(log().getLast().fact())
                .isInstanceOfSatisfying(
                        RoomFact.Transcribed.class,
                        said -> assertThat(said.line().text()).isEqualTo("Good bye"));
        // The room that was loaded for them does not stay.
        stage.nowMs += 10_000;
        stage.rooms.sweep(1);
        await().untilAsserted(() -> {
            stage.turns.run();
            assertThat(stage.registry.get("lyceum.rooms").gauge().value()).isZero();
        });
    }

    @Test
    void aLineThatTheStoreDoesNotTakeIsTriedAgain() {
        stage.joined("ann", "p1");
        stage.store.hold();
        said("l_1", "Hello");
        try (var quiet = new QuietLog(RoomHost.class)) {
            stage.store.fail();
            stage.turns.run();
            assertThat(quiet.lines()).hasSize(1);
        }

        await().untilAsserted(() -> {
            stage.turns.run();
            assertThat(log())
                    .extracting(RoomEvent.Logged::fact)
                    .filteredOn(RoomFact.Transcribed.class::isInstance)
                    .hasSize(1);
        });
        said("l_2", "you");
        assertThat(log().getLast().fact())
                .isInstanceOfSatisfying(
                        RoomFact.Transcribed.class,
                        said -> assertThat(said.line().id()).isEqualTo("l_2"));
    }

    @Test
    void lostLinesAreLoggedOnceAMinute() {
        var unknown = new RoomId("ses_2");
        try (var quiet = new QuietLog(TranscriptNews.class)) {
            for (int minute = 0; minute < 2; minute++) {
                for (int i = 0; i < 3; i++) {
                    news.line(unknown, line("l_" + minute + i, "ann", 5, "x", 0));
                }
                double lost = 3.0 * (minute + 1);
                await().untilAsserted(() -> {
                    stage.turns.run();
                    assertThat(stage.counted("lyceum.room.dropped", "line_lost")).isEqualTo(lost);
                });
                stage.nowMs += 60_000;
            }
            assertThat(quiet.lines())
                    .containsExactly(
                            "1 lines of ses_2 are lost so far", "4 lines of ses_2 are lost so far");
        }
        assertThat(asked())
                .as("they can be recognised again")
                .containsExactly(
                        "missed ses_2 l_00",
                        "missed ses_2 l_01",
                        "missed ses_2 l_02",
                        "missed ses_2 l_10",
                        "missed ses_2 l_11",
                        "missed ses_2 l_12");
    }

    @Test
    void onlySoManyLinesWait() {
        stage.joined("ann", "p1");
        stage.store.hold();
        for (int i = 0; i <= TranscriptNews.MAX_WAITING; i++) {
            news.line(stage.room, line("l_" + i, "ann", 5, "x", 0));
        }
        assertThat(stage.counted("lyceum.room.dropped", "lines_behind")).isEqualTo(1);
        assertThat(asked()).last().isEqualTo("missed ses_1 l_" + TranscriptNews.MAX_WAITING);

        stage.store.release();
        stage.turns.run();

        assertThat(log())
                .extracting(RoomEvent.Logged::fact)
                .filteredOn(RoomFact.Transcribed.class::isInstance)
                .hasSize(TranscriptNews.MAX_WAITING);
    }
}
