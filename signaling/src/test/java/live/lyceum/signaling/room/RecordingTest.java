package live.lyceum.signaling.room;

import static live.lyceum.signaling.room.RoomScript.fact;
import static live.lyceum.signaling.room.RoomScript.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.LiveRecording.Stop;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionPlan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// When a session is recorded, and who may say so.
class RecordingTest {
    private RoomScript script = new RoomScript();

    private void begin() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
    }

    private RoomEvent record(String who, boolean on) {
        return script.apply(new RoomCommand.SetRecording(id(who), "p1", on, script.op()))
                .getFirst();
    }

    private RoomEvent local(String who, boolean on) {
        return script.apply(new RoomCommand.SetLocalRecording(id(who), "p1", on, script.op()))
                .getFirst();
    }

    private @Nullable LiveRecording now() {
        return script.state().snapshot(script.nowMs).recording();
    }

    private List<RoomFact> facts() {
        return script.log().stream()
                .map(RoomEvent.Logged::fact)
                .filter(each ->
                        each instanceof RoomFact.RecordingStarted
                                || each instanceof RoomFact.RecordingStopped)
                .toList();
    }

    private static ErrorCode refused(RoomEvent event) {
        return ((RoomEvent.Refused) event).code();
    }

    private RecordingId next() {
        return new RecordingId("rec_1_" + (script.log().size() + 1));
    }

    @Test
    void thePlanStartsItOnceWhenBothAreActive() {
        script = RoomScript.recorded();
        script.arrive("ann", Role.MENTOR);
        assertThat(now()).isNull();

        script.arrive("ben", Role.LEARNER);

        var id = new RecordingId("rec_1_" + script.log().size());
        assertThat(now()).isEqualTo(new LiveRecording(id, script.nowMs, null));
        script.transport("ben", ParticipantStatus.DISCONNECTED, 0);
        script.transport("ben", ParticipantStatus.ACTIVE, 0);
        assertThat(facts()).containsExactly(new RoomFact.RecordingStarted(id, null));
        record("ann", false);
        script.transport("ben", ParticipantStatus.DISCONNECTED, 0);
        script.transport("ben", ParticipantStatus.ACTIVE, 0);
        assertThat(now()).as("who stopped it meant it").isNull();
    }

    @Test
    void aPlanThatWasChangedBeforeTheBeginningCounts() {
        SessionPlan plan = script.state().plan();
        script.apply(new RoomCommand.ChangePlan(plan, RoomScript.recorded().state().plan()));
        begin();

        assertThat(now()).isNotNull();
        assertThat(
                        refused(
                                script.apply(
                                                new RoomCommand.ChangePlan(
                                                        script.state().plan(), plan))
                                        .getFirst()))
                .as("people came under these terms")
                .isEqualTo(ErrorCode.ENDED);
    }

    @Test
    void whatAMentorStoppedBeforeTheBeginningThePlanDoesNotStart() {
        script = RoomScript.recorded();
        script.arrive("ann", Role.MENTOR);
        record("ann", true);
        record("ann", false);
        script.arrive("ben", Role.LEARNER);

        assertThat(now()).isNull();
    }

    @Test
    void aMentorStartsAndStopsIt() {
        begin();
        RecordingId id = next();
        assertThat(fact(record("ann", true)))
                .isEqualTo(new RoomFact.RecordingStarted(id, id("ann")));
        assertThat(now()).isEqualTo(new LiveRecording(id, script.nowMs, id("ann")));
        assertThat(record("ann", true)).isInstanceOf(RoomEvent.Repeated.class);

        assertThat(fact(record("ann", false)))
                .isEqualTo(new RoomFact.RecordingStopped(id, Stop.MENTOR, id("ann")));
        assertThat(now()).isNull();
        assertThat(record("ann", false)).isInstanceOf(RoomEvent.Repeated.class);
        assertThat(fact(record("ann", true))).isNotEqualTo(new RoomFact.RecordingStarted(id, null));
    }

    @Test
    void nobodyElseMay() {
        begin();
        script.arrive("olga", Role.OBSERVER);
        for (String who : List.of("ben", "olga")) {
            assertThat(refused(record(who, true))).isEqualTo(ErrorCode.FORBIDDEN);
        }
        record("ann", true);
        for (String who : List.of("ben", "olga")) {
            assertThat(refused(record(who, false))).isEqualTo(ErrorCode.FORBIDDEN);
        }
        assertThat(now()).isNotNull();
    }

    @Test
    void fromOutsideItIsStartedOnceAndStoppedByItsName() {
        RecordingId id = next();
        RoomEvent started = script.apply(new RoomCommand.StartRecording()).getFirst();
        assertThat(fact(started)).isEqualTo(new RoomFact.RecordingStarted(id, null));
        assertThat(refused(script.apply(new RoomCommand.StartRecording()).getFirst()))
                .isEqualTo(ErrorCode.ENDED);
        var other = new RoomCommand.StopRecording(new RecordingId("rec_1_1"));
        assertThat(script.apply(other).getFirst()).isInstanceOf(RoomEvent.Repeated.class);

        assertThat(fact(script.apply(new RoomCommand.StopRecording(id)).getFirst()))
                .isEqualTo(new RoomFact.RecordingStopped(id, Stop.REQUESTED, null));
        assertThat(script.apply(new RoomCommand.StopRecording(id)).getFirst())
                .isInstanceOf(RoomEvent.Repeated.class);
    }

    @Test
    void oneThatBrokeHasStoppedAndNoOther() {
        begin();
        record("ann", true);
        RecordingId first = Objects.requireNonNull(now()).id();
        record("ann", false);
        record("ann", true);
        assertThat(script.apply(new RoomCommand.RecordingBroke(first, Stop.LIMIT))).isEmpty();
        RecordingId second = Objects.requireNonNull(now()).id();

        script.apply(new RoomCommand.RecordingBroke(second, Stop.DISK_FULL));

        assertThat(facts().getLast())
                .isEqualTo(new RoomFact.RecordingStopped(second, Stop.DISK_FULL, null));
        assertThat(script.apply(new RoomCommand.RecordingBroke(second, Stop.LIMIT))).isEmpty();
    }

    @Test
    void theEndEndsItWithoutARowOfItsOwn() {
        begin();
        record("ann", true);
        local("ben", true);
        script.apply(new RoomCommand.End(id("ann"), "p1", script.op(), Proofs.NONE));

        assertThat(now()).isNull();
        assertThat(script.state().snapshot(script.nowMs).localRecordings()).isEmpty();
        assertThat(facts()).hasSize(1);
        assertThat(refused(script.apply(new RoomCommand.StartRecording()).getFirst()))
                .isEqualTo(ErrorCode.ENDED);
        assertThat(RoomState.replay(script.log())).isEqualTo(script.state());
    }

    @Test
    void aSessionHasTwentyOfThem() {
        begin();
        for (int i = 0; i < RecordingRules.MAX_RECORDINGS; i++) {
            record("ann", true);
            record("ann", false);
        }

        assertThat(refused(record("ann", true))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refused(script.apply(new RoomCommand.StartRecording()).getFirst()))
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(facts()).hasSize(2 * RecordingRules.MAX_RECORDINGS);
    }

    @Test
    void whoRecordsOnTheirOwnDeviceIsKnownUntilTheyLeave() {
        begin();
        script.arrive("olga", Role.OBSERVER);
        assertThat(local("ben", false)).isInstanceOf(RoomEvent.Repeated.class);
        local("olga", true);
        local("ben", true);
        local("ann", true);
        assertThat(local("ben", true)).isInstanceOf(RoomEvent.Repeated.class);
        assertThat(script.state().snapshot(script.nowMs).localRecordings())
                .containsExactly(id("olga"), id("ben"), id("ann"));

        local("olga", false);
        script.leave("ann", "p1");
        script.apply(new RoomCommand.PutOut(id("ben")));

        assertThat(script.state().snapshot(script.nowMs).localRecordings()).isEmpty();
        assertThat(RoomState.replay(script.log())).isEqualTo(script.state());
    }

    @Test
    void whoeverComesLaterSeesIt() {
        begin();
        record("ann", true);

        assertThat(RoomState.replay(script.log()).snapshot(script.nowMs))
                .isEqualTo(script.state().snapshot(script.nowMs));
        assertThat(script.state().copy().recording()).isEqualTo(now());
    }
}
