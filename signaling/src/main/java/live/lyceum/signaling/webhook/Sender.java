package live.lyceum.signaling.webhook;

import java.net.URI;
import live.lyceum.signaling.protocol.TenantId;
import org.jspecify.annotations.Nullable;

/// Sends one message and says what came of it. Safe to call from any thread; blocks.
interface Sender {
    /// What is sent.
    ///
    /// @param tenant whose webhook it goes to
    /// @param id the header `webhook-id`
    /// @param timestampS the header `webhook-timestamp`, in epoch seconds
    /// @param signature the header `webhook-signature`
    record Message(
            TenantId tenant, URI url, String id, long timestampS, String signature, String body) {
        /// Leaves out what it says and where it goes.
        @Override
        public String toString() {
            return "Message[%s]".formatted(id);
        }
    }

    /// How long it took.
    enum Pace {
        /// It was over in time, well or not.
        IN_TIME,
        /// Nothing came in time.
        SLOW,
        /// It was not tried, for too much else was to be done.
        NOT_TRIED
    }

    /// What came of it.
    ///
    /// @param status what the receiver answered, or null when it did not
    /// @param error why it has not got the message, or null if it has
    record Answer(@Nullable Integer status, @Nullable String error, Pace pace) {
        /// One in time.
        Answer(@Nullable Integer status, @Nullable String error) {
            this(status, error, Pace.IN_TIME);
        }
    }

    Answer send(Message message);
}
