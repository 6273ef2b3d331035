package live.lyceum.signaling.protocol;

import live.lyceum.media.api.RoomId;
import org.jspecify.annotations.Nullable;

/// An event on its way to a webhook. Times are epoch milliseconds.
///
/// @param eventId names the event, for the receiver
/// @param room the session it is about, or null for a test
/// @param attempts how often it was sent
/// @param nextAtMs when it is sent next; null when it is not, or waits for one before it
/// @param lastStatus what the receiver answered last, or null when it did not
/// @param lastError why the last attempt failed, or null
/// @param deliveredAtMs null for one that is not
public record Delivery(
        DeliveryId id,
        WebhookId webhook,
        String eventId,
        Notice.Type type,
        @Nullable RoomId room,
        State state,
        int attempts,
        @Nullable Long nextAtMs,
        @Nullable Integer lastStatus,
        @Nullable String lastError,
        long createdAtMs,
        @Nullable Long deliveredAtMs) {
    /// How far it has come.
    public enum State {
        WAITING,
        DELIVERED,
        /// It was given up.
        FAILED
    }
}
