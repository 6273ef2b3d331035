package live.lyceum.signaling.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import live.lyceum.signaling.protocol.Delivery;
import live.lyceum.signaling.protocol.DeliveryId;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Webhook;
import live.lyceum.signaling.protocol.WebhookId;
import org.jspecify.annotations.Nullable;

/// Keeps webhooks in the database of a [SqlStore].
final class SqlWebhooks implements WebhookStore {
    private final SqlStore store;

    SqlWebhooks(SqlStore store) {
        this.store = store;
    }

    private interface Change<T> {
        T make(SqlTables tables) throws StoreException;
    }

    /// Not null once the change is durable.
    private <T> CompletionStage<T> change(Change<T> change) {
        var made = new AtomicReference<T>();
        return store.write(tables -> made.set(change.make(tables))).thenApply(done -> made.get());
    }

    @Override
    public void whenDue(Runnable wake) {
        store.whenDue(wake);
    }

    @Override
    public CompletionStage<Void> add(Webhook webhook, int most) {
        return store.write(tables -> tables.webhooks().add(webhook, most));
    }

    @Override
    public CompletionStage<List<Webhook>> list(TenantId tenant) {
        return store.read(tables -> tables.webhooks().list(tenant));
    }

    @Override
    public CompletionStage<Boolean> remove(TenantId tenant, WebhookId id) {
        return change(tables -> tables.webhooks().remove(tenant, id));
    }

    @Override
    public CompletionStage<Optional<Delivery>> test(
            TenantId tenant, WebhookId id, DeliveryId as, long nowMs) {
        return change(tables -> tables.webhooks().test(tenant, id, as, nowMs));
    }

    @Override
    public CompletionStage<Optional<Delivery>> resend(
            TenantId tenant, WebhookId id, DeliveryId old, DeliveryId as, long nowMs) {
        return change(tables -> tables.webhooks().resend(tenant, id, old, as, nowMs));
    }

    @Override
    public CompletionStage<Optional<Delivery>> delivery(
            TenantId tenant, WebhookId id, DeliveryId delivery) {
        return store.read(tables -> tables.webhooks().delivery(tenant, id, delivery));
    }

    @Override
    public CompletionStage<Optional<List<Delivery>>> deliveries(
            TenantId tenant, WebhookId id, @Nullable DeliveryId before, int limit) {
        return store.read(tables -> tables.webhooks().deliveries(tenant, id, before, limit));
    }

    @Override
    public CompletionStage<Due> due(Asked asked) {
        return store.read(tables -> tables.outbox().due(asked));
    }

    @Override
    public CompletionStage<Void> settle(Parcel parcel, Attempt attempt) {
        return store.write(tables -> tables.outbox().settle(parcel, attempt));
    }

    @Override
    public CompletionStage<Boolean> tend(long nowMs) {
        return change(tables -> tables.outbox().tend(nowMs));
    }

    @Override
    public CompletionStage<Backlog> backlog() {
        return store.read(tables -> tables.outbox().backlog());
    }
}
