package live.lyceum.media.sdp;

import live.lyceum.media.wire.codec.Codec;
import org.jspecify.annotations.Nullable;

/// A codec of an m-line, with the offer's payload types, and which feedback both sides may send
/// (RFC 4585, RFC 5104). `rtxPayloadType` is -1 without retransmission (RFC 4588), `red` null
/// without redundant audio (RFC 2198); `parameters` are what our `a=fmtp` says, null: nothing.
public record NegotiatedCodec(
        Codec codec,
        int payloadType,
        int rtxPayloadType,
        boolean nack,
        boolean pli,
        boolean fir,
        boolean transportCc,
        @Nullable Redundancy red,
        @Nullable String parameters) {

    /// Redundant audio that carries this codec. `preferred`: the client named it before the codec
    /// itself, so that is what it wants to send.
    public record Redundancy(int payloadType, boolean preferred) {}

    /// -1 without redundant audio.
    public int redPayloadType() {
        return red == null ? -1 : red.payloadType();
    }

    public int clockRateHz() {
        return codec.clockRateHz();
    }
}
