package live.lyceum.signaling.webhook;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import live.lyceum.signaling.protocol.DeliveryId;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.WebhookId;
import live.lyceum.signaling.store.WebhookStore;

/// The ways on which deliveries go, and who may have how many of them. Not thread-safe: whoever has
/// them locks.
final class Ways {
    static final int IN_ALL = 32;

    /// A tenant whose receivers hang, however many they are, leaves the other ways to others.
    static final int OF_TENANT = 8;

    /// A receiver that hangs leaves the other ways of its tenant to its other webhooks, and once an
    /// attempt took too long it has one way only, until it answers.
    static final int OF_WEBHOOK = 4;

    private static final int OF_SLOW = 1;

    /// Of how many webhooks it is known that they are slow; the first to be slow is forgotten.
    static final int MAX_SLOW = 1_000;

    private final Map<DeliveryId, WebhookStore.Parcel> underWay = new HashMap<>();
    private final SequencedSet<WebhookId> slow = new LinkedHashSet<>();
    private final Map<WebhookId, Long> heldUntilMs = new HashMap<>();

    boolean areTaken() {
        return underWay.size() >= IN_ALL;
    }

    /// What to ask the store for; at least one way has to be free.
    WebhookStore.Asked asked(long nowMs) {
        heldUntilMs.values().removeIf(until -> until <= nowMs);
        Set<WebhookId> full = new HashSet<>(heldUntilMs.keySet());
        ofEach(WebhookStore.Parcel::webhook)
                .forEach((webhook, many) -> {
                    if (many >= most(webhook)) {
                        full.add(webhook);
                    }
                });
        Set<TenantId> fullTenants = new HashSet<>();
        ofEach(WebhookStore.Parcel::tenant)
                .forEach((tenant, many) -> {
                    if (many >= OF_TENANT) {
                        fullTenants.add(tenant);
                    }
                });
        return new WebhookStore.Asked(
                nowMs, full, fullTenants, underWay.keySet(), IN_ALL - underWay.size());
    }

    private <T> Map<T, Long> ofEach(Function<WebhookStore.Parcel, T> whose) {
        return underWay.values().stream()
                .collect(Collectors.groupingBy(whose, Collectors.counting()));
    }

    private int most(WebhookId webhook) {
        return slow.contains(webhook) ? OF_SLOW : OF_WEBHOOK;
    }

    /// Whether there was a way for it, which it has now.
    boolean take(WebhookStore.Parcel parcel) {
        Collection<WebhookStore.Parcel> all = underWay.values();
        long ofWebhook = all.stream().filter(e -> e.webhook().equals(parcel.webhook())).count();
        long ofTenant = all.stream().filter(e -> e.tenant().equals(parcel.tenant())).count();
        boolean free =
                !areTaken()
                        && !heldUntilMs.containsKey(parcel.webhook())
                        && ofWebhook < most(parcel.webhook())
                        && ofTenant < OF_TENANT;
        if (free) {
            underWay.put(parcel.id(), parcel);
        }
        return free;
    }

    /// Gives a way back.
    void giveBack(WebhookStore.Parcel parcel) {
        underWay.remove(parcel.id());
    }

    /// Notes how fast a webhook answered.
    void note(WebhookId webhook, Sender.Answer answer) {
        if (answer.pace() == Sender.Pace.SLOW) {
            slow.add(webhook);
            if (slow.size() > MAX_SLOW) {
                slow.removeFirst();
            }
        } else if (answer.status() != null) {
            slow.remove(webhook);
        }
    }

    /// Lets nothing go to a webhook until then.
    void hold(WebhookId webhook, long untilMs) {
        heldUntilMs.put(webhook, untilMs);
    }

    /// When the next webhook is held no longer; `Long.MAX_VALUE` for none.
    long nextMs() {
        return heldUntilMs.values().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
