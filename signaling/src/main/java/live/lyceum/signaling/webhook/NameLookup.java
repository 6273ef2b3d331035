package live.lyceum.signaling.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import live.lyceum.signaling.protocol.TenantId;
import org.jspecify.annotations.Nullable;

/// Looks names up on threads of its own: the system's resolver blocks the thread that asks it, for
/// as long as the name's owner likes. So a tenant has a part of the places only, and a look-up that
/// nobody waits for any more keeps its place until it is over. An address in digits needs none.
/// Safe to call from any thread; blocks for as long as the limits say.
final class NameLookup implements AddressGuard.Lookup, AutoCloseable {
    private static final long WITHIN_MS = 5_000;
    private static final long IDLE_S = 30;

    /// How much is looked up at a time, and how long an answer is waited for.
    record Limits(int inAll, int ofTenant, long withinMs) {
        /// For names that webhooks are made with.
        static final Limits MAKING = new Limits(16, 2, WITHIN_MS);

        /// For deliveries: as many as may be under way, so that what hangs of one tenant takes
        /// nothing from the others, and what does not hang always finds a place.
        static final Limits SENDING = new Limits(Ways.IN_ALL, Ways.OF_TENANT, WITHIN_MS);
    }

    /// Blocks for as long as it likes.
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Limits limits;
    private final Resolver resolver;
    private final ThreadPoolExecutor threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<TenantId, Integer> taken = new HashMap<>();
    private int takenInAll;

    NameLookup(Limits limits) {
        this(limits, InetAddress::getAllByName);
    }

    NameLookup(Limits limits, Resolver resolver) {
        this.limits = limits;
        this.resolver = resolver;
        threads =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_S,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        Thread.ofPlatform().daemon().name("webhook-names-", 1).factory());
    }

    @Override
    public List<InetAddress> of(TenantId tenant, String host) throws UnknownHostException {
        InetAddress literal = literal(host);
        return literal == null ? lookUp(tenant, host) : List.of(literal);
    }

    private static @Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException name) {
            return null;
        }
    }

    private List<InetAddress> lookUp(TenantId tenant, String host) throws UnknownHostException {
        take(tenant);
        Future<InetAddress[]> asked;
        try {
            asked = threads.submit(() -> resolve(tenant, host));
        } catch (RejectedExecutionException stopped) {
            giveBack(tenant);
            throw unknown("the server stops", stopped);
        }
        try {
            return List.of(asked.get(limits.withinMs(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException none) {
            throw unknown("no such name", none.getCause());
        } catch (TimeoutException slow) {
            // Not cancelled: that would not end it, and it gives its place back by itself.
            throw unknown("no answer in time", slow);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted", stopped);
        }
    }

    private void take(TenantId tenant) throws NoPlaceException {
        lock.lock();
        try {
            int ofTenant = taken.getOrDefault(tenant, 0);
            if (takenInAll >= limits.inAll() || ofTenant >= limits.ofTenant()) {
                throw new NoPlaceException();
            }
            taken.put(tenant, ofTenant + 1);
            takenInAll++;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(TenantId tenant) {
        lock.lock();
        try {
            taken.computeIfPresent(tenant, (same, places) -> places == 1 ? null : places - 1);
            takenInAll--;
        } finally {
            lock.unlock();
        }
    }

    private InetAddress[] resolve(TenantId tenant, String host) throws UnknownHostException {
        try {
            return resolver.addresses(host);
        } finally {
            giveBack(tenant);
        }
    }

    private static UnknownHostException unknown(String why, @Nullable Throwable cause) {
        var unknown = new UnknownHostException(why);
        unknown.initCause(cause);
        return unknown;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
