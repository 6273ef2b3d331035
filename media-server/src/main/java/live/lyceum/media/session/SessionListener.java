package live.lyceum.media.session;

import live.lyceum.media.api.TransportState;

/// What a session tells its room.
interface SessionListener {
    /// The transport's state changed; before the first [TransportState#ACTIVE] nothing can be sent
    /// to the peer.
    void onTransport(PeerSession session, TransportState state, long nowNs);

    /// A packet of the open microphone states this level in -dBov, 0 the loudest.
    void onAudioLevel(PeerSession session, int level, long nowNs);
}
