package live.lyceum.media.session;

import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.media.sdp.NegotiatedSession;
import live.lyceum.media.sdp.Negotiator;
import live.lyceum.media.sdp.OneWay;
import live.lyceum.media.sdp.SdpException;

/// Reads the SDP of offers. Needs nothing of a room, so it is done before the room's loop is asked:
/// a long offer keeps no packet waiting. Safe to call from any thread.
public final class OfferReader {
    private OfferReader() {}

    /// What of a participant's offer can be agreed to; whatever the text, nothing but
    /// [OfferRefused] is thrown.
    public static NegotiatedSession read(MediaOffer offer) throws OfferRefused {
        try {
            boolean oneWay = offer.publishOnly() && !offer.restart();
            return Negotiator.negotiate(oneWay ? OneWay.sending(offer.sdp()) : offer.sdp());
        } catch (SdpException e) {
            throw refused(e);
        }
    }

    /// What of a viewer's offer can be agreed to.
    public static NegotiatedSession read(ViewOffer offer) throws OfferRefused {
        try {
            return Negotiator.negotiate(OneWay.receiving(offer.sdp()));
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
