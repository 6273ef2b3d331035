package live.lyceum.signaling.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import live.lyceum.signaling.testkit.Turns;
import org.junit.jupiter.api.Test;

class RoomMailboxTest {
    private final Turns turns = new Turns();
    private final List<String> done = new ArrayList<>();

    @Test
    void signalsGoBeforeWorkAndEachBatchEndsWithWhatFollows() {
        var mailbox = new RoomMailbox(turns, bug -> done.add("bug"));
        mailbox.afterBatch(() -> done.add("flush"));
        mailbox.offer(() -> done.add("work"));
        mailbox.signal(() -> done.add("signal"));
        turns.run();

        assertThat(done).containsExactly("signal", "work", "flush");
    }

    @Test
    void aBugIsToldAndTheNextTaskRuns() {
        var mailbox = new RoomMailbox(turns, bug -> done.add(String.valueOf(bug.getMessage())));
        mailbox.offer(() -> {
            throw new IllegalStateException("boom");
        });
        mailbox.offer(() -> done.add("next"));
        turns.run();

        assertThat(done).containsExactly("boom", "next");
    }

    @Test
    void oneThreadAtATimeAndNothingIsLost() {
        var inside = new AtomicInteger();
        var wrong = new AtomicInteger();
        var count = new AtomicInteger();
        var room = new Semaphore(RoomMailbox.CAPACITY);
        int threads = 4;
        int each = 20_000;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var mailbox = new RoomMailbox(executor, bug -> wrong.incrementAndGet());
            Runnable task =
                    () -> {
                        if (inside.incrementAndGet() != 1) {
                            wrong.incrementAndGet();
                        }
                        count.incrementAndGet();
                        inside.decrementAndGet();
                        room.release();
                    };
            for (int t = 0; t < threads; t++) {
                executor.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        room.acquireUninterruptibly();
                        if (!mailbox.offer(task)) {
                            wrong.incrementAndGet();
                        }
                    }
                });
            }
            await().until(() -> count.get() == threads * each);
        }
        assertThat(wrong).hasValue(0);
    }
}
