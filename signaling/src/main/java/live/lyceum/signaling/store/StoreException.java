package live.lyceum.signaling.store;

import java.util.concurrent.CompletionException;

/// A store did not do what was asked, and nothing of it.
public final class StoreException extends Exception {
    /// Why.
    public enum Reason {
        /// What is there already does not go with what was asked.
        CONFLICT,
        /// The store is at its limit.
        FULL,
        /// It took longer than it may.
        TOO_SLOW,
        /// The medium behind it failed.
        FAILED
    }

    private final Reason reason;

    public StoreException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public StoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /// Whether a stage failed with [Reason#CONFLICT].
    public static boolean isConflict(Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        return cause instanceof StoreException store && store.reason == Reason.CONFLICT;
    }

    public Reason reason() {
        return reason;
    }
}
