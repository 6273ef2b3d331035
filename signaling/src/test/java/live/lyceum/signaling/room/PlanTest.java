package live.lyceum.signaling.room;

import static live.lyceum.signaling.room.RoomScript.fact;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.Topic;
import live.lyceum.signaling.testkit.Plans;
import org.junit.jupiter.api.Test;

/// Changing what was laid down, and taking it back.
class PlanTest {
    private static final long MINUTE_MS = 60_000;

    private final RoomScript script = new RoomScript(20 * MINUTE_MS, null);

    private List<RoomEvent> change(SessionPlan after) {
        return script.apply(new RoomCommand.ChangePlan(script.state().plan(), after));
    }

    private List<Long> warnings() {
        return script.log().stream()
                .map(RoomEvent.Logged::fact)
                .filter(RoomFact.TimeWarned.class::isInstance)
                .map(each -> ((RoomFact.TimeWarned) each).leftMs())
                .toList();
    }

    private static ErrorCode refused(List<RoomEvent> events) {
        return ((RoomEvent.Refused) events.getFirst()).code();
    }

    private void begin() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
    }

    @Test
    void aLongerPlanGivesMoreTimeAndItsWarningsAnew() {
        begin();
        script.runTo(script.nowMs + 16 * MINUTE_MS);
        assertThat(warnings()).containsExactly(10 * MINUTE_MS, 5 * MINUTE_MS);

        List<RoomEvent> events = change(script.planOf(23 * MINUTE_MS, "Trees"));

        assertThat(fact(events.getFirst())).isInstanceOf(RoomFact.PlanChanged.class);
        assertThat(((RoomFact.TimerSet) fact(events.get(1))).timer().totalMs())
                .isEqualTo(23 * MINUTE_MS);
        assertThat(script.state().record().plan().title()).isEqualTo("Trees");
        script.runTo(script.nowMs + 7 * MINUTE_MS);
        // Seven minutes were left, so the ten are not told again.
        assertThat(warnings())
                .containsExactly(10 * MINUTE_MS, 5 * MINUTE_MS, 5 * MINUTE_MS, MINUTE_MS);
        assertThat(Objects.requireNonNull(script.state().end()).activeMs())
                .isEqualTo(23 * MINUTE_MS);
        assertThat(RoomState.replay(script.log())).isEqualTo(script.state());
    }

    @Test
    void aChangeOfSomethingElseLeavesTheTimeAlone() {
        begin();
        long deadlineMs = script.room().nextDeadlineMs();

        assertThat(change(script.planOf(20 * MINUTE_MS, "Trees"))).hasSize(1);
        assertThat(script.room().nextDeadlineMs()).isEqualTo(deadlineMs);
        assertThat(change(script.state().plan()).getFirst()).isInstanceOf(RoomEvent.Repeated.class);
    }

    @Test
    void whatIsUsedUpCannotBeTakenBack() {
        begin();
        script.runTo(script.nowMs + 5 * MINUTE_MS);

        assertThat(refused(change(script.planOf(4 * MINUTE_MS, "Graphs"))))
                .isEqualTo(ErrorCode.ENDED);
        assertThat(change(script.planOf(6 * MINUTE_MS, "Graphs"))).hasSize(2);
    }

    @Test
    void aChangeOfAnEarlierPlanIsStale() {
        SessionPlan before = script.state().plan();
        change(script.planOf(30 * MINUTE_MS, "Graphs"));

        var late = new RoomCommand.ChangePlan(before, script.planOf(9 * MINUTE_MS, "Graphs"));
        assertThat(refused(script.apply(late))).isEqualTo(ErrorCode.STALE_GEN);
    }

    @Test
    void whatPeopleAgreedToStaysOnceItHasBegun() {
        SessionPlan plan = script.state().plan();
        SessionPlan secret = Plans.with(plan, new SessionPlan.Saving(false, false, false, true));
        assertThat(fact(change(secret).getFirst())).isInstanceOf(RoomFact.PlanChanged.class);
        begin();
        assertThat(refused(change(plan))).isEqualTo(ErrorCode.ENDED);
    }

    @Test
    void itCanBeTakenBackUntilItBegins() {
        script.arrive("ann", Role.MENTOR);
        script.apply(new RoomCommand.Cancel());

        assertThat(script.state().record().state()).isEqualTo(SessionState.CANCELLED);
        SessionEnd end = Objects.requireNonNull(script.state().end());
        assertThat(end.reason()).isEqualTo(SessionEnd.Reason.CANCELLED);
        assertThat(end.outcome()).isNull();
        assertThat(script.state().over()).isTrue();
        assertThat(refused(change(script.planOf(MINUTE_MS, "X")))).isEqualTo(ErrorCode.ENDED);
        assertThat(RoomState.replay(script.log())).isEqualTo(script.state());
    }

    /// A log is read as a whole when the server starts.
    @Test
    void aLogHasNoPlaceForTextsWithoutEnd() {
        String title = "x".repeat(200);
        int changes = 0;
        RoomEvent last = change(script.planOf(20 * MINUTE_MS, "Trees")).getFirst();
        while (last instanceof RoomEvent.Logged && changes < 10_000) {
            List<Topic> topics =
                    IntStream.range(0, 100).mapToObj(i -> new Topic("", title, false)).toList();
            last = script.apply(new RoomCommand.SetTopics(topics)).getFirst();
            changes++;
        }
        assertThat(changes).isBetween(200, 500);
        assertThat(refused(List.of(last))).isEqualTo(ErrorCode.ENDED);
        assertThat(script.state().crowded()).isTrue();
        assertThat(refused(script.apply(new RoomCommand.StartRecording())))
                .isEqualTo(ErrorCode.ENDED);
        assertThat(RoomState.replay(script.log())).isEqualTo(script.state());
        assertThat(fact(script.apply(new RoomCommand.EndFromOutside(Proofs.NONE)).getFirst()))
                .isInstanceOf(RoomFact.Ended.class);
    }

    @Test
    void whatHasBegunIsNotTakenBack() {
        begin();

        assertThat(refused(script.apply(new RoomCommand.Cancel()))).isEqualTo(ErrorCode.ENDED);
    }
}
