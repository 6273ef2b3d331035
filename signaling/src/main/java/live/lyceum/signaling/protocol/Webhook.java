package live.lyceum.signaling.protocol;

import java.net.URI;
import java.util.List;

/// Where an integrator wants to be told of what happens.
///
/// @param events what they want to be told of
/// @param sealedSecret what deliveries are signed with, as it is kept
/// @param createdAtMs epoch milliseconds
public record Webhook(
        WebhookId id,
        TenantId tenant,
        URI url,
        List<Notice.Type> events,
        String sealedSecret,
        State state,
        long createdAtMs) {
    /// Whether anything is sent there.
    public enum State {
        ACTIVE,
        /// The receiver answered 410.
        GONE
    }

    public Webhook {
        events = List.copyOf(events);
    }

    /// Leaves out the URL, in which integrators put secrets.
    @Override
    public String toString() {
        return "Webhook[%s, %s]".formatted(id, state);
    }
}
