package live.lyceum.signaling.shell;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The only door to a room: everybody puts work in, and one thread at a time takes it out. Work
/// from outside goes into a queue of [#CAPACITY]; when that is full it is refused, and who offers
/// it says `busy`. Signals are what the room waits for itself (a commit, a gate, a closed or
/// writable socket, news of media): each source has at most one or a few on the way, so their queue
/// is bounded by the room's size and refuses nothing. Safe to call from any thread.
final class RoomMailbox {
    static final int CAPACITY = 1_024;
    private static final int BATCH = 64;

    private final Queue<Runnable> work = new ArrayBlockingQueue<>(CAPACITY);
    private final Queue<Runnable> signals = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Executor executor;
    private final Consumer<Throwable> onBug;
    private volatile Runnable afterBatch = () -> {};

    /// @param executor runs one short task at a time for each mailbox with something in it
    /// @param onBug told, on the room's turn, what a piece of work threw
    RoomMailbox(Executor executor, Consumer<Throwable> onBug) {
        this.executor = executor;
        this.onBug = onBug;
    }

    /// Sets what follows each batch, on the room's turn: so many changes share one commit.
    void afterBatch(Runnable action) {
        afterBatch = action;
    }

    /// Whoever waits hears of a bug too.
    static void orFail(CompletableFuture<?> waiting, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error bug) {
            waiting.completeExceptionally(bug);
            throw bug;
        }
    }

    /// Puts work in; false when full.
    boolean offer(Runnable task) {
        boolean taken = work.offer(task);
        schedule();
        return taken;
    }

    /// Puts a signal in, which goes before all work.
    void signal(Runnable task) {
        signals.add(task);
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::drain);
            } catch (RejectedExecutionException stopped) {
                // The node is gone, and so is everybody who could wait for this room.
            }
        }
    }

    private void drain() {
        try {
            for (int i = 0; i < BATCH; i++) {
                Runnable next = next();
                if (next == null) {
                    break;
                }
                run(next);
            }
            run(afterBatch);
        } finally {
            scheduled.set(false);
        }
        if (!work.isEmpty() || !signals.isEmpty()) {
            schedule();
        }
    }

    private @Nullable Runnable next() {
        Runnable signal = signals.poll();
        return signal != null ? signal : work.poll();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error bug) {
            onBug.accept(bug);
        }
    }
}
