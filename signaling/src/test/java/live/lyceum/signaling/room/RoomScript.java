package live.lyceum.signaling.room;

import java.util.ArrayList;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Topic;
import org.jspecify.annotations.Nullable;

/// A room with its log, played command by command.
final class RoomScript {
    static final MediaIntent ALL = new MediaIntent(true, true, false);

    static final long ABANDON_AFTER_MS = 60_000;

    private final List<RoomEvent.Logged> log = new ArrayList<>();
    private final Room room;
    private int ops;
    long nowMs = 1_000;

    RoomScript() {
        this(3_600_000, null);
    }

    /// @param hardEndAtMs or null
    RoomScript(long plannedMs, @Nullable Long hardEndAtMs) {
        this(plannedMs, hardEndAtMs, false);
    }

    /// One that is to be recorded.
    static RoomScript recorded() {
        return new RoomScript(3_600_000, null, true);
    }

    private RoomScript(long plannedMs, @Nullable Long hardEndAtMs, boolean record) {
        var plan =
                new SessionPlan(
                        new RoomId("ses_1"),
                        TenantId.MAIN,
                        "Graphs",
                        plannedMs,
                        0,
                        hardEndAtMs,
                        ABANDON_AFTER_MS,
                        List.of(
                                new Topic("t_1", "Welcome", false),
                                new Topic("t_2", "Trees", false)),
                        new SessionPlan.Saving(record, false, true, true),
                        null,
                        0.8,
                        List.of());
        log.add(new RoomEvent.Logged(1, nowMs, null, new RoomFact.Opened(plan, "e1")));
        room = new Room(RoomState.replay(log));
    }

    static ParticipantId id(String who) {
        return new ParticipantId(who);
    }

    OperationId op() {
        return op(++ops);
    }

    static OperationId op(int number) {
        return new OperationId("01JD%022d".formatted(number));
    }

    List<RoomEvent> apply(RoomCommand command) {
        nowMs += 10;
        return add(room.apply(command, nowMs));
    }

    private List<RoomEvent> add(List<RoomEvent> events) {
        for (RoomEvent event : events) {
            if (event instanceof RoomEvent.Logged logged) {
                log.add(logged);
            }
        }
        return events;
    }

    RoomEvent join(String who, Role role, String page) {
        return apply(new RoomCommand.Join(id(who), "Name of " + who, role, page, ALL, op()))
                .getFirst();
    }

    RoomEvent leave(String who, String page) {
        return apply(new RoomCommand.Leave(id(who), page, op())).getFirst();
    }

    RoomEvent media(String who, String page, MediaIntent media) {
        return apply(new RoomCommand.SetMedia(id(who), page, media, op())).getFirst();
    }

    List<RoomEvent> transport(String who, ParticipantStatus status, long proofAgoMs) {
        return apply(new RoomCommand.Transport(id(who), status, proofAgoMs));
    }

    /// Carries out whatever is due up to then.
    void runTo(long untilMs) {
        while (room.nextDeadlineMs() <= untilMs) {
            nowMs = Math.max(nowMs, room.nextDeadlineMs());
            add(room.apply(new RoomCommand.Time(Proofs.NONE), nowMs));
        }
        nowMs = untilMs;
    }

    /// Somebody joins and their transport lives.
    void arrive(String who, Role role) {
        join(who, role, "p1");
        transport(who, ParticipantStatus.ACTIVE, 0);
    }

    /// The plan with another length and title.
    SessionPlan planOf(long plannedMs, String title) {
        SessionPlan plan = state().plan();
        return new SessionPlan(
                plan.id(),
                plan.tenant(),
                title,
                plannedMs,
                plan.startsAtMs(),
                plan.hardEndAtMs(),
                plan.abandonAfterMs(),
                plan.topics(),
                plan.saving(),
                plan.returnUrl(),
                plan.completeRatio(),
                plan.embedOrigins());
    }

    Room room() {
        return room;
    }

    RoomState state() {
        return room.state();
    }

    List<RoomEvent.Logged> log() {
        return log;
    }

    static RoomFact fact(RoomEvent event) {
        return ((RoomEvent.Logged) event).fact();
    }
}
