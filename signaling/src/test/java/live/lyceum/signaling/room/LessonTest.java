package live.lyceum.signaling.room;

import static live.lyceum.signaling.room.RoomScript.fact;
import static live.lyceum.signaling.room.RoomScript.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord.Outcome;
import live.lyceum.signaling.protocol.Timer;
import live.lyceum.signaling.protocol.Timer.Side;
import live.lyceum.signaling.protocol.Topic;
import live.lyceum.signaling.testkit.Plans;
import org.junit.jupiter.api.Test;

/// Chat, hands, topics, moderation, time and the end of a lesson.
class LessonTest {
    private static final long MINUTE_MS = 60_000;

    private RoomScript script = new RoomScript();

    private RoomEvent say(String who, String text) {
        return script.apply(new RoomCommand.Say(id(who), "p1", text, script.op())).getFirst();
    }

    private RoomEvent hand(String who, String whose, boolean raised) {
        var command = new RoomCommand.SetHand(id(who), "p1", id(whose), raised, script.op());
        return script.apply(command).getFirst();
    }

    private RoomEvent topic(String who, String topic, boolean done) {
        return script.apply(new RoomCommand.MarkTopic(id(who), "p1", topic, done, script.op()))
                .getFirst();
    }

    private RoomEvent mute(String who, String whom) {
        return script.apply(new RoomCommand.Mute(id(who), "p1", id(whom), script.op())).getFirst();
    }

    private RoomEvent remove(String who, String whom) {
        return script.apply(new RoomCommand.Remove(id(who), "p1", id(whom), script.op()))
                .getFirst();
    }

    private RoomEvent end(String who) {
        return script.apply(new RoomCommand.End(id(who), "p1", script.op(), Proofs.NONE))
                .getFirst();
    }

    private static ErrorCode refused(RoomEvent event) {
        return ((RoomEvent.Refused) event).code();
    }

    private SessionEnd howItEnded() {
        return Objects.requireNonNull(script.state().snapshot(script.nowMs).end());
    }

    private Timer timer() {
        return script.state().snapshot(script.nowMs).timer();
    }

    private List<ParticipantId> hands() {
        return script.state().snapshot(script.nowMs).hands();
    }

    @Test
    void whatIsSaidIsSeenByWhoComesLater() {
        script.arrive("ann", Role.MENTOR);
        var said = ((RoomFact.Said) fact(say("ann", "Hello"))).message();
        assertThat(said.id()).isEqualTo("m_" + script.log().size());
        assertThat(script.state().snapshot(script.nowMs).chat()).containsExactly(said);

        for (int i = 0; i < LessonState.MAX_CHAT; i++) {
            say("ann", "line " + i);
        }
        assertThat(script.state().snapshot(script.nowMs).chat())
                .hasSize(LessonState.MAX_CHAT)
                .doesNotContain(said);
    }

    @Test
    void handsStandInTheOrderTheyWereRaised() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.arrive("cyd", Role.LEARNER);
        hand("cyd", "cyd", true);
        hand("ben", "ben", true);
        assertThat(hand("cyd", "cyd", true)).isInstanceOf(RoomEvent.Repeated.class);
        assertThat(hands()).containsExactly(id("cyd"), id("ben"));

        assertThat(refused(hand("ben", "cyd", false))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refused(hand("ann", "ben", true))).isEqualTo(ErrorCode.FORBIDDEN);
        hand("ann", "cyd", false);
        assertThat(hands()).containsExactly(id("ben"));
        script.leave("ben", "p1");
        assertThat(hands()).isEmpty();
    }

    @Test
    void aMentorMarksTopics() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        assertThat(refused(topic("ben", "t_1", true))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refused(topic("ann", "t_9", true))).isEqualTo(ErrorCode.BAD_REQUEST);
        topic("ann", "t_1", true);
        assertThat(topic("ann", "t_1", true)).isInstanceOf(RoomEvent.Repeated.class);
        assertThat(script.state().snapshot(script.nowMs).topics())
                .extracting(Topic::done)
                .containsExactly(true, false);
    }

    @Test
    void anObserverOnlyLooks() {
        script.arrive("olga", Role.OBSERVER);
        assertThat(refused(say("olga", "Hi"))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refused(hand("olga", "olga", true))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refused(end("olga"))).isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void whoIsMutedMayUnmute() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        assertThat(refused(mute("ben", "ann"))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refused(mute("ann", "nobody"))).isEqualTo(ErrorCode.BAD_REQUEST);
        mute("ann", "ben");
        assertThat(script.state().media(id("ben")).mic()).isFalse();
        assertThat(script.state().media(id("ben")).cam()).isTrue();
        assertThat(mute("ann", "ben")).isInstanceOf(RoomEvent.Repeated.class);
        script.media("ben", "p1", RoomScript.ALL);
        assertThat(script.state().media(id("ben")).mic()).isTrue();
    }

    @Test
    void whoIsRemovedStaysOut() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("bob", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        assertThat(refused(remove("ann", "bob"))).isEqualTo(ErrorCode.FORBIDDEN);
        remove("ann", "ben");
        assertThat(script.state().participant(id("ben"))).isNull();
        assertThat(timer().state()).isEqualTo(Timer.State.PAUSED);
        assertThat(refused(script.join("ben", Role.LEARNER, "p2"))).isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void timeRunsWhileBothSidesAreActive() {
        assertThat(timer().state()).isEqualTo(Timer.State.WAITING);
        script.arrive("ann", Role.MENTOR);
        script.runTo(script.nowMs + 5_000);
        assertThat(timer().away()).containsExactly(Side.LEARNER);
        script.arrive("ben", Role.LEARNER);
        script.runTo(script.nowMs + 20_000);
        assertThat(timer()).isEqualTo(new Timer(Timer.State.RUNNING, List.of(), 20_000, 3_600_000));

        // Noticed now, happened four seconds ago.
        script.transport("ben", ParticipantStatus.DISCONNECTED, 4_010);
        assertThat(timer().activeMs()).isEqualTo(16_000);
        assertThat(timer().state()).isEqualTo(Timer.State.PAUSED);
        script.runTo(script.nowMs + 30_000);
        assertThat(timer().activeMs()).isEqualTo(16_000);
        assertThat(script.state().attendanceMs(id("ann"), script.nowMs)).isEqualTo(55_030);
    }

    @Test
    void aSecondLearnerKeepsItRunning() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.arrive("cyd", Role.LEARNER);
        script.runTo(script.nowMs + 10_000);
        int rows = script.log().size();
        script.transport("ben", ParticipantStatus.DISCONNECTED, 4_000);
        assertThat(script.log()).hasSize(rows + 1);
        assertThat(timer().state()).isEqualTo(Timer.State.RUNNING);
    }

    @Test
    void aGapThatIsNoticedLateIsTakenBack() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.runTo(script.nowMs + 10_000);
        script.arrive("cyd", Role.LEARNER);
        script.runTo(script.nowMs + 1_000);
        long before = timer().activeMs();
        // From four seconds ago to when cyd came nobody was there.
        script.transport("ben", ParticipantStatus.DISCONNECTED, 4_000);
        assertThat(timer().state()).isEqualTo(Timer.State.RUNNING);
        assertThat(timer().activeMs()).isLessThan(before - 2_000);
        assertThat(script.log().getLast().fact()).isInstanceOf(RoomFact.TimerSet.class);
    }

    @Test
    void allAreWarnedOnceAndAtZeroItEnds() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.runTo(script.nowMs + 61 * MINUTE_MS);
        assertThat(script.log().stream().map(RoomEvent.Logged::fact))
                .filteredOn(RoomFact.TimeWarned.class::isInstance)
                .extracting(fact -> ((RoomFact.TimeWarned) fact).leftMs())
                .containsExactly(10 * MINUTE_MS, 5 * MINUTE_MS, MINUTE_MS);
        assertThat(howItEnded())
                .extracting(SessionEnd::reason, SessionEnd::outcome, SessionEnd::activeMs)
                .containsExactly(SessionEnd.Reason.TIME, Outcome.COMPLETED, 60 * MINUTE_MS);
        assertThat(refused(say("ann", "Wait"))).isEqualTo(ErrorCode.ENDED);
        assertThat(script.transport("ann", ParticipantStatus.DISCONNECTED, 0)).isEmpty();
        assertThat(script.room().nextDeadlineMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aShortLessonIsNotWarnedOfMoreThanItHas() {
        script = new RoomScript(5 * MINUTE_MS, null);
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.runTo(script.nowMs + 10 * MINUTE_MS);
        assertThat(script.log().stream().map(RoomEvent.Logged::fact))
                .filteredOn(RoomFact.TimeWarned.class::isInstance)
                .extracting(fact -> ((RoomFact.TimeWarned) fact).leftMs())
                .containsExactly(MINUTE_MS);
    }

    @Test
    void whatTheMentorEndsIsCompletedWhenEnoughOfItWas() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.runTo(script.nowMs + 49 * MINUTE_MS);
        assertThat(refused(end("ben"))).isEqualTo(ErrorCode.FORBIDDEN);
        end("ann");
        assertThat(howItEnded().outcome()).isEqualTo(Outcome.COMPLETED);

        script = new RoomScript();
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.runTo(script.nowMs + 47 * MINUTE_MS);
        end("ann");
        assertThat(howItEnded().outcome()).isEqualTo(Outcome.INCOMPLETE);
    }

    @Test
    void nobodyComesBack() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.runTo(script.nowMs + MINUTE_MS);
        script.transport("ann", ParticipantStatus.DISCONNECTED, 0);
        script.transport("ben", ParticipantStatus.DISCONNECTED, 0);
        long pausedMs = script.nowMs;
        script.runTo(pausedMs + RoomScript.ABANDON_AFTER_MS - 1);
        assertThat(script.state().over()).isFalse();
        script.runTo(pausedMs + RoomScript.ABANDON_AFTER_MS);
        assertThat(howItEnded())
                .extracting(SessionEnd::reason, SessionEnd::outcome)
                .containsExactly(SessionEnd.Reason.ABANDONED, Outcome.INCOMPLETE);
    }

    @Test
    void onlyOneSideEverCame() {
        script.arrive("ann", Role.MENTOR);
        script.runTo(script.nowMs + 2 * RoomScript.ABANDON_AFTER_MS);
        assertThat(howItEnded())
                .extracting(SessionEnd::outcome, SessionEnd::absent)
                .containsExactly(Outcome.NO_SHOW, List.of(Side.LEARNER));
    }

    @Test
    void theWallClockMayEndIt() {
        script = new RoomScript(3_600_000, 100_000L);
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.runTo(99_999);
        assertThat(script.state().over()).isFalse();
        script.runTo(100_000);
        assertThat(howItEnded().reason()).isEqualTo(SessionEnd.Reason.HARD_END);
    }

    @Test
    void timeIsUsedUpWhenThereIsProofOfIt() {
        script = new RoomScript(5 * MINUTE_MS, null);
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        long zeroMs = script.nowMs + 5 * MINUTE_MS;
        script.runTo(zeroMs - 1);
        script.nowMs = zeroMs;

        script.apply(time("ben", 2_000));
        assertThat(script.state().over()).isFalse();
        assertThat(script.room().nextDeadlineMs()).isGreaterThan(script.nowMs);
        script.apply(time("ben", 10));

        assertThat(howItEnded().reason()).isEqualTo(SessionEnd.Reason.TIME);
        assertThat(howItEnded().activeMs()).isEqualTo(5 * MINUTE_MS);
    }

    @Test
    void whoHadDroppedWhenTheTimeWasUpIsWaitedFor() {
        script = new RoomScript(5 * MINUTE_MS, null);
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.runTo(script.nowMs + 5 * MINUTE_MS - 100);
        script.nowMs += 2_000;
        script.apply(time("ben", 2_000));

        script.transport("ben", ParticipantStatus.DISCONNECTED, 2_010);

        assertThat(script.state().over()).isFalse();
        assertThat(timer().state()).isEqualTo(Timer.State.PAUSED);
        assertThat(timer().activeMs()).isBetween(5 * MINUTE_MS - 200, 5 * MINUTE_MS - 1);
    }

    private static RoomCommand time(String who, long agoMs) {
        return new RoomCommand.Time(new Proofs(Map.of(id(who), agoMs)));
    }

    @Test
    void whoIsSilentWhenTheMentorEndsWasThereUntilTheLastProof() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.runTo(script.nowMs + MINUTE_MS);
        long activeMs = timer().activeMs() + 10;
        var proofs = new Proofs(Map.of(id("ann"), 20L, id("ben"), 3_000L));

        script.apply(new RoomCommand.End(id("ann"), "p1", script.op(), proofs));

        assertThat(howItEnded().activeMs()).isBetween(activeMs - 3_000, activeMs - 2_980);
        long annMs = script.state().attendanceMs(id("ann"), script.nowMs);
        assertThat(script.state().attendanceMs(id("ben"), script.nowMs))
                .isBetween(annMs - 3_020, annMs - 2_980);
    }

    @Test
    void aLogThatIsFullEndsTheSession() {
        script.arrive("ann", Role.MENTOR);
        for (int i = 0; !script.state().over(); i++) {
            script.media("ann", "p1", new MediaIntent(i % 2 == 0, false, false));
        }
        assertThat(script.state().seq()).isEqualTo(Room.MAX_ROWS + 1);
        assertThat(howItEnded().reason()).isEqualTo(SessionEnd.Reason.FULL);
    }

    @Test
    void aRepetitionOfWhatChangedNothingUndoesNothing() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        hand("ben", "ben", true);
        var again = new RoomCommand.SetHand(id("ben"), "p1", id("ben"), true, script.op());
        RoomEvent first = script.apply(again).getFirst();
        script.apply(new RoomCommand.SetHand(id("ann"), "p1", id("ben"), false, script.op()));

        assertThat(script.apply(again)).containsExactly(first);

        assertThat(script.state().lesson().hands()).isEmpty();
        var other = new RoomCommand.SetHand(id("ben"), "p1", id("ben"), false, again.op());
        assertThat(refused(script.apply(other).getFirst())).isEqualTo(ErrorCode.OP_REUSED);
    }

    @Test
    void itWasUsedUpThoughSomebodyLeftBeforeThatWasNoticed() {
        script = new RoomScript(5 * MINUTE_MS, null);
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.nowMs += 6 * MINUTE_MS;
        script.leave("ben", "p1");
        script.runTo(script.nowMs + 1);
        assertThat(howItEnded().reason()).isEqualTo(SessionEnd.Reason.TIME);
        assertThat(howItEnded().outcome()).isEqualTo(Outcome.COMPLETED);
        long atTheEndMs = script.state().attendanceMs(id("ann"), script.nowMs);
        assertThat(script.state().attendanceMs(id("ann"), script.nowMs + MINUTE_MS))
                .isEqualTo(atTheEndMs);
    }

    @Test
    void aSnapshotHasOnlySoMuchOfTheChat() {
        script.arrive("ann", Role.MENTOR);
        for (int i = 0; i < 40; i++) {
            say("ann", "x".repeat(2_000));
        }
        assertThat(script.state().snapshot(script.nowMs).chat())
                .hasSize(LessonState.MAX_CHAT_CHARACTERS / 2_000);
    }

    @Test
    void aRestartEndsActivityWhereTheProcessWasLastAlive() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.runTo(script.nowMs + 10_000);
        long aliveMs = script.nowMs;
        script.runTo(script.nowMs + 60_000);
        script.apply(new RoomCommand.Restarted(aliveMs));
        assertThat(timer())
                .isEqualTo(
                        new Timer(
                                Timer.State.PAUSED,
                                List.of(Side.MENTOR, Side.LEARNER),
                                10_000,
                                3_600_000));
        script.apply(new RoomCommand.Restarted(aliveMs));
        assertThat(timer().activeMs()).isEqualTo(10_000);
    }

    @Test
    void aChatThatIsErasedWithTheEndIsSeenNoMore() {
        SessionPlan plan = script.state().plan();
        var saving = new SessionPlan.Saving(false, false, false, true);
        script.apply(new RoomCommand.ChangePlan(plan, Plans.with(plan, saving)));
        script.arrive("ann", Role.MENTOR);
        script.apply(new RoomCommand.Say(id("ann"), "p1", "Hello", script.op()));
        assertThat(script.state().snapshot(script.nowMs).chat()).hasSize(1);

        script.apply(new RoomCommand.End(id("ann"), "p1", script.op(), Proofs.NONE));

        assertThat(script.state().snapshot(script.nowMs).chat()).isEmpty();
        assertThat(RoomState.replay(script.log())).isEqualTo(script.state());
    }
}
