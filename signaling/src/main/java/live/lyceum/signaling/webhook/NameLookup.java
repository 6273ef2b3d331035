package live.lyceum.signaling.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks names up on threads of its own: the system's resolver blocks the thread that asks it, for
/// as long as the name's owner likes. Safe to call from any thread; blocks for 5 s at most.
final class NameLookup implements AddressGuard.Lookup, AutoCloseable {
    private static final int THREADS = 8;
    private static final int MAX_WAITING = 64;
    private static final long WITHIN_MS = 5_000;
    private static final long IDLE_S = 30;

    private final ThreadPoolExecutor threads;

    NameLookup() {
        threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        IDLE_S,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MAX_WAITING),
                        Thread.ofPlatform().daemon().name("webhook-names-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public List<InetAddress> of(String host) throws UnknownHostException {
        Future<InetAddress[]> asked;
        try {
            asked = threads.submit(() -> InetAddress.getAllByName(host));
        } catch (RejectedExecutionException full) {
            throw unknown("too many names are looked up", full);
        }
        try {
            return List.of(asked.get(WITHIN_MS, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException none) {
            asked.cancel(true);
            throw unknown("no such name", none);
        } catch (InterruptedException stopped) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            throw unknown("interrupted", stopped);
        }
    }

    private static UnknownHostException unknown(String why, Throwable cause) {
        var unknown = new UnknownHostException(why);
        unknown.initCause(cause);
        return unknown;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
