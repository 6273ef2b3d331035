package live.lyceum.media.sdp;

/// An offer that cannot be answered. The message is for the client's developer: it says what is
/// wrong and where, and repeats nothing secret of the offer.
public final class SdpException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean nothingInCommon;

    public SdpException(String message) {
        this(message, false);
    }

    private SdpException(String message, boolean nothingInCommon) {
        super(message);
        this.nothingInCommon = nothingInCommon;
    }

    /// For an offer that is well-formed, and none of whose m-lines we can serve.
    static SdpException nothingInCommon(String message) {
        return new SdpException(message, true);
    }

    /// Whether it is one of those.
    public boolean isNothingInCommon() {
        return nothingInCommon;
    }
}
