package live.lyceum.media.sdp;

/// One layer of a client's simulcast; `paused` when it does not send it for now (RFC 8853 section
/// 5.1).
public record SimulcastLayer(String rid, boolean paused) {
    /// As `a=simulcast` lists it.
    String text() {
        return paused ? "~" + rid : rid;
    }
}
