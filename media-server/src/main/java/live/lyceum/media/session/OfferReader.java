package live.lyceum.media.session;

import java.util.List;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.media.sdp.NegotiatedSession;
import live.lyceum.media.sdp.Negotiator;
import live.lyceum.media.sdp.OneWay;
import live.lyceum.media.sdp.SdpException;
import live.lyceum.media.wire.codec.Codec;

/// Reads the SDP of offers. Needs nothing of a room, so it is done before the room's loop is asked:
/// a long offer keeps no packet waiting. Safe to call from any thread.
public final class OfferReader {
    private final List<Codec> videoCodecs;

    /// @param videoCodecs what rooms may use instead of VP8, best first
    public OfferReader(List<Codec> videoCodecs) {
        this.videoCodecs = List.copyOf(videoCodecs);
    }

    /// What of a participant's offer can be agreed to; whatever the text, nothing but
    /// [OfferRefused] is thrown.
    public NegotiatedSession read(MediaOffer offer) throws OfferRefused {
        try {
            return switch (offer.ways()) {
                case BOTH -> Negotiator.negotiate(offer.sdp(), videoCodecs);
                case ONLY_RECEIVES ->
                        Negotiator.negotiate(OneWay.receiving(offer.sdp()), videoCodecs);
                // With VP8 alone: a WHIP client cannot be asked to offer again when the room's
                // codec changes.
                case ONLY_PUBLISHES ->
                        Negotiator.negotiate(
                                offer.restart() ? offer.sdp() : OneWay.sending(offer.sdp()));
            };
        } catch (SdpException e) {
            throw refused(e);
        }
    }

    /// What of a viewer's offer can be agreed to.
    public NegotiatedSession read(ViewOffer offer) throws OfferRefused {
        try {
            return Negotiator.negotiate(OneWay.receiving(offer.sdp()), videoCodecs);
        } catch (SdpException e) {
            throw refused(e);
        }
    }

    private static OfferRefused refused(SdpException why) {
        return new OfferRefused(
                why.isNothingInCommon()
                        ? OfferRefused.Reason.NOTHING_IN_COMMON
                        : OfferRefused.Reason.BAD_SDP,
                String.valueOf(why.getMessage()));
    }
}
