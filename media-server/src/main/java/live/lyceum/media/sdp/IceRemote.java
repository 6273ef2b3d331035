package live.lyceum.media.sdp;

import java.util.List;

/// The client's ICE credentials (RFC 8839 section 5.4) and what it offered of the options we know:
/// `ice2`, `trickle`. The password is never printed.
public record IceRemote(String ufrag, String password, List<String> options) {
    public IceRemote {
        options = List.copyOf(options);
    }

    @Override
    public String toString() {
        return "IceRemote[" + ufrag + "]";
    }
}
