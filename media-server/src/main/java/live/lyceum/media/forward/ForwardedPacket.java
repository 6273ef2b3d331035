package live.lyceum.media.forward;

import live.lyceum.media.wire.codec.Vp8Descriptor;
import live.lyceum.media.wire.rtp.RtpPacket;

/// A received packet on its way to the receivers, with what was read of it once for all of them.
/// Reused for the next packet; read-only for receivers.
public final class ForwardedPacket {
    static final int NO_LEVEL = -1;
    static final int NOT_RED = -1;

    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    RtpPacket rtp;
    PublicationLayer layer;
    long extendedSequenceNumber;
    long extendedPictureId;
    boolean hasVp8;
    boolean keyframeStart;
    int audioLevel = NO_LEVEL;

    /// Where the primary block of redundant audio begins in the payload; -1: it is not redundant.
    int redPrimary = NOT_RED;

    ForwardedPacket(RtpPacket rtp, PublicationLayer layer) {
        this.rtp = rtp;
        this.layer = layer;
    }

    Vp8Descriptor vp8() {
        return vp8;
    }
}
