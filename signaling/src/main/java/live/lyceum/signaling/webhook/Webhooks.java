package live.lyceum.signaling.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import live.lyceum.config.Cidr;
import live.lyceum.signaling.auth.Sealer;
import live.lyceum.signaling.auth.WebhookSecret;
import live.lyceum.signaling.protocol.Delivery;
import live.lyceum.signaling.protocol.DeliveryId;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Webhook;
import live.lyceum.signaling.protocol.WebhookDraft;
import live.lyceum.signaling.protocol.WebhookId;
import live.lyceum.signaling.store.StoreException;
import live.lyceum.signaling.store.WebhookStore;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;

/// What the REST API does with webhooks, and what sends to them from [#start] to [#close]. Safe to
/// call from any thread. Stages fail with [ProblemException], or with what the store failed with.
public final class Webhooks implements AutoCloseable {
    /// How many a tenant may have.
    public static final int MOST = 20;

    private static final int RETRY_S = 5;
    private static final long TEND_S = 30;
    private static final long STOP_WITHIN_MS = 2_000;

    private final WebhookStore store;
    private final Sealer sealer;
    private final LongSupplier clock;
    private final ScheduledExecutorService scheduler;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final NameLookup namesMade = new NameLookup(NameLookup.Limits.MAKING);
    private final NameLookup namesSent = new NameLookup(NameLookup.Limits.SENDING);
    private final AddressGuard guard;
    private final WebhookSender sender;
    private final Deliverer deliverer;

    /// @param clock epoch milliseconds that never go back
    /// @param scheduler starts what is due; nothing that runs on it blocks
    /// @param allowed addresses inside that may be gone to
    public Webhooks(
            WebhookStore store,
            Sealer sealer,
            LongSupplier clock,
            ScheduledExecutorService scheduler,
            List<Cidr> allowed,
            MeterRegistry registry) {
        this.store = store;
        this.sealer = sealer;
        this.clock = clock;
        this.scheduler = scheduler;
        guard = new AddressGuard(allowed, namesMade);
        sender =
                new WebhookSender(
                        new AddressGuard(allowed, namesSent),
                        SSLContexts.createDefault(),
                        WebhookSender.Patience.DEFAULT);
        deliverer =
                new Deliverer(
                        new Deliverer.Parts(
                                store,
                                sender,
                                sealer,
                                executor,
                                this::later,
                                clock,
                                new Backoff(new SecureRandom()),
                                new WebhookMetrics(registry, clock)));
    }

    private Deliverer.Timer later(long ms, Runnable task) {
        try {
            var timer = scheduler.schedule(task, ms, TimeUnit.MILLISECONDS);
            return () -> timer.cancel(false);
        } catch (RejectedExecutionException stopped) {
            // The node stops; what waits is in the store.
            return () -> {};
        }
    }

    /// Begins to send, with what a process before this one left.
    public void start() {
        store.whenDue(deliverer::look);
        deliverer.look();
        var _ = scheduler.scheduleWithFixedDelay(deliverer::tend, 0, TEND_S, TimeUnit.SECONDS);
    }

    /// A new webhook with its secret, which nobody is shown again.
    public record Created(Webhook webhook, String secret) {
        /// Leaves out the secret.
        @Override
        public String toString() {
            return "Created[%s]".formatted(webhook);
        }
    }

    /// Makes a webhook; one with this id gets another secret. Blocks while its name is looked up,
    /// for 5 s at most.
    ///
    /// @throws ProblemException if nothing may be sent to its URL, or `UNAVAILABLE` if too many
    ///   names are looked up, for the tenant or in all
    public CompletionStage<Created> create(TenantId tenant, WebhookId id, WebhookDraft draft)
            throws ProblemException {
        requireReachable(guard, tenant, draft);
        String secret = WebhookSecret.random().written();
        var webhook =
                new Webhook(
                        id,
                        tenant,
                        draft.url(),
                        draft.events(),
                        sealer.seal(secret, id.value()),
                        Webhook.State.ACTIVE,
                        clock.getAsLong());
        return told(store.add(webhook, MOST), "There are %d webhooks already".formatted(MOST))
                .thenApply(done -> new Created(webhook, secret));
    }

    static void requireReachable(AddressGuard guard, TenantId tenant, WebhookDraft draft)
            throws ProblemException {
        try {
            boolean tls = draft.url().getScheme().equalsIgnoreCase("https");
            var _ = guard.addresses(tenant, draft.url().getHost(), tls);
        } catch (RefusedAddressException refused) {
            throw notThere(String.valueOf(refused.getMessage()));
        } catch (NoPlaceException full) {
            throw new ProblemException(
                    new Problem(
                            Problem.Code.UNAVAILABLE,
                            "Too many names are looked up just now",
                            List.of(),
                            RETRY_S));
        } catch (UnknownHostException unknown) {
            throw notThere("has a name that cannot be looked up");
        }
    }

    private static ProblemException notThere(String why) {
        return new ProblemException(
                new Problem(
                        Problem.Code.INVALID,
                        "Not valid: url",
                        List.of(new Problem.FieldError("url", why)),
                        0));
    }

    /// A tenant's webhooks in the order of making.
    public CompletionStage<List<Webhook>> list(TenantId tenant) {
        return store.list(tenant);
    }

    /// Takes a webhook away; nothing more is sent to it.
    public CompletionStage<Boolean> remove(TenantId tenant, WebhookId id) {
        return store.remove(tenant, id)
                .thenCompose(found ->
                        found ? CompletableFuture.completedStage(true) : unknown("webhook"));
    }

    /// Has a test sent, once, unless another one of the webhook waits.
    ///
    /// @param as the delivery's id; if it is there already, nothing is sent
    public CompletionStage<Delivery> test(TenantId tenant, WebhookId id, DeliveryId as) {
        return told(
                        store.test(tenant, id, as, clock.getAsLong()),
                        "A test waits already, or the webhook is gone")
                .thenCompose(found ->
                        found.map(CompletableFuture::completedStage)
                                .orElseGet(() -> unknown("webhook")));
    }

    /// Has the event of a delivery sent again.
    ///
    /// @param as the new delivery's id; if it is there already, nothing is sent
    public CompletionStage<Delivery> resend(
            TenantId tenant, WebhookId id, DeliveryId old, DeliveryId as) {
        return told(
                        store.resend(tenant, id, old, as, clock.getAsLong()),
                        "The event waits already, or the webhook is gone")
                .thenCompose(found ->
                        found.map(CompletableFuture::completedStage)
                                .orElseGet(() -> unknown("delivery")));
    }

    /// Deliveries to a webhook, the last one first.
    ///
    /// @param before the last one of the page before, or null for the first page
    public CompletionStage<List<Delivery>> deliveries(
            TenantId tenant, WebhookId id, @Nullable DeliveryId before, int limit) {
        CompletionStage<Optional<List<Delivery>>> page =
                store.deliveries(tenant, id, before, limit);
        CompletionStage<Boolean> isOfThese =
                before == null
                        ? CompletableFuture.completedStage(true)
                        : store.delivery(tenant, id, before).thenApply(Optional::isPresent);
        return page.thenCompose(found ->
                found.isEmpty()
                        ? unknown("webhook")
                        : isOfThese.thenCompose(is ->
                                is ? CompletableFuture.completedStage(found.get()) : notOfThese()));
    }

    private static <T> CompletionStage<T> notOfThese() {
        return CompletableFuture.failedStage(
                new ProblemException(
                        Problem.Code.BAD_REQUEST, "after is no delivery of this webhook"));
    }

    private static <T> CompletionStage<T> unknown(String what) {
        return CompletableFuture.failedStage(
                new ProblemException(
                        Problem.Code.NOT_FOUND, "There is no such %s".formatted(what)));
    }

    /// @param conflict what is told when the store says that it does not go
    private static <T> CompletionStage<T> told(CompletionStage<T> stage, String conflict) {
        return stage.exceptionallyCompose(error -> {
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            boolean refused =
                    cause instanceof StoreException store
                            && store.reason() == StoreException.Reason.CONFLICT;
            return CompletableFuture.failedStage(
                    refused ? new ProblemException(Problem.Code.CONFLICT, conflict) : error);
        });
    }

    /// Stops sending. What is under way is sent again after the next start, unless its answer comes
    /// within 2 s. Blocks.
    @Override
    public void close() {
        deliverer.close();
        executor.shutdown();
        try {
            boolean done = executor.awaitTermination(STOP_WITHIN_MS, TimeUnit.MILLISECONDS);
            if (!done) {
                executor.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        sender.close();
        namesMade.close();
        namesSent.close();
    }
}
