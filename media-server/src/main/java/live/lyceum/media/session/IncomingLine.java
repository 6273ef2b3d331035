package live.lyceum.media.session;

import live.lyceum.media.api.Source;
import live.lyceum.media.forward.Publication;
import live.lyceum.media.sdp.NegotiatedCodec;
import live.lyceum.media.sdp.NegotiatedMedia;
import org.jspecify.annotations.Nullable;

/// An m-line on which the participant sends, with what it publishes there.
final class IncomingLine {
    private final Source source;
    private final Publication publication;
    private NegotiatedMedia media;

    IncomingLine(NegotiatedMedia media, Source source, Publication publication) {
        this.media = media;
        this.source = source;
        this.publication = publication;
        describeRedundancy();
    }

    NegotiatedMedia media() {
        return media;
    }

    Source source() {
        return source;
    }

    Publication publication() {
        return publication;
    }

    boolean is(NegotiatedMedia other) {
        return media.mid().equals(other.mid());
    }

    /// A later offer may have other codecs; the layers are what they were.
    void renegotiated(NegotiatedMedia later) {
        media = media.withCodecsOf(later);
        describeRedundancy();
    }

    /// The codec whose packets have this payload type, as they are or in redundant audio; null:
    /// none.
    @Nullable NegotiatedCodec codec(int payloadType) {
        NegotiatedCodec base = media.codec();
        if (base.payloadType() == payloadType || base.redPayloadType() == payloadType) {
            return base;
        }
        for (NegotiatedCodec other : media.others()) {
            if (other.payloadType() == payloadType) {
                return other;
            }
        }
        return null;
    }

    /// The codec whose retransmissions have this payload type; null: none.
    @Nullable NegotiatedCodec repaired(int payloadType) {
        if (media.codec().rtxPayloadType() == payloadType) {
            return media.codec();
        }
        for (NegotiatedCodec other : media.others()) {
            if (other.rtxPayloadType() == payloadType) {
                return other;
            }
        }
        return null;
    }

    private void describeRedundancy() {
        publication.redundancy(media.codec().redPayloadType(), media.codec().payloadType());
    }
}
