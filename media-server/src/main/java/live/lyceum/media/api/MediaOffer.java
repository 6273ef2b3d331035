package live.lyceum.media.api;

/// A client's SDP offer. `generation` grows by one with each new PeerConnection of the seat; an
/// offer of the same generation goes on with that connection: with `restart` it gets new ICE
/// credentials, otherwise what its m-lines say now. `gate` is in force before the first packet is
/// forwarded. `ways` is what the client may do, whatever its m-lines say.
public record MediaOffer(
        int generation, String sdp, boolean restart, MediaGate gate, MediaOffer.Ways ways) {
    /// Which ways media goes.
    public enum Ways {
        BOTH,
        /// A client that receives nothing and makes one offer in its life.
        ONLY_PUBLISHES,
        /// An observer.
        ONLY_RECEIVES
    }

    public MediaOffer(int generation, String sdp, boolean restart, MediaGate gate) {
        this(generation, sdp, restart, gate, Ways.BOTH);
    }
}
