package live.lyceum.signaling.webhook;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import live.lyceum.signaling.testkit.Turns;

/// A clock that a test turns, and what is due by it. Owned by the test's thread.
final class VirtualTime implements Deliverer.Timers {
    private record Task(long atMs, Runnable task) {}

    final Turns turns = new Turns();
    private final Queue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::atMs));
    private long nowMs;

    VirtualTime(long startMs) {
        nowMs = startMs;
    }

    long nowMs() {
        return nowMs;
    }

    @Override
    public Deliverer.Timer after(long ms, Runnable task) {
        var set = new Task(nowMs + ms, task);
        tasks.add(set);
        return () -> tasks.remove(set);
    }

    /// How much is to be done later.
    int waiting() {
        return tasks.size();
    }

    /// Runs all that is due up to then, each at its time.
    void runTo(long untilMs) {
        turns.run();
        for (Task next = tasks.peek();
                next != null && next.atMs() <= untilMs;
                next = tasks.peek()) {
            nowMs = Math.max(nowMs, next.atMs());
            tasks.remove().task().run();
            turns.run();
        }
        nowMs = untilMs;
    }
}
