package live.lyceum.media.sdp;

/// An offer that cannot be answered. The message is for the client's developer: it says what is
/// wrong and where, and repeats nothing secret of the offer.
public final class SdpException extends Exception {
    private static final long serialVersionUID = 1L;

    public SdpException(String message) {
        super(message);
    }
}
