package live.lyceum.media.session;

import live.lyceum.media.api.Source;
import live.lyceum.media.forward.Publication;
import live.lyceum.media.sdp.NegotiatedMedia;

/// An m-line on which the participant sends, with what it publishes there.
record IncomingLine(NegotiatedMedia media, Source source, Publication publication) {
    boolean is(NegotiatedMedia other) {
        return media.mid().equals(other.mid());
    }
}
