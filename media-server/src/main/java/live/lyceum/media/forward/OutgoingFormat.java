package live.lyceum.media.forward;

import java.util.List;
import live.lyceum.media.wire.codec.Codec;
import org.jspecify.annotations.Nullable;

/// How one outgoing stream looks to its receiver, as that receiver negotiated it.
///
/// @param rtxSsrc 0: no retransmission
/// @param payloadTypes of the codecs that the receiver takes, at least one, all of one clock rate
/// @param redPayloadType of redundant audio (RFC 2198), -1: the receiver takes none
/// @param audioLevelId id of the audio level extension (RFC 6464), 0: not negotiated
public record OutgoingFormat(
        int ssrc,
        int rtxSsrc,
        List<PayloadTypes> payloadTypes,
        int audioLevelId,
        int redPayloadType) {

    /// The numbers of one codec.
    ///
    /// @param rtx -1: no retransmission
    public record PayloadTypes(Codec codec, int primary, int rtx) {}

    public OutgoingFormat {
        payloadTypes = List.copyOf(payloadTypes);
    }

    int clockRateHz() {
        return payloadTypes.getFirst().codec().clockRateHz();
    }

    /// Null: the receiver does not take that codec.
    @Nullable PayloadTypes of(Codec codec) {
        for (PayloadTypes each : payloadTypes) {
            if (each.codec() == codec) {
                return each;
            }
        }
        return null;
    }

    boolean hasRed() {
        return redPayloadType >= 0;
    }
}
