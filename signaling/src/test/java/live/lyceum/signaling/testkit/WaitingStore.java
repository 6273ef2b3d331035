package live.lyceum.signaling.testkit;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.store.EventStore;
import live.lyceum.signaling.store.StoreException;
import org.jspecify.annotations.Nullable;

/// Passes appends on only when the test says so, or fails them.
public final class WaitingStore implements EventStore {
    private record Waiting(
            RoomId room,
            List<RoomEvent.Logged> events,
            @Nullable SessionRecord session,
            List<Notice> notices,
            CompletableFuture<Void> done) {}

    private final EventStore store;
    private final Queue<Waiting> appends = new ArrayDeque<>();
    private boolean waiting;
    private int batches;
    private int failingReads;

    public WaitingStore(EventStore store) {
        this.store = store;
    }

    /// The next reads fail, so many of them.
    public synchronized void failReads(int times) {
        failingReads = times;
    }

    private synchronized boolean readFails() {
        failingReads--;
        return failingReads >= 0;
    }

    /// From here on appends wait.
    public synchronized void hold() {
        waiting = true;
    }

    /// Lets all appends through, and those to come.
    public void release() {
        for (Waiting each : take()) {
            store.append(each.room, each.events, each.session, each.notices)
                    .whenComplete((done, error) -> {
                        if (error == null) {
                            each.done.complete(null);
                        } else {
                            each.done.completeExceptionally(error);
                        }
                    });
        }
    }

    /// Fails all appends that wait; those to come go through.
    public void fail() {
        for (Waiting each : take()) {
            gone().whenComplete((none, error) -> each.done.completeExceptionally(error));
        }
    }

    private static <T> CompletionStage<T> gone() {
        return CompletableFuture.failedStage(
                new StoreException(StoreException.Reason.FAILED, "the disk is gone"));
    }

    private synchronized List<Waiting> take() {
        waiting = false;
        List<Waiting> all = List.copyOf(appends);
        appends.clear();
        return all;
    }

    /// Whether an append waits now.
    public synchronized boolean isHolding() {
        return !appends.isEmpty();
    }

    /// How many appends there were.
    public synchronized int batches() {
        return batches;
    }

    @Override
    public CompletionStage<Void> append(
            RoomId room,
            List<RoomEvent.Logged> events,
            @Nullable SessionRecord session,
            List<Notice> notices) {
        synchronized (this) {
            batches++;
            if (waiting) {
                var append = new Waiting(room, events, session, notices, new CompletableFuture<>());
                appends.add(append);
                return append.done;
            }
        }
        return store.append(room, events, session, notices);
    }

    @Override
    public CompletionStage<List<RoomEvent.Logged>> read(RoomId room, long after, int limit) {
        return readFails() ? gone() : store.read(room, after, limit);
    }
}
