package live.lyceum.signaling.room;

import static live.lyceum.signaling.room.RoomScript.ALL;
import static live.lyceum.signaling.room.RoomScript.fact;
import static live.lyceum.signaling.room.RoomScript.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.ServerEvent;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final MediaIntent CAM_ONLY = new MediaIntent(false, true, false);

    private final RoomScript script = new RoomScript();

    @Test
    void joiningIsTheRowAfterTheOpening() {
        var event = script.join("mina", Role.LEARNER, "p1");

        var mina =
                new Participant(
                        id("mina"), "Name of mina", Role.LEARNER, ParticipantStatus.JOINING, ALL);
        assertThat(event)
                .isInstanceOfSatisfying(
                        RoomEvent.Logged.class,
                        row -> {
                            assertThat(row.seq()).isEqualTo(2);
                            assertThat(row.wallMs()).isEqualTo(1_010);
                            assertThat(row.fact()).isEqualTo(new RoomFact.Joined(mina, "p1"));
                            assertThat(row.fact().event())
                                    .isEqualTo(new ServerEvent.ParticipantJoined(mina));
                        });
        assertThat(script.state().snapshot(script.nowMs).participants()).containsExactly(mina);
    }

    @Test
    void aReloadKeepsTheSeatAndDisplacesThePageBefore() {
        script.join("mina", Role.LEARNER, "p1");
        script.transport("mina", ParticipantStatus.ACTIVE, 0);

        var event = script.join("mina", Role.LEARNER, "p2");

        assertThat(fact(event))
                .isEqualTo(new RoomFact.Rejoined(id("mina"), "p2", ALL, ParticipantStatus.ACTIVE));
        assertThat(fact(event).event())
                .isEqualTo(
                        new ServerEvent.ParticipantUpdated(
                                id("mina"), ParticipantStatus.ACTIVE, ALL, null));
        assertThat(script.state().heldBy(id("mina"), "p2")).isTrue();
        assertThat(script.state().displaced(id("mina"), "p1")).isTrue();
        assertThat(script.state().displaced(id("mina"), "p2")).isFalse();
    }

    @Test
    void aPageThatComesBackToADisconnectedSeatIsJoining() {
        script.join("mina", Role.LEARNER, "p1");
        script.transport("mina", ParticipantStatus.DISCONNECTED, 0);

        var event = script.join("mina", Role.LEARNER, "p2");

        assertThat(fact(event))
                .isEqualTo(new RoomFact.Rejoined(id("mina"), "p2", ALL, ParticipantStatus.JOINING));
    }

    @Test
    void anotherNameOrRoleIsToldAsANewCard() {
        script.join("mina", Role.LEARNER, "p1");

        var event = script.join("mina", Role.OBSERVER, "p1");

        assertThat(fact(event)).isInstanceOf(RoomFact.Joined.class);
        assertThat(script.state().snapshot(script.nowMs).participants()).hasSize(1);
        assertThat(script.state().media(id("mina"))).isEqualTo(MediaIntent.NOTHING);
    }

    @Test
    void thePageThatLostTheSeatMayNotSpeakForIt() {
        script.join("mina", Role.LEARNER, "p1");
        script.join("mina", Role.LEARNER, "p2");

        assertThat(script.media("mina", "p1", CAM_ONLY)).isEqualTo(notJoined());
        assertThat(script.leave("mina", "p1")).isEqualTo(notJoined());
        assertThat(fact(script.media("mina", "p2", CAM_ONLY)))
                .isEqualTo(new RoomFact.MediaSet(id("mina"), CAM_ONLY));
    }

    @Test
    void whoIsNotInCannotLeave() {
        assertThat(script.leave("mina", "p1")).isEqualTo(notJoined());

        script.join("mina", Role.LEARNER, "p1");
        script.leave("mina", "p1");

        assertThat(script.leave("mina", "p1")).isEqualTo(notJoined());
        assertThat(script.state().snapshot(script.nowMs).participants()).isEmpty();
    }

    private static RoomEvent notJoined() {
        return new RoomEvent.Refused(ErrorCode.NOT_JOINED, "Join first");
    }

    @Test
    void theSameOperationHasTheSameReplyAndNoSecondRow() {
        var join =
                new RoomCommand.Join(id("mina"), "Mina", Role.LEARNER, "p1", ALL, RoomScript.op(1));
        script.apply(join);
        script.join("daniel", Role.MENTOR, "p9");

        assertThat(script.apply(join)).containsExactly(new RoomEvent.Repeated(2));
        assertThat(script.log()).hasSize(3);
    }

    @Test
    void theSameOperationWithAnotherBodyIsRefused() {
        var op = RoomScript.op(1);
        script.apply(new RoomCommand.Join(id("mina"), "Mina", Role.LEARNER, "p1", ALL, op));

        for (var other :
                List.of(
                        new RoomCommand.Join(id("mina"), "Mina", Role.LEARNER, "p1", CAM_ONLY, op),
                        new RoomCommand.SetMedia(id("mina"), "p1", ALL, op),
                        new RoomCommand.Leave(id("mina"), "p1", op))) {
            assertThat(script.apply(other))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            RoomEvent.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.OP_REUSED));
        }
    }

    @Test
    void aLateRepetitionOfALeaveFindsItsAnswer() {
        script.join("mina", Role.LEARNER, "p1");
        var leave = new RoomCommand.Leave(id("mina"), "p1", RoomScript.op(77));
        script.apply(leave);

        assertThat(script.apply(leave)).containsExactly(new RoomEvent.Repeated(3));
    }

    @Test
    void operationsBeyondTheLast64AreForgotten() {
        var join =
                new RoomCommand.Join(
                        id("mina"), "Mina", Role.LEARNER, "p1", ALL, RoomScript.op(1_000));
        script.apply(join);
        for (int i = 0; i < 64; i++) {
            script.media("mina", "p1", CAM_ONLY);
        }

        assertThat(script.apply(join).getFirst()).isInstanceOf(RoomEvent.Logged.class);
    }

    @Test
    void aNinthSenderAndAFiftyNinthPersonFindNoRoom() {
        for (int i = 0; i < Room.MAX_SENDERS; i++) {
            script.join("sender" + i, Role.LEARNER, "p");
        }
        assertThat(script.join("sender8", Role.MENTOR, "p")).isEqualTo(full());
        for (int i = Room.MAX_SENDERS; i < Room.MAX_SEATS; i++) {
            assertThat(script.join("observer" + i, Role.OBSERVER, "p"))
                    .isInstanceOf(RoomEvent.Logged.class);
        }
        assertThat(script.join("onemore", Role.OBSERVER, "p")).isEqualTo(full());
        assertThat(script.join("sender0", Role.LEARNER, "again"))
                .isInstanceOf(RoomEvent.Logged.class);
    }

    private static RoomEvent full() {
        return new RoomEvent.Refused(ErrorCode.BUSY, "The room is full");
    }

    @Test
    void anObserverSendsNothing() {
        script.join("olga", Role.OBSERVER, "p1");

        assertThat(script.state().media(id("olga"))).isEqualTo(MediaIntent.NOTHING);
        assertThat(script.media("olga", "p1", CAM_ONLY))
                .isEqualTo(new RoomEvent.Refused(ErrorCode.FORBIDDEN, "An observer sends nothing"));
        assertThat(script.media("olga", "p1", MediaIntent.NOTHING))
                .isInstanceOf(RoomEvent.Logged.class);
    }

    @Test
    void aDropIsDatedByTheLastProofOfLife() {
        script.join("mina", Role.LEARNER, "p1");
        script.transport("mina", ParticipantStatus.ACTIVE, 0);
        script.nowMs = 99_990;

        var events = script.transport("mina", ParticipantStatus.DISCONNECTED, 4_000);

        assertThat(fact(events.getFirst()))
                .isEqualTo(
                        new RoomFact.Transported(
                                id("mina"), ParticipantStatus.DISCONNECTED, 96_000));
        assertThat(script.transport("mina", ParticipantStatus.DISCONNECTED, 4_000)).isEmpty();
        assertThat(script.transport("nobody", ParticipantStatus.ACTIVE, 0)).isEmpty();
    }

    @Test
    void aGoodByeOfThePageBeforeMeansNothing() {
        script.join("mina", Role.LEARNER, "p1");
        script.transport("mina", ParticipantStatus.ACTIVE, 0);
        script.join("mina", Role.LEARNER, "p2");

        assertThat(script.apply(new RoomCommand.Gone(id("mina"), "p1"))).isEmpty();
        assertThat(fact(script.apply(new RoomCommand.Gone(id("mina"), "p2")).getFirst()))
                .isInstanceOf(RoomFact.Transported.class);
        assertThat(script.state().heldBy(id("mina"), "p2")).isTrue();
        assertThat(script.apply(new RoomCommand.Gone(id("nobody"), null))).isEmpty();
    }

    @Test
    void noRowIsDatedBeforeTheOneBefore() {
        script.join("mina", Role.LEARNER, "p1");
        script.nowMs = 0;

        var row = (RoomEvent.Logged) script.join("daniel", Role.MENTOR, "p2");

        assertThat(row.wallMs()).isEqualTo(1_010);
    }

    @Test
    void aGapInTheLogIsNotFolded() {
        var row = new RoomEvent.Logged(3, 0, null, new RoomFact.Left(id("mina")));

        assertThatThrownBy(() -> script.state().apply(row))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void seatsThatWereLeftLongAgoAreForgotten() {
        for (int i = 0; i < RoomState.MAX_SEATS_KEPT + 50; i++) {
            script.join("guest" + i, Role.OBSERVER, "p");
            script.leave("guest" + i, "p");
        }

        assertThat(script.state().seat(id("guest0"))).isNull();
        assertThat(script.state().seat(id("guest305"))).isNotNull();
    }
}
