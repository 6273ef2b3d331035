package live.lyceum.media.sdp;

import java.util.List;
import live.lyceum.media.wire.Fingerprint;

/// Our side of the one transport. `candidates` are the values of `a=` lines, `candidate:1 1 udp ..`
/// (RFC 8839 section 5.1), all that there will ever be. Never printed.
public record LocalTransport(
        String ufrag, String password, Fingerprint fingerprint, List<String> candidates) {

    public LocalTransport {
        candidates = List.copyOf(candidates);
    }

    @Override
    public String toString() {
        return "LocalTransport[" + ufrag + "]";
    }
}
