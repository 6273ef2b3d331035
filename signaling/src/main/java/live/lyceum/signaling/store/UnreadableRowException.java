package live.lyceum.signaling.store;

/// What a store has kept is damaged, or was written by a newer version. The message shows no text
/// that people wrote.
public final class UnreadableRowException extends RuntimeException {
    UnreadableRowException(String message) {
        super(message);
    }

    UnreadableRowException(String message, Throwable cause) {
        super(message, cause);
    }
}
