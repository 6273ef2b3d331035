package live.lyceum.media.api;

/// A client's SDP offer. `generation` grows by one with each new PeerConnection of the seat;
/// `restart` keeps it and asks for new ICE credentials only. `gate` is in force before the first
/// packet is forwarded. `publishOnly`: the client receives nothing, whatever its m-lines say.
public record MediaOffer(
        int generation, String sdp, boolean restart, MediaGate gate, boolean publishOnly) {
    public MediaOffer(int generation, String sdp, boolean restart, MediaGate gate) {
        this(generation, sdp, restart, gate, false);
    }
}
