package live.lyceum.media.dtls;

import io.netty.buffer.ByteBuf;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.SrtpKeys;

/// One DTLS association. Called by its media loop only; the handshake itself may run elsewhere.
public interface DtlsEndpoint {
    /// Lends a DTLS record datagram; the endpoint copies what it keeps, and counts itself what of
    /// it is of no use. False: its queue is full and the datagram is lost.
    boolean onDatagram(ByteBuf datagram);

    /// Ends the association and frees its thread. When the handshake was complete, says
    /// close_notify by `onOutgoing` before it returns. The listener hears nothing after.
    /// Idempotent.
    void close();

    /// Makes endpoints. The one seam at which tests inject keys.
    interface Factory {
        /// An endpoint in the passive role that accepts only a peer whose certificate has `remote`.
        DtlsEndpoint create(Fingerprint remote, Listener listener);

        /// The fingerprint of our own certificate, for the answer.
        Fingerprint fingerprint();
    }

    /// News of an association, told on its media loop.
    interface Listener {
        /// A datagram to send to the peer. The array is the listener's to keep.
        void onOutgoing(byte[] datagram);

        /// The handshake is complete and the peer's fingerprint was right.
        void onKeys(SrtpKeys keys);

        /// The association is over: handshake failed, timed out, or the peer closed it. Told once;
        /// `why` is for a log.
        void onClosed(String why);
    }
}
