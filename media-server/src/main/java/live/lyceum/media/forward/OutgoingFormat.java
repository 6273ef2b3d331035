package live.lyceum.media.forward;

/// How one outgoing stream looks to its receiver, as that receiver negotiated it.
///
/// @param rtxPayloadType -1 and `rtxSsrc` 0: no retransmission
/// @param redPayloadType of redundant audio (RFC 2198), -1: the receiver takes none
/// @param audioLevelId id of the audio level extension (RFC 6464), 0: not negotiated
public record OutgoingFormat(
        int ssrc,
        int rtxSsrc,
        int payloadType,
        int rtxPayloadType,
        int clockRateHz,
        int audioLevelId,
        int redPayloadType) {

    /// Without redundant audio.
    public OutgoingFormat(
            int ssrc,
            int rtxSsrc,
            int payloadType,
            int rtxPayloadType,
            int clockRateHz,
            int audioLevelId) {
        this(ssrc, rtxSsrc, payloadType, rtxPayloadType, clockRateHz, audioLevelId, -1);
    }

    boolean hasRed() {
        return redPayloadType >= 0;
    }

    boolean hasRtx() {
        return rtxPayloadType >= 0 && rtxSsrc != 0;
    }
}
