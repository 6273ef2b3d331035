package live.lyceum.media.sdp;

import live.lyceum.media.wire.codec.Codec;
import org.jspecify.annotations.Nullable;

/// The one codec of an m-line, with the offer's payload types, and which feedback both sides may
/// send (RFC 4585, RFC 5104). `rtxPayloadType` is -1 without retransmission (RFC 4588), `red` null
/// without redundant audio (RFC 2198).
public record NegotiatedCodec(
        Codec codec,
        int payloadType,
        int rtxPayloadType,
        boolean nack,
        boolean pli,
        boolean fir,
        boolean transportCc,
        @Nullable Redundancy red) {

    /// Redundant audio that carries this codec. `preferred`: the client named it before the codec
    /// itself, so that is what it wants to send.
    public record Redundancy(int payloadType, boolean preferred) {}

    /// Without redundancy.
    public NegotiatedCodec(
            Codec codec,
            int payloadType,
            int rtxPayloadType,
            boolean nack,
            boolean pli,
            boolean fir,
            boolean transportCc) {
        this(codec, payloadType, rtxPayloadType, nack, pli, fir, transportCc, null);
    }

    /// -1 without redundant audio.
    public int redPayloadType() {
        return red == null ? -1 : red.payloadType();
    }

    public int clockRateHz() {
        return codec.clockRateHz();
    }
}
