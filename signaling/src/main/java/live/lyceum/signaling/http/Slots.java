package live.lyceum.signaling.http;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// So many of something at a time, and so many of them somebody's. Safe to call from any thread.
final class Slots {
    private final int all;
    private final int each;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, Integer> taken = new HashMap<>();
    private int total;

    /// @param all of everybody together
    /// @param each of one
    Slots(int all, int each) {
        this.all = all;
        this.each = each;
    }

    /// Takes one for somebody, if there is one; to be given back.
    boolean take(Object who) {
        lock.lock();
        try {
            if (total == all || taken.getOrDefault(who, 0) == each) {
                return false;
            }
            total++;
            taken.merge(who, 1, Integer::sum);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void giveBack(Object who) {
        lock.lock();
        try {
            total--;
            taken.computeIfPresent(who, (known, count) -> count == 1 ? null : count - 1);
        } finally {
            lock.unlock();
        }
    }

    int taken() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }
}
