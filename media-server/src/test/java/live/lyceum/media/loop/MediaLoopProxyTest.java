package live.lyceum.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import live.lyceum.media.api.MediaOverloaded;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MediaLoopProxyTest {
    private final EventLoop eventLoop = new DefaultEventLoop();
    private final MediaLoop loop = new MediaLoop(eventLoop, new NewsLog());
    private final MediaLoopProxy proxy = new MediaLoopProxy(loop);

    @AfterEach
    void end() {
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aCommandRunsOnTheLoop() throws Exception {
        boolean there = get(proxy.call(of -> eventLoop.inEventLoop() && of == loop));
        assertThat(there).isTrue();
    }

    @Test
    void whatACommandThrowsIsItsOutcome() {
        CompletionStage<String> failed =
                proxy.call(of -> {
                    throw new IOException("broken");
                });
        assertThatThrownBy(() -> get(failed))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("broken");
    }

    @Test
    void oneMoreThan1024IsRefusedAndCounted() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        eventLoop.execute(() -> {
            running.countDown();
            await(held);
        });
        await(running);
        List<CompletionStage<Integer>> accepted = new ArrayList<>();
        for (int i = 0; i < 1024; i++) {
            int number = i;
            accepted.add(proxy.call(of -> number));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(proxy.call(of -> 0).toCompletableFuture())
                    .failsWithin(1, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(MediaOverloaded.class);
        }
        assertThat(loop.refusedCommands()).isEqualTo(3);

        held.countDown();
        for (int i = 0; i < accepted.size(); i++) {
            assertThat(get(accepted.get(i))).isEqualTo(i);
        }
        int seven = get(proxy.call(of -> 7));
        assertThat(seven).isEqualTo(7);
        assertThat(loop.refusedCommands()).isEqualTo(3);
    }

    @Test
    void newsOfTheLoopsOwnIsNeverRefused() throws Exception {
        CountDownLatch told = new CountDownLatch(5_000);
        for (int i = 0; i < 5_000; i++) {
            proxy.tell(told::countDown);
        }
        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(loop.refusedCommands()).isZero();
    }

    @Test
    void afterTheEndCommandsFailAndNewsIsRejected() {
        end();
        assertThat(proxy.call(of -> 1).toCompletableFuture()).isCompletedExceptionally();
        assertThatThrownBy(() -> proxy.tell(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        CompletableFuture<T> future = stage.toCompletableFuture();
        return future.get(30, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
