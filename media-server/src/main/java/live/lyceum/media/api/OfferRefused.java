package live.lyceum.media.api;

/// An offer that cannot be answered. The message says what is wrong in words for the client's
/// developer and repeats nothing secret of the offer.
public final class OfferRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /// Why, as a code the protocol knows.
    public enum Reason {
        BAD_SDP,
        /// Readable, but no m-line has a codec and a transport that we take.
        NOTHING_IN_COMMON,
        STALE_GENERATION,
        BUSY
    }

    private final Reason reason;

    public OfferRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
