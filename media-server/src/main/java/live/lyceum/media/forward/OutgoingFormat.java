package live.lyceum.media.forward;

/// How one outgoing stream looks to its receiver, as that receiver negotiated it.
///
/// @param rtxPayloadType -1 and `rtxSsrc` 0: no retransmission
/// @param audioLevelId id of the audio level extension (RFC 6464), 0: not negotiated
public record OutgoingFormat(
        int ssrc,
        int rtxSsrc,
        int payloadType,
        int rtxPayloadType,
        int clockRateHz,
        int audioLevelId) {

    boolean hasRtx() {
        return rtxPayloadType >= 0 && rtxSsrc != 0;
    }
}
