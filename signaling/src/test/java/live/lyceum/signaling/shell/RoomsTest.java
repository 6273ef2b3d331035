package live.lyceum.signaling.shell;

import static live.lyceum.signaling.shell.RoomStage.events;
import static live.lyceum.signaling.shell.RoomStage.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.CloseCode;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// People in a room: what they are told, and that nobody is told of what is not durable.
class RoomsTest {
    private static final String WELCOME =
            "{\"t\":\"welcome\",\"d\":{\"iceServers\":[],\"nodes\":[],\"mayRecord\":false,\"summarizes\":false}}";

    private final RoomStage stage = new RoomStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void inTheLobbyOneIsGreetedAndWelcomed() {
        var mina = stage.enter("mina", "p1");

        assertThat(mina.news()).containsExactly("1 Greeting[mina, seq=1, joined=false]", WELCOME);
    }

    @Test
    void theLobbySeesTheRoomButMaySayNothing() {
        var mina = stage.enter("mina", "p1");
        mina.news();
        var daniel = stage.joined("daniel", "p2");

        assertThat(mina.news()).singleElement().asString().contains("participant.joined", "daniel");
        mina.media(true, true, true);
        mina.offer(1);
        mina.ask(new ClientRequest.Ice(1, List.of()));
        assertThat(mina.news())
                .hasSize(3)
                .allSatisfy(each -> assertThat(each).contains("NOT_JOINED"));
        assertThat(daniel.news()).isEmpty();
    }

    @Test
    void whoJoinsIsRepliedToAndSeenByAll() {
        var daniel = stage.joined("daniel", "p2");
        var mina = stage.enter("mina", "p1");
        mina.news();

        mina.join();

        assertThat(mina.news())
                .satisfiesExactly(
                        reply -> assertThat(reply).isEqualTo("2 Logged[seq=3]"),
                        event -> assertThat(event).contains("participant.joined", "\"s\":3"));
        assertThat(daniel.news())
                .singleElement()
                .asString()
                .contains("participant.joined", "\"s\":3", "mina", "joining");
    }

    @Test
    void nothingIsToldBeforeItIsDurable() {
        var daniel = stage.joined("daniel", "p2");
        var mina = stage.enter("mina", "p1");
        mina.news();
        stage.store.hold();

        mina.join();
        var late = stage.enter("late", "p3");

        assertThat(mina.news()).isEmpty();
        assertThat(daniel.news()).isEmpty();
        assertThat(late.news().getFirst()).isEqualTo("1 Greeting[late, seq=2, joined=false]");

        stage.store.release();
        stage.turns.run();
        assertThat(mina.news()).first().isEqualTo("2 Logged[seq=3]");
        assertThat(daniel.news()).hasSize(1);
        assertThat(late.news()).hasSize(1);
    }

    @Test
    void whatHappensDuringAnAppendSharesTheNext() {
        var mina = stage.joined("mina", "p1");
        int before = stage.store.batches();
        stage.store.hold();
        for (int i = 0; i < 20; i++) {
            mina.media(i % 2 == 0, true, false);
        }
        stage.store.release();
        stage.turns.run();

        assertThat(stage.store.batches() - before).isEqualTo(2);
        assertThat(events(mina.news())).hasSize(20);
    }

    @Test
    void theMediaPlaneIsAskedOnceWhenTheTimeIsUp() {
        stage.present("ann", Role.MENTOR);
        stage.present("ben", Role.LEARNER);
        stage.media.holdProofs();
        stage.nowMs += 3_600_000;
        stage.rooms.transport(stage.room, id("ben"), 1, TransportState.SILENT, 0);

        await().until(() -> timesAsked() == 1);
        await().during(Duration.ofMillis(100)).until(() -> timesAsked() == 1);
    }

    private long timesAsked() {
        stage.turns.run();
        return stage.media.asked().stream().filter("proofs"::equals).count();
    }

    @Test
    void aSessionThatNobodyCameToEndsWhenNobodyCanComeAnyMore() {
        long lastMs = stage.session().emptyUntilMs();
        stage.nowMs = lastMs - 1;
        sweep();
        assertThat(stage.session().state()).isEqualTo(SessionState.SCHEDULED);

        stage.nowMs = lastMs;
        sweep();
        assertThat(stage.session().outcome()).isEqualTo(SessionRecord.Outcome.NO_SHOW);
    }

    @Test
    void anUnknownSessionHasNoRoom() {
        var arrival =
                new Arrival(
                        new RoomId("ses_nope"),
                        id("mina"),
                        "N",
                        Role.LEARNER,
                        false,
                        "p1",
                        "t",
                        null);
        var page = stage.new Page(arrival);

        assertThatThrownBy(page::link)
                .rootCause()
                .isInstanceOfSatisfying(
                        RoomException.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo(RoomException.Reason.UNKNOWN_SESSION));
    }

    @Test
    void aSecondPageOfTheSeatTakesItOver() {
        var first = stage.joined("mina", "p1");
        var second = stage.enter("mina", "p2");
        assertThat(second.news()).first().isEqualTo("1 Greeting[mina, seq=2, joined=true]");
        assertThat(first.client.closed()).isNull();

        second.join();

        assertThat(first.client.closed()).isEqualTo(CloseCode.TAKEN_OVER);
        assertThat(second.news()).first().isEqualTo("2 Logged[seq=3]");
        var back = stage.enter("mina", "p1", Role.LEARNER, new Arrival.Cursor(stage.epoch(), 2));
        assertThatThrownBy(back::link)
                .rootCause()
                .isInstanceOfSatisfying(
                        RoomException.class,
                        e -> assertThat(e.reason()).isEqualTo(RoomException.Reason.TAKEN_OVER));
    }

    @Test
    void whoComesBackGetsWhatTheyMissedAndNothingTwice() {
        var mina = stage.joined("mina", "p1");
        mina.close();
        var daniel = stage.joined("daniel", "p2");
        daniel.media(false, true, false);

        var back = stage.enter("mina", "p1", Role.LEARNER, new Arrival.Cursor(stage.epoch(), 2));

        assertThat(back.news())
                .satisfiesExactly(
                        greeting -> assertThat(greeting).contains("seq=4, joined=true"),
                        welcome -> assertThat(welcome).isEqualTo(WELCOME),
                        third -> assertThat(third).contains("\"s\":3", "participant.joined"),
                        fourth -> assertThat(fourth).contains("\"s\":4", "participant.updated"));
    }

    @Test
    void aResumedPageClosesItsOwnOldSocket() {
        var mina = stage.joined("mina", "p1");

        stage.enter("mina", "p1", Role.LEARNER, new Arrival.Cursor(stage.epoch(), 2));

        assertThat(mina.client.closed()).isEqualTo(CloseCode.TAKEN_OVER);
    }

    @Test
    void aCursorIntoAnotherLogOrPastTheEndGetsASnapshot() {
        stage.joined("daniel", "p2");
        for (var cursor :
                List.of(
                        new Arrival.Cursor("e-other", 2),
                        new Arrival.Cursor(stage.epoch(), 99),
                        new Arrival.Cursor(stage.epoch(), 0))) {
            var mina = stage.enter("mina", "p1", Role.LEARNER, cursor);
            assertThat(events(mina.news())).containsExactly(WELCOME);
            mina.close();
        }
    }

    @Test
    void leavingIsRepliedToAndClosesTheSocket() {
        var daniel = stage.joined("daniel", "p2");
        var mina = stage.joined("mina", "p1");
        daniel.news();

        mina.ask(new ClientRequest.Leave(stage.op()));

        assertThat(mina.news())
                .satisfiesExactly(
                        reply -> assertThat(reply).isEqualTo("3 Logged[seq=4]"),
                        event -> assertThat(event).contains("participant.left"),
                        closed -> assertThat(closed).isEqualTo("closed LEFT"));
        assertThat(daniel.news()).singleElement().asString().contains("participant.left");
        assertThat(stage.media.asked()).contains("leave mina");
    }

    @Test
    void aRepeatedOperationIsAnsweredAgainAfterAResume() {
        var mina = stage.enter("mina", "p1");
        var join = new ClientRequest.Join(stage.op(), RoomStage.ALL);
        mina.ask(join);
        mina.close();

        var back = stage.enter("mina", "p1", Role.LEARNER, new Arrival.Cursor(stage.epoch(), 1));
        back.news();
        back.ask(join);
        back.ask(new ClientRequest.Join(join.op(), MediaIntent.NOTHING));

        assertThat(back.news())
                .satisfiesExactly(
                        same -> assertThat(same).isEqualTo("2 Logged[seq=2]"),
                        other -> assertThat(other).contains("OP_REUSED"));
    }

    @Test
    void aGoodByeIsADisconnectionAndKeepsTheSeat() {
        var daniel = stage.joined("daniel", "p2");
        var mina = stage.joined("mina", "p1");
        mina.offer(1);
        stage.rooms.transport(stage.room, id("mina"), 1, TransportState.ACTIVE, 0);
        stage.turns.run();
        daniel.news();

        stage.rooms.gone(stage.room, id("mina"), "p1");
        stage.turns.run();

        assertThat(daniel.news())
                .satisfiesExactly(
                        one -> assertThat(one).contains("disconnected"),
                        two -> assertThat(two).contains("timer"));
        assertThat(stage.media.asked()).endsWith("leave mina");
        stage.rooms.transport(stage.room, id("mina"), 1, TransportState.CLOSED, 0);
        stage.rooms.transport(stage.room, id("mina"), 1, TransportState.ACTIVE, 0);
        stage.turns.run();
        assertThat(daniel.news()).isEmpty();
    }

    @Test
    void whoIsFurtherBehindThanTheTailReachesIsClosed() {
        var slow = stage.joined("slow", "p1");
        var mina = stage.joined("mina", "p2");
        slow.news();
        slow.client.writable(false);
        for (int i = 0; i < LogTail.CAPACITY; i++) {
            stage.nowMs += RowBudget.EVERY_MS;
            mina.media(i % 2 == 0, true, false);
        }
        assertThat(slow.client.closed()).isNull();
        assertThat(slow.news()).isEmpty();

        mina.media(true, true, false);

        assertThat(slow.client.closed()).isEqualTo(CloseCode.SLOW_CONSUMER);
        assertThat(slow.news()).containsExactly("closed SLOW_CONSUMER");
    }

    @Test
    void aSocketThatCanBeWrittenToAgainGoesOnWhereItStopped() {
        var slow = stage.joined("slow", "p1");
        var mina = stage.joined("mina", "p2");
        slow.news();
        slow.client.writable(false);
        for (int i = 0; i < 100; i++) {
            stage.nowMs += RowBudget.EVERY_MS;
            mina.media(i % 2 == 0, true, false);
        }

        slow.client.writable(true);
        slow.link().writable();
        stage.turns.run();

        List<String> news = slow.news();
        assertThat(news).hasSize(100);
        assertThat(news.getFirst()).contains("\"s\":4");
        assertThat(news.getLast()).contains("\"s\":103");
    }

    @Test
    void aRoomNobodyUsesIsPutAwayAndComesBackFromItsLog() {
        var mina = stage.enter("mina", "p1");
        mina.close();
        stage.nowMs += Rooms.IDLE_MS - 1;
        sweep();
        assertThat(stage.media.asked()).doesNotContain("close");

        stage.nowMs += 1;
        sweep();
        assertThat(stage.media.asked()).contains("close");

        var back = stage.enter("mina", "p1", Role.LEARNER, new Arrival.Cursor(stage.epoch(), 1));
        assertThat(back.news())
                .satisfiesExactly(
                        greeting -> assertThat(greeting).contains("seq=1, joined=false"),
                        welcome -> assertThat(welcome).isEqualTo(WELCOME));
    }

    @Test
    void aRoomSomebodyHasBeenToStaysUntilItsEnd() {
        var mina = stage.joined("mina", "p1");
        mina.close();
        stage.nowMs += 2 * Rooms.IDLE_MS;
        sweep();

        assertThat(stage.media.asked()).doesNotContain("close");
    }

    @Test
    void aRoomWithSocketsOrMediaIsNotPutAway() {
        var mina = stage.joined("mina", "p1");
        mina.offer(1);
        stage.rooms.transport(stage.room, id("mina"), 1, TransportState.ACTIVE, 0);
        stage.turns.run();
        stage.nowMs += 10 * Rooms.IDLE_MS;
        sweep();
        mina.close();
        stage.nowMs += 10 * Rooms.IDLE_MS;
        sweep();

        assertThat(stage.media.asked()).doesNotContain("close");
    }

    private void sweep() {
        stage.rooms.sweep(Rooms.IDLE_MS);
        stage.turns.run();
    }

    @Test
    void whoeverEntersARoomThatIsPutAwayInThatMomentGetsTheNewOne() {
        stage.enter("mina", "p1").close();
        stage.nowMs += Rooms.IDLE_MS;
        stage.rooms.sweep(Rooms.IDLE_MS);

        var late = stage.enter("late", "p2");

        assertThat(late.news()).first().asString().contains("Greeting[late, seq=1");
    }

    @Test
    void aSeatHasABoundedNumberOfSockets() {
        for (int i = 0; i < Audience.MAX_LINKS_OF_SEAT; i++) {
            stage.enter("mina", "p" + i).link();
        }

        assertThatThrownBy(() -> stage.enter("mina", "more").link())
                .rootCause()
                .isInstanceOfSatisfying(
                        RoomException.class,
                        e -> assertThat(e.reason()).isEqualTo(RoomException.Reason.BUSY));
        stage.enter("daniel", "p").link();
    }

    @Test
    void aFullMailboxRefusesAndCounts() {
        var mina = stage.joined("mina", "p1");
        Link link = mina.link();
        for (int i = 0; i < RoomMailbox.CAPACITY; i++) {
            assertThat(link.ask(i + 10, new ClientRequest.Ice(1, List.of()))).isTrue();
        }

        assertThat(link.ask(9_999, new ClientRequest.Ice(1, List.of()))).isFalse();
        assertThat(stage.counted("lyceum.room.dropped", "mailbox_full")).isEqualTo(1);

        stage.turns.run();
        assertThat(mina.news()).hasSize(RoomMailbox.CAPACITY);
        assertThat(link.ask(10_000, new ClientRequest.Ice(1, List.of()))).isTrue();
    }

    @Test
    void aRoomWhoseStoreStandsStillTakesNoMoreRequests() {
        var mina = stage.joined("mina", "p1");
        stage.store.hold();
        for (int i = 0; i <= Commits.MAX_BEHIND; i++) {
            stage.nowMs += RowBudget.EVERY_MS;
            mina.media(i % 2 == 0, true, false);
        }
        mina.news();

        mina.media(false, false, false);

        assertThat(mina.news()).singleElement().asString().contains("BUSY", "retryMs=500");
    }

    @Test
    void speakingIsToldToThoseInTheRoomThatTakeIt() {
        var mina = stage.joined("mina", "p1");
        var slow = stage.joined("slow", "p2");
        var lobby = stage.enter("lobby", "p3");
        List.of(mina, slow, lobby).forEach(RoomStage.Page::news);
        slow.client.writable(false);

        stage.rooms.speaking(stage.room, Set.of(id("mina")));
        stage.turns.run();

        assertThat(mina.news())
                .containsExactly("{\"t\":\"media.speaking\",\"d\":{\"participants\":[\"mina\"]}}");
        assertThat(slow.news()).isEmpty();
        assertThat(lobby.news()).isEmpty();
        assertThat(stage.counted("lyceum.room.dropped", "speaking_to_slow")).isEqualTo(1);
    }

    /// A full log ends the room, so a seat may not fill it; but nobody is kept from muting.
    @Test
    void aSeatMakesRowsAtABoundedRateAndClosesWhatItSendsAtAnyTime() {
        var daniel = stage.joined("daniel", "p2");
        var mina = stage.joined("mina", "p1");
        for (int i = 1; i < RowBudget.BURST; i++) {
            mina.media(true, true, true);
        }
        assertThat(mina.news()).noneMatch(each -> each.contains("RATE_LIMITED"));

        mina.media(true, true, true);
        assertThat(mina.news()).singleElement().asString().contains("RATE_LIMITED", "retryMs=500");
        var mute = new ClientRequest.SetMedia(stage.op(), new MediaIntent(false, true, false));
        mina.ask(mute);
        mina.ask(mute);
        mina.media(false, false, false);
        assertThat(mina.news()).noneMatch(each -> each.contains("RATE_LIMITED"));
        daniel.media(false, true, true);
        mina.media(false, false, false);
        assertThat(mina.news()).last().asString().contains("RATE_LIMITED");

        stage.nowMs += RowBudget.EVERY_MS;
        mina.media(true, false, false);
        mina.media(true, true, false);
        assertThat(mina.news()).filteredOn(each -> each.contains("RATE_LIMITED")).hasSize(1);
        mina.ask(new ClientRequest.Leave(stage.op()));
        assertThat(mina.news()).noneMatch(each -> each.contains("RATE_LIMITED"));
        assertThat(daniel.news()).last().asString().contains("participant.left");
    }
}
