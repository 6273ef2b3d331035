package live.lyceum.media.wire;

import io.netty.buffer.ByteBuf;

/// Tells the protocols that share one socket apart by their first bytes (RFC 7983, RFC 5761).
public final class Datagram {
    private Datagram() {}

    /// The protocol a datagram belongs to; what is inside may still be malformed.
    public enum Kind {
        STUN,
        DTLS,
        RTP,
        RTCP,
        UNKNOWN
    }

    /// Lends `datagram`, reads its first two readable bytes and moves nothing. Never throws: too
    /// short or of no range is `UNKNOWN`.
    public static Kind classify(ByteBuf datagram) {
        if (datagram.readableBytes() < 2) {
            return Kind.UNKNOWN;
        }
        int first = datagram.getUnsignedByte(datagram.readerIndex());
        // RFC 7983 section 7; what it leaves to ZRTP, TURN channels and (RFC 9443) QUIC is not
        // spoken here.
        if (first <= 3) {
            return Kind.STUN;
        }
        if (first >= 20 && first <= 63) {
            return Kind.DTLS;
        }
        if (first >= 128 && first <= 191) {
            int second = datagram.getUnsignedByte(datagram.readerIndex() + 1);
            // RFC 5761 section 4: RTCP's packet types; RTP keeps off 64..95, which with the marker
            // would look the same.
            return second >= 192 && second <= 223 ? Kind.RTCP : Kind.RTP;
        }
        return Kind.UNKNOWN;
    }
}
