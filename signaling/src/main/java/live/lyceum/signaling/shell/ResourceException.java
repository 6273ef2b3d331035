package live.lyceum.signaling.shell;

/// A WHIP or WHEP request that cannot be carried out.
public final class ResourceException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Why.
    public enum Reason {
        /// There is none of this name any more, or never was.
        GONE,
        /// The entity tag is of an ICE session before the current one.
        OTHER_TAG,
        /// One owner, or the room, has as many viewers as may be.
        TOO_MANY_VIEWERS,
        /// As many people are in the room as may be.
        ROOM_FULL,
        /// A mentor put its owner out.
        REMOVED,
        /// Another connection of the seat came in between.
        OVERTAKEN,
        TOO_OFTEN
    }

    private final Reason reason;

    ResourceException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
