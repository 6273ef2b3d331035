package live.lyceum.media.sdp;

import live.lyceum.media.wire.codec.Codec;

/// The one codec of an m-line, with the offer's payload types, and which feedback both sides may
/// send (RFC 4585, RFC 5104). `rtxPayloadType` is -1 without retransmission (RFC 4588).
public record NegotiatedCodec(
        Codec codec,
        int payloadType,
        int rtxPayloadType,
        boolean nack,
        boolean pli,
        boolean fir,
        boolean transportCc) {

    public int clockRateHz() {
        return codec.clockRateHz();
    }
}
