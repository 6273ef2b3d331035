package live.lyceum.media.api;

/// The life of one participant's media transport, judged by authenticated packets alone.
public enum TransportState {
    /// DTLS is up and packets arrive.
    ACTIVE,
    /// Nothing authenticated came for 4 s; it may come back by itself.
    SILENT,
    /// Ended: consent expired (RFC 7675), DTLS was closed or failed, or the seat left.
    CLOSED
}
