package live.lyceum.media.sdp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import live.lyceum.media.api.MediaKind;
import live.lyceum.media.wire.codec.Codec;
import org.jspecify.annotations.Nullable;

/// Turns an offer into what we agree to (RFC 9429 section 5.10): one bundle, RTP and RTCP on one
/// port, the client is active in DTLS. An m-line that we cannot serve is rejected; an offer whose
/// transport we cannot serve is refused.
public final class Negotiator {
    private static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";
    private static final int MAX_MID_LENGTH = 32;

    private final SdpText offer;
    private final List<String> group;
    private final List<Codec> videoCodecs;
    private final Map<Integer, String> extensionUris = new HashMap<>();

    private Negotiator(SdpText offer, List<String> group, List<Codec> videoCodecs) {
        this.offer = offer;
        this.group = group;
        this.videoCodecs = videoCodecs;
    }

    /// With the codecs alone that everybody has.
    public static NegotiatedSession negotiate(String offerSdp) throws SdpException {
        return negotiate(offerSdp, List.of());
    }

    /// Throws with words when the offer cannot be answered; whatever the text, nothing else is
    /// thrown.
    ///
    /// @param videoCodecs what is taken besides VP8, as we prefer it
    public static NegotiatedSession negotiate(String offerSdp, List<Codec> videoCodecs)
            throws SdpException {
        SdpText offer = SdpText.parse(offerSdp);
        if (offer.media().isEmpty()) {
            throw new SdpException("the offer has no m-line");
        }
        if (offer.session().has("ice-lite")) {
            // RFC 8445 section 2.5: of two lite agents none makes checks.
            throw new SdpException("the offer is ice-lite, and so is this server");
        }
        return new Negotiator(offer, bundleGroup(offer.session()), videoCodecs).negotiate();
    }

    private NegotiatedSession negotiate() throws SdpException {
        Map<String, SdpSection> byMid = sectionsByMid();
        if (!byMid.keySet().containsAll(group)) {
            throw new SdpException("a=group:BUNDLE names a mid that no m-line has");
        }
        List<NegotiatedMedia> media = new ArrayList<>();
        List<RejectedMedia> rejected = new ArrayList<>();
        Set<String> served = new HashSet<>();
        for (int i = 0; i < offer.media().size(); i++) {
            SdpSection section = offer.media().get(i);
            NegotiatedMedia agreed = serve(section, i);
            if (agreed == null) {
                rejected.add(reject(section, i));
            } else {
                media.add(agreed);
                served.add(agreed.mid());
            }
        }
        if (media.isEmpty()) {
            throw SdpException.nothingInCommon(
                    "no m-line can be served: audio takes opus, video takes VP8, both over "
                            + PROTOCOL
                            + " in the bundle");
        }
        List<String> bundle = new ArrayList<>(group);
        bundle.retainAll(served);
        SdpSection tagged = moveTaggedToFront(bundle, byMid);
        TransportOffer transport = TransportOffer.parse(tagged);
        return new NegotiatedSession(
                transport.ice(),
                transport.fingerprint(),
                tagged.inherits("rtcp-rsize"),
                bundle,
                media,
                rejected);
    }

    /// The section that describes the bundle's transport: the first served one whose port is not
    /// zero (RFC 9143 section 7.3.1).
    private static SdpSection moveTaggedToFront(List<String> bundle, Map<String, SdpSection> byMid)
            throws SdpException {
        for (String mid : bundle) {
            SdpSection section = Objects.requireNonNull(byMid.get(mid));
            if (!section.mediaWords().get(1).equals("0")) {
                bundle.remove(mid);
                bundle.addFirst(mid);
                return section;
            }
        }
        throw new SdpException("every m-line of the bundle that can be served is bundle-only");
    }

    private static List<String> bundleGroup(SdpSection session) throws SdpException {
        for (String value : session.values("group")) {
            List<String> words = SdpSection.words(value);
            if (words.size() > 1 && words.getFirst().equals("BUNDLE")) {
                List<String> mids = words.subList(1, words.size());
                if (new HashSet<>(mids).size() < mids.size()) {
                    throw new SdpException("a=group:BUNDLE names a mid twice");
                }
                return mids;
            }
        }
        throw new SdpException("the offer has no a=group:BUNDLE; use bundlePolicy max-bundle");
    }

    private Map<String, SdpSection> sectionsByMid() throws SdpException {
        Map<String, SdpSection> byMid = new HashMap<>();
        for (int i = 0; i < offer.media().size(); i++) {
            SdpSection section = offer.media().get(i);
            String mid = section.value("mid");
            if (mid == null) {
                continue;
            }
            if (!Tokens.isToken(mid, MAX_MID_LENGTH)) {
                throw new SdpException("a=mid of m-line " + i + " is not a token of 1 to 32");
            }
            if (byMid.put(mid, section) != null) {
                throw new SdpException("two m-lines have the mid " + mid);
            }
        }
        return byMid;
    }

    private @Nullable NegotiatedMedia serve(SdpSection section, int index) throws SdpException {
        List<String> words = section.mediaWords();
        if (words.size() < 4) {
            throw new SdpException("m-line " + index + " is incomplete");
        }
        String mid = section.value("mid");
        // RFC 9143 section 6: with a=bundle-only, port 0 does not mean disabled.
        boolean disabled = words.get(1).equals("0") && !section.has("bundle-only");
        MediaKind kind = kind(words.getFirst());
        if (mid == null
                || disabled
                || kind == null
                || !group.contains(mid)
                || !words.get(2).equals(PROTOCOL)) {
            return null;
        }
        OfferedMedia media = new OfferedMedia(section, kind);
        NegotiatedCodec codec = media.codec();
        if (codec == null) {
            return null;
        }
        media.checkExtensions(extensionUris);
        return new NegotiatedMedia(
                index,
                mid,
                kind,
                media.receives(),
                media.sends(),
                codec,
                media.others(videoCodecs),
                media.extensions(),
                media.layers(),
                media.ssrcs());
    }

    private static RejectedMedia reject(SdpSection section, int index) {
        List<String> words = section.mediaWords();
        return new RejectedMedia(
                index,
                section.value("mid"),
                words.getFirst(),
                words.get(2),
                String.join(" ", words.subList(3, words.size())));
    }

    private static @Nullable MediaKind kind(String media) {
        return switch (media) {
            case "audio" -> MediaKind.AUDIO;
            case "video" -> MediaKind.VIDEO;
            default -> null;
        };
    }
}
