package live.lyceum.media.session;

import live.lyceum.media.forward.Publication;
import live.lyceum.media.forward.PublicationLayer;
import live.lyceum.media.rtp.ReceiveStream;
import live.lyceum.media.sdp.NegotiatedCodec;

/// What stands behind one SSRC that a participant sends: a layer of a publication, or the
/// retransmissions of one.
///
/// @param stream of the layer's own packets, also when this SSRC carries their retransmissions
record IncomingTrack(
        Publication publication,
        PublicationLayer layer,
        ReceiveStream stream,
        NegotiatedCodec codec,
        boolean retransmission) {}
