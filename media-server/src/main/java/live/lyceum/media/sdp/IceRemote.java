package live.lyceum.media.sdp;

/// The client's ICE credentials (RFC 8839 section 5.4). Never printed.
public record IceRemote(String ufrag, String password) {
    @Override
    public String toString() {
        return "IceRemote[" + ufrag + "]";
    }
}
