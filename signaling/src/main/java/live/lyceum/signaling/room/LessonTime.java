package live.lyceum.signaling.room;

import java.util.ArrayList;
import java.util.List;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.SessionRecord.Outcome;
import live.lyceum.signaling.protocol.Timer;
import org.jspecify.annotations.Nullable;

/// What happens in a lesson by time alone, and what the room says of its time. Owned by its [Room].
final class LessonTime {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long MINUTE_MS = 60_000;

    /// When all are told how little time is left.
    private static final List<Long> WARNINGS_MS = List.of(10 * MINUTE_MS, 5 * MINUTE_MS, MINUTE_MS);

    /// So long after the time was used up without proof.
    private static final long ASK_AGAIN_MS = 250;

    private final RoomState state;
    private final LessonState lesson;
    private final RowLog rows;

    /// Before that the time is not asked for again.
    private long notBeforeMs;

    LessonTime(RoomState state, RowLog rows) {
        this.state = state;
        this.rows = rows;
        lesson = state.lesson();
    }

    long nextDeadlineMs() {
        return Math.max(notBeforeMs, dueMs());
    }

    private long dueMs() {
        if (state.over()) {
            return NEVER;
        }
        Long hardEndMs = state.plan().hardEndAtMs();
        long next = hardEndMs == null ? NEVER : hardEndMs;
        long usedUpMs = lesson.timerAtMs() + state.plan().plannedMs() - lesson.timer().activeMs();
        if (!runs()) {
            return Math.min(next, usedUp() ? usedUpMs : abandonedMs());
        }
        next = Math.min(next, usedUpMs);
        Long warning = nextWarningMs();
        return warning == null ? next : Math.min(next, usedUpMs - warning);
    }

    /// Whether anybody ever came.
    boolean begun() {
        return runs() || lesson.waitingSinceMs() != null;
    }

    private boolean usedUp() {
        return lesson.timer().activeMs() >= state.plan().plannedMs();
    }

    private boolean runs() {
        return lesson.timer().state() == Timer.State.RUNNING;
    }

    /// The next one that is still to be given; one that is not less than the plan is not.
    private @Nullable Long nextWarningMs() {
        for (Long each : WARNINGS_MS) {
            if (each < state.plan().plannedMs() && each < lesson.leastWarnedMs()) {
                return each;
            }
        }
        return null;
    }

    private long abandonedMs() {
        Long sinceMs = lesson.waitingSinceMs();
        return sinceMs == null
                ? state.plan().emptyUntilMs(state.openedMs())
                : Math.max(state.plan().startsAtMs(), sinceMs) + state.plan().abandonAfterMs();
    }

    /// The rows that the time has brought.
    List<RoomEvent> due(Proofs proofs, long wallMs) {
        if (state.over()) {
            return List.of();
        }
        SessionEnd.Reason ended = whyEnded(proofs, wallMs);
        if (ended != null) {
            return List.of(rows.log(ended(ended, proofs, wallMs), null, wallMs));
        }
        List<RoomEvent> events = new ArrayList<>();
        long leftMs = state.plan().plannedMs() - lesson.ledger().jointMs(wallMs);
        Long warning = nextWarningMs();
        while (runs() && warning != null && leftMs <= warning) {
            events.add(rows.log(new RoomFact.TimeWarned(warning), null, wallMs));
            warning = nextWarningMs();
        }
        return events;
    }

    private SessionEnd.@Nullable Reason whyEnded(Proofs proofs, long wallMs) {
        Long hardEndMs = state.plan().hardEndAtMs();
        if (hardEndMs != null && wallMs >= hardEndMs) {
            return SessionEnd.Reason.HARD_END;
        }
        // Asked first: somebody may have left after it was used up and before this was noticed.
        if (lesson.ledger().jointMs(wallMs) >= state.plan().plannedMs()) {
            if (provenMs(proofs.silences(wallMs), wallMs) >= state.plan().plannedMs()) {
                return SessionEnd.Reason.TIME;
            }
            notBeforeMs = wallMs + ASK_AGAIN_MS;
        }
        return !runs() && wallMs >= abandonedMs() ? SessionEnd.Reason.ABANDONED : null;
    }

    /// Joint active time of which there is proof.
    private long provenMs(List<RoomFact.Silence> silences, long wallMs) {
        if (silences.isEmpty()) {
            return lesson.ledger().jointMs(wallMs);
        }
        Ledger proven = lesson.ledger().copy();
        silences.forEach(each -> proven.inactive(each.who(), each.sinceMs()));
        return proven.jointMs(wallMs);
    }

    /// How the session ends that never began.
    RoomFact.Ended cancelled(long wallMs) {
        var end =
                new SessionEnd(
                        SessionEnd.Reason.CANCELLED, null, lesson.ledger().absent(), 0, wallMs);
        return new RoomFact.Ended(end, List.of());
    }

    /// How the session ends if it does so now (spec, readings 3 and 10).
    RoomFact.Ended ended(SessionEnd.Reason reason, Proofs proofs, long wallMs) {
        List<RoomFact.Silence> silences = proofs.silences(wallMs);
        long activeMs = Math.min(state.plan().plannedMs(), provenMs(silences, wallMs));
        List<Timer.Side> absent = lesson.ledger().absent();
        boolean enough = activeMs >= state.plan().completeRatio() * state.plan().plannedMs();
        Outcome outcome =
                !absent.isEmpty()
                        ? Outcome.NO_SHOW
                        : enough && reason != SessionEnd.Reason.ABANDONED
                                ? Outcome.COMPLETED
                                : Outcome.INCOMPLETE;
        var end = new SessionEnd(reason, outcome, absent, activeMs, wallMs);
        return new RoomFact.Ended(end, silences);
    }

    /// The row that tells of the time if the rows before changed it.
    List<RoomEvent> follow(long wallMs) {
        if (state.over()) {
            return List.of();
        }
        Timer told = lesson.timer();
        Timer now = lesson.timer(wallMs);
        boolean sameTotal = told.totalMs() == now.totalMs();
        long expectedMs = told.activeMs() + (runs() ? wallMs - lesson.timerAtMs() : 0);
        boolean same = told.state() == now.state() && told.away().equals(now.away());
        return same && sameTotal && now.activeMs() == expectedMs
                ? List.of()
                : List.of(rows.log(new RoomFact.TimerSet(now), null, wallMs));
    }
}
