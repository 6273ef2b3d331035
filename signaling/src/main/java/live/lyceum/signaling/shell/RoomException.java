package live.lyceum.signaling.shell;

import java.util.concurrent.CompletionException;

/// A room could not be entered.
public final class RoomException extends Exception {
    /// Why.
    public enum Reason {
        UNKNOWN_SESSION,
        /// Another page has the seat.
        TAKEN_OVER,
        /// A mentor put them out.
        REMOVED,
        /// The session is over.
        ENDED,
        /// The room's queue is full, or the seat has too many sockets.
        BUSY,
        /// The room was put away in this very moment; trying again loads it.
        RETIRED
    }

    private final Reason reason;

    RoomException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    /// Whether what a stage failed with is that there is no such session.
    static boolean isUnknown(Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        return cause instanceof RoomException room && room.reason == Reason.UNKNOWN_SESSION;
    }

    public Reason reason() {
        return reason;
    }
}
