package live.lyceum.signaling.webhook;

import java.net.UnknownHostException;

/// A name leads where no webhook may go.
final class RefusedAddressException extends UnknownHostException {
    /// @param message completes the sentence that begins with the URL
    RefusedAddressException(String message) {
        super(message);
    }
}
