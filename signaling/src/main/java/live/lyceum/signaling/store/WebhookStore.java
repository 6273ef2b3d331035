package live.lyceum.signaling.store;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import live.lyceum.signaling.protocol.Delivery;
import live.lyceum.signaling.protocol.DeliveryId;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Webhook;
import live.lyceum.signaling.protocol.WebhookId;
import org.jspecify.annotations.Nullable;

/// Keeps webhooks, and what is on its way to them: a row of its own for each event and webhook,
/// written with the event. To one webhook the events of one session go one after another, in order.
/// A webhook of another tenant is as one that does not exist. Safe to call from any thread; nothing
/// here blocks, and stages may complete on any thread. What goes wrong is a [StoreException]. Times
/// are epoch milliseconds.
public interface WebhookStore {
    /// How long an event is tried, from when it happened.
    long TRIED_MS = 72 * 3_600_000L;

    /// How long a delivery is listed that is over.
    long LISTED_MS = 30 * 24 * 3_600_000L;

    /// Calls this whenever something may be due that was not; from any thread, and it must not
    /// block. There is one to call.
    void whenDue(Runnable wake);

    /// Adds a webhook, or gives the one with this id a new secret. Fails with
    /// [StoreException.Reason#CONFLICT] if its tenant has `most` others.
    CompletionStage<Void> add(Webhook webhook, int most);

    /// A tenant's webhooks in the order of making.
    CompletionStage<List<Webhook>> list(TenantId tenant);

    /// Takes a webhook away, with all that is on its way to it; false if there is none.
    CompletionStage<Boolean> remove(TenantId tenant, WebhookId id);

    /// Has a test sent, once; empty if there is no such webhook. Fails with
    /// [StoreException.Reason#CONFLICT] for one that is gone, or while another test of it waits.
    ///
    /// @param as the delivery's id; if it is there already, nothing is added
    CompletionStage<Optional<Delivery>> test(
            TenantId tenant, WebhookId id, DeliveryId as, long nowMs);

    /// Has the event of a delivery sent again, after all that waits; empty if there is none such.
    /// Fails with [StoreException.Reason#CONFLICT] if it waits already, or the webhook is gone.
    ///
    /// @param as the new delivery's id; if it is there already, nothing is added
    CompletionStage<Optional<Delivery>> resend(
            TenantId tenant, WebhookId id, DeliveryId old, DeliveryId as, long nowMs);

    /// A delivery to a webhook.
    CompletionStage<Optional<Delivery>> delivery(
            TenantId tenant, WebhookId id, DeliveryId delivery);

    /// Deliveries to a webhook, the last one first, at most `limit`; empty if there is none such.
    ///
    /// @param before the last one of the page before, or null for the first page
    CompletionStage<Optional<List<Delivery>>> deliveries(
            TenantId tenant, WebhookId id, @Nullable DeliveryId before, int limit);

    /// What is asked for.
    ///
    /// @param full webhooks of which nothing is asked for
    /// @param fullTenants tenants of which nothing is asked for
    /// @param underWay what is not asked for
    /// @param limit how many, at least 1
    record Asked(
            long nowMs,
            Set<WebhookId> full,
            Set<TenantId> fullTenants,
            Set<DeliveryId> underWay,
            int limit) {
        public Asked {
            full = Set.copyOf(full);
            fullTenants = Set.copyOf(fullTenants);
            underWay = Set.copyOf(underWay);
        }
    }

    /// What is due.
    ///
    /// @param deliveries those that have waited longest first; of one webhook and session one
    /// @param nextMs when the next one is due, if none is; `Long.MAX_VALUE` for never
    record Due(List<Parcel> deliveries, long nextMs) {
        public Due {
            deliveries = List.copyOf(deliveries);
        }
    }

    /// A delivery that is to be sent.
    ///
    /// @param attempts so far
    /// @param giveUpAtMs it is not tried later than that, but once
    record Parcel(
            DeliveryId id,
            WebhookId webhook,
            TenantId tenant,
            String eventId,
            String body,
            int attempts,
            long giveUpAtMs,
            URI url,
            String sealedSecret) {
        /// Leaves out what it says and where it goes.
        @Override
        public String toString() {
            return "Parcel[%s, %s]".formatted(id, eventId);
        }
    }

    CompletionStage<Due> due(Asked asked);

    /// What came of an attempt.
    ///
    /// @param nextAtMs when it is tried again, or null: not
    /// @param gone whether the receiver wants nothing any more
    record Attempt(
            Delivery.State state,
            long atMs,
            @Nullable Long nextAtMs,
            @Nullable Integer status,
            @Nullable String error,
            boolean gone) {}

    /// Notes what came of an attempt. With one that is over, the next of its session is due; with
    /// one whose receiver is gone, everything else that waits for it fails.
    CompletionStage<Void> settle(Parcel parcel, Attempt attempt);

    /// Does a part of what is left to do: fails what waits for who is gone, deletes what was listed
    /// for long enough or whose webhook was taken away. True if there may be more.
    CompletionStage<Boolean> tend(long nowMs);

    /// What waits.
    ///
    /// @param oldestMs when the oldest of it happened; `Long.MAX_VALUE` for none
    record Backlog(int waiting, long oldestMs) {}

    CompletionStage<Backlog> backlog();
}
