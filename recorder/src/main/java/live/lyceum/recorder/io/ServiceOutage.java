package live.lyceum.recorder.io;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import live.lyceum.recorder.backfill.Backfill.Asking;
import org.jspecify.annotations.Nullable;

/// What all sessions know of the service that recognises afterwards: as long as it is away they
/// wait here, and one of them at a time asks it, later and later. Safe to call from any thread;
/// nothing here blocks.
final class ServiceOutage {
    static final List<Long> PAUSES_MS =
            List.of(60_000L, 300_000L, 900_000L, 1_800_000L, 3_600_000L);

    /// A session that waits.
    ///
    /// @param untilMs so long, in epoch milliseconds
    /// @param asked whether the service was asked for it, and did not answer
    record Waiting(Afterwards.Job job, long untilMs, boolean asked) {}

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int failures;
    private long againAtMs;
    private boolean asking;

    /// How a session may ask now. Who is to ask [Asking#ONCE_FIRST] is the only one, and says what
    /// came of it: [#away], [#over] or [#pass].
    synchronized Asking turn(long nowMs) {
        if (failures == 0) {
            return Asking.FREELY;
        }
        if (asking || nowMs < againAtMs) {
            return Asking.NOT;
        }
        asking = true;
        return Asking.ONCE_FIRST;
    }

    /// The service did not answer to who asked so.
    ///
    /// @return in how many milliseconds it is asked again; 0: others found that out before
    synchronized long away(Asking how, long nowMs) {
        if (how != Asking.ONCE_FIRST && failures > 0) {
            return 0;
        }
        pass(how);
        long pauseMs = PAUSES_MS.get(Math.min(failures, PAUSES_MS.size() - 1));
        failures++;
        againAtMs = nowMs + pauseMs;
        return pauseMs;
    }

    /// Who was to ask so did not: another one may.
    synchronized void pass(Asking how) {
        if (how == Asking.ONCE_FIRST) {
            asking = false;
        }
    }

    /// The service answers.
    ///
    /// @return those that need not wait any more
    synchronized List<Waiting> over() {
        failures = 0;
        asking = false;
        var all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /// Takes a session that waits, behind the others; false if it need not.
    synchronized boolean add(Waiting session) {
        return failures > 0 && waiting.add(session);
    }

    /// The next one that may ask, which waits no more; null if none may now.
    synchronized @Nullable Waiting next(long nowMs) {
        return asking || nowMs < againAtMs ? null : waiting.poll();
    }

    /// In how many milliseconds [#next] may have one; 0: when another one has asked, or at once.
    synchronized long inMs(long nowMs) {
        return waiting.isEmpty() ? 0 : Math.max(0, againAtMs - nowMs);
    }

    /// Those that have waited long enough, which wait no more.
    synchronized List<Waiting> late(long nowMs) {
        var late = new ArrayList<Waiting>();
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting one = each.next();
            if (nowMs >= one.untilMs()) {
                late.add(one);
                each.remove();
            }
        }
        return late;
    }

    /// How many wait.
    synchronized int size() {
        return waiting.size();
    }
}
