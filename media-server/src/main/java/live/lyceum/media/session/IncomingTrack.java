package live.lyceum.media.session;

import live.lyceum.media.forward.Publication;
import live.lyceum.media.forward.PublicationLayer;
import live.lyceum.media.rtp.ReceiveStream;
import live.lyceum.media.sdp.NegotiatedCodec;
import org.jspecify.annotations.Nullable;

/// What stands behind one SSRC that a participant sends: a layer of a publication, or the
/// retransmissions of one.
///
/// @param stream of the layer's own packets, also when this SSRC carries their retransmissions
record IncomingTrack(
        IncomingLine line, PublicationLayer layer, ReceiveStream stream, boolean retransmission) {

    Publication publication() {
        return line.publication();
    }

    /// What a packet of that payload type is, or brings again; null: nothing that was negotiated.
    @Nullable NegotiatedCodec codec(int payloadType) {
        return retransmission ? line.repaired(payloadType) : line.codec(payloadType);
    }
}
