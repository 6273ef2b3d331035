package live.lyceum.media.forward;

import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.codec.PictureNumbers;
import live.lyceum.media.wire.codec.VideoPayload;
import live.lyceum.media.wire.rtp.RtpPacket;

/// A received packet on its way to the receivers, with what was read of it once for all of them.
/// Reused for the next packet; read-only for receivers.
public final class ForwardedPacket {
    static final int NO_LEVEL = -1;
    static final int NOT_RED = -1;

    private final VideoPayload payload = new VideoPayload();
    RtpPacket rtp;
    PublicationLayer layer;
    Codec codec = Codec.OPUS;
    long extendedSequenceNumber;
    long extendedPictureId;
    PictureNumbers numbers = PictureNumbers.NONE;
    boolean keyframeStart;
    int audioLevel = NO_LEVEL;

    /// Where the primary block of redundant audio begins in the payload; -1: it is not redundant.
    int redPrimary = NOT_RED;

    ForwardedPacket(RtpPacket rtp, PublicationLayer layer) {
        this.rtp = rtp;
        this.layer = layer;
    }

    /// Reads [#numbers] and [#keyframeStart] of a video payload; false when it is malformed.
    boolean readPayload() {
        boolean good = payload.parse(codec, rtp.buffer(), rtp.payloadOffset(), rtp.payloadLength());
        numbers = payload.numbers();
        keyframeStart = payload.keyframeStart();
        return good;
    }
}
