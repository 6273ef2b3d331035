package live.lyceum.media.loop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import live.lyceum.media.api.MediaOverloaded;
import org.jspecify.annotations.Nullable;

/// The only door to a media loop for other threads: at most 1,024 commands wait, one more is
/// refused and counted. Safe from any thread.
final class MediaLoopProxy {
    private static final int CAPACITY = 1024;

    /// Something to do on the loop.
    interface Command<T> {
        @Nullable T run(MediaLoop loop) throws Exception;
    }

    private final MediaLoop loop;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();

    MediaLoopProxy(MediaLoop loop) {
        this.loop = loop;
    }

    MediaLoop statistics() {
        return loop;
    }

    /// Runs `command` on the loop; the stage completes there, with what it returns or throws, or
    /// fails at once with [MediaOverloaded].
    <T> CompletionStage<T> call(Command<T> command) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (waiting.incrementAndGet() > CAPACITY) {
            waiting.decrementAndGet();
            loop.refused(refused.incrementAndGet());
            result.completeExceptionally(new MediaOverloaded());
            return result;
        }
        try {
            loop.eventLoop().execute(() -> run(command, result));
        } catch (RejectedExecutionException closed) {
            waiting.decrementAndGet();
            result.completeExceptionally(new MediaOverloaded());
        }
        return result;
    }

    /// For news of the loop's own helpers, whose number is bounded elsewhere.
    ///
    /// @throws RejectedExecutionException when the loop has ended, and with it whoever would have
    ///   listened
    void tell(Runnable news) {
        loop.eventLoop()
                .execute(() -> {
                    news.run();
                    loop.settle();
                });
    }

    private <T> void run(Command<T> command, CompletableFuture<T> result) {
        waiting.decrementAndGet();
        try {
            T value = command.run(loop);
            loop.settle();
            result.complete(value);
        } catch (Exception e) {
            loop.settle();
            result.completeExceptionally(e);
        }
    }
}
