package live.lyceum.signaling.room;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.Timer.Side;
import org.jspecify.annotations.Nullable;

/// A session's time, from who was active when: the joint active time, while at least one mentor and
/// one learner are active, and each person's attendance. That somebody dropped is known seconds
/// later than it happened, so the last two minutes can still be corrected. All times are epoch
/// milliseconds. Owned by its [RoomState].
final class Ledger {
    /// A drop is noticed long before.
    private static final long CORRECTABLE_MS = 120_000;

    /// Somebody's activity; `toMs` is [#OPEN] while it goes on.
    private record Span(ParticipantId who, @Nullable Side side, long fromMs, long toMs) {
        private static final long OPEN = Long.MAX_VALUE;

        boolean open() {
            return toMs == OPEN;
        }

        /// The part of it within these times; it may be empty.
        Span within(long from, long to) {
            return new Span(who, side, Math.max(fromMs, from), Math.min(toMs, to));
        }
    }

    private final List<Span> spans;
    private final Map<ParticipantId, Long> attendanceMs;
    private final Set<Side> came;
    private long settledMs;
    private long settledUntilMs;

    Ledger(long startMs) {
        this(new ArrayList<>(), new HashMap<>(), EnumSet.noneOf(Side.class), 0, startMs);
    }

    private Ledger(
            List<Span> spans,
            Map<ParticipantId, Long> attendanceMs,
            Set<Side> came,
            long settledMs,
            long settledUntilMs) {
        this.spans = spans;
        this.attendanceMs = attendanceMs;
        this.came = came;
        this.settledMs = settledMs;
        this.settledUntilMs = settledUntilMs;
    }

    Ledger copy() {
        Set<Side> sides = EnumSet.noneOf(Side.class);
        sides.addAll(came);
        return new Ledger(
                new ArrayList<>(spans),
                new HashMap<>(attendanceMs),
                sides,
                settledMs,
                settledUntilMs);
    }

    /// Somebody who was not is active from `atMs` on.
    ///
    /// @param side null for somebody whose presence counts for neither
    void active(ParticipantId who, @Nullable Side side, long atMs) {
        long fromMs = Math.max(atMs, settledUntilMs);
        for (Span span : spans) {
            // The proof of the new activity may lie in the one before.
            fromMs = span.who().equals(who) ? Math.max(fromMs, span.toMs()) : fromMs;
        }
        spans.add(new Span(who, side, fromMs, Span.OPEN));
        if (side != null) {
            came.add(side);
        }
    }

    /// Somebody was active until `atMs`, as one knows now.
    void inactive(ParticipantId who, long atMs) {
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            if (span.open() && span.who().equals(who)) {
                long toMs = Math.max(atMs, Math.max(span.fromMs(), settledUntilMs));
                spans.set(i, span.within(span.fromMs(), toMs));
            }
        }
    }

    /// Everybody's activity ends with the session.
    void close(long atMs) {
        for (Span span : List.copyOf(spans)) {
            inactive(span.who(), atMs);
        }
    }

    /// What lies so far back that nothing corrects it any more is only kept as a sum.
    void settle(long nowMs) {
        long untilMs = nowMs - CORRECTABLE_MS;
        if (untilMs <= settledUntilMs) {
            return;
        }
        settledMs += measure(settledUntilMs, untilMs);
        List<Span> kept = new ArrayList<>();
        for (Span span : spans) {
            Span settled = span.within(settledUntilMs, untilMs);
            long lengthMs = Math.max(0, settled.toMs() - settled.fromMs());
            attendanceMs.merge(span.who(), lengthMs, Long::sum);
            if (span.toMs() > untilMs) {
                kept.add(span.within(untilMs, Span.OPEN));
            }
        }
        spans.clear();
        spans.addAll(kept);
        settledUntilMs = untilMs;
    }

    /// Joint active time up to `nowMs`.
    long jointMs(long nowMs) {
        return settledMs + measure(settledUntilMs, nowMs);
    }

    /// How long somebody was active up to `nowMs`.
    long attendanceMs(ParticipantId who, long nowMs) {
        long sumMs = attendanceMs.getOrDefault(who, 0L);
        for (Span span : spans) {
            if (span.who().equals(who)) {
                Span part = span.within(settledUntilMs, nowMs);
                sumMs += Math.max(0, part.toMs() - part.fromMs());
            }
        }
        return sumMs;
    }

    /// The sides of which nobody is active.
    List<Side> away() {
        Set<Side> away = EnumSet.allOf(Side.class);
        for (Span span : spans) {
            if (span.open() && span.side() != null) {
                away.remove(span.side());
            }
        }
        return List.copyOf(away);
    }

    /// The sides of which nobody was ever active.
    List<Side> absent() {
        Set<Side> absent = EnumSet.allOf(Side.class);
        absent.removeAll(came);
        return List.copyOf(absent);
    }

    private long measure(long fromMs, long toMs) {
        long sumMs = 0;
        List<Span> learners = united(Side.LEARNER, fromMs, toMs);
        for (Span mentor : united(Side.MENTOR, fromMs, toMs)) {
            for (Span learner : learners) {
                Span both = mentor.within(learner.fromMs(), learner.toMs());
                sumMs += Math.max(0, both.toMs() - both.fromMs());
            }
        }
        return sumMs;
    }

    /// When anybody of a side was active, without overlaps, in order.
    private List<Span> united(Side side, long fromMs, long toMs) {
        List<Span> sorted =
                spans.stream()
                        .filter(span -> span.side() == side)
                        .map(span -> span.within(fromMs, toMs))
                        .filter(span -> span.toMs() > span.fromMs())
                        .sorted(Comparator.comparingLong(Span::fromMs))
                        .toList();
        List<Span> united = new ArrayList<>();
        for (Span span : sorted) {
            Span last = united.isEmpty() ? null : united.getLast();
            if (last == null || span.fromMs() > last.toMs()) {
                united.add(span);
            } else if (span.toMs() > last.toMs()) {
                united.set(
                        united.size() - 1, new Span(last.who(), side, last.fromMs(), span.toMs()));
            }
        }
        return united;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ledger that
                && settledMs == that.settledMs
                && settledUntilMs == that.settledUntilMs
                && spans.equals(that.spans)
                && attendanceMs.equals(that.attendanceMs)
                && came.equals(that.came);
    }

    @Override
    public int hashCode() {
        return Objects.hash(settledMs, settledUntilMs, spans);
    }
}
