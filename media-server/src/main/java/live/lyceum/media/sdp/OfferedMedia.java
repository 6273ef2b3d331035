package live.lyceum.media.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.lyceum.media.api.MediaKind;
import live.lyceum.media.wire.codec.Codec;
import org.jspecify.annotations.Nullable;

/// What one m-line of audio or video offers, as far as we serve it.
final class OfferedMedia {
    private static final int MAX_RIDS = 8;
    private static final int MAX_SSRCS = 16;
    private static final int MAX_EXTENSION_ID = 14;
    private static final long MAX_U32 = 0xffff_ffffL;

    private static final Set<String> LABELS =
            Set.of(
                    ExtensionUris.MID,
                    ExtensionUris.RID,
                    ExtensionUris.REPAIRED_RID,
                    ExtensionUris.TRANSPORT_CC);

    private final SdpSection section;
    private final MediaKind kind;
    private final String direction;
    private final PayloadTypes payloadTypes;
    private final Map<String, Integer> extensionIds = new LinkedHashMap<>();
    private final Set<Integer> oneWayIds = new LinkedHashSet<>();

    OfferedMedia(SdpSection section, MediaKind kind) {
        this.section = section;
        this.kind = kind;
        direction = section.direction();
        payloadTypes = new PayloadTypes(section);
        for (String value : section.inherited("extmap")) {
            readExtension(SdpSection.words(value));
        }
    }

    /// We receive what the client sends.
    boolean receives() {
        return direction.equals("sendrecv") || direction.equals("sendonly");
    }

    boolean sends() {
        return direction.equals("sendrecv") || direction.equals("recvonly");
    }

    /// The one that everybody has (RFC 7874 section 3, RFC 7742 section 5), or null.
    @Nullable NegotiatedCodec codec() {
        return codec(kind == MediaKind.VIDEO ? Codec.VP8 : Codec.OPUS);
    }

    /// Those of `wanted` that the client takes here and that we can forward: with keyframes on
    /// request, for that is how a receiver begins.
    List<NegotiatedCodec> others(List<Codec> wanted) {
        List<NegotiatedCodec> others = new ArrayList<>();
        for (Codec each : wanted) {
            boolean fits = each.video() && kind == MediaKind.VIDEO && each != Codec.VP8;
            NegotiatedCodec codec = fits ? codec(each) : null;
            if (codec != null && codec.pli() && retransmitsAlone(codec, others)) {
                others.add(codec);
            }
        }
        return others;
    }

    /// Whether no other codec has the same payload type for its retransmissions: one packet could
    /// then be of either.
    private boolean retransmitsAlone(NegotiatedCodec codec, List<NegotiatedCodec> others) {
        int rtx = codec.rtxPayloadType();
        NegotiatedCodec base = codec();
        return rtx < 0
                || ((base == null || base.rtxPayloadType() != rtx)
                        && others.stream().noneMatch(other -> other.rtxPayloadType() == rtx));
    }

    private @Nullable NegotiatedCodec codec(Codec codec) {
        int payloadType = payloadTypes.of(codec, receives());
        return payloadType < 0
                ? null
                : new NegotiatedCodec(
                        codec,
                        payloadType,
                        payloadTypes.rtxFor(payloadType, codec),
                        payloadTypes.hasFeedback(payloadType, "nack"),
                        payloadTypes.hasFeedback(payloadType, "nack pli"),
                        payloadTypes.hasFeedback(payloadType, "ccm fir"),
                        transportCc(payloadType),
                        payloadTypes.redundancyOf(payloadType, codec),
                        payloadTypes.answer(payloadType, codec));
    }

    /// The mid in every section (RFC 9143 section 9.1), the audio level both ways, the others where
    /// we receive.
    ExtensionIds extensions() {
        NegotiatedCodec codec = codec();
        boolean audio = kind == MediaKind.AUDIO;
        boolean receives = receives();
        return new ExtensionIds(
                id(ExtensionUris.MID),
                receives && !audio ? id(ExtensionUris.RID) : 0,
                receives && !audio ? id(ExtensionUris.REPAIRED_RID) : 0,
                audio ? id(ExtensionUris.AUDIO_LEVEL) : 0,
                codec != null && codec.transportCc() ? id(ExtensionUris.TRANSPORT_CC) : 0,
                oneWayIds);
    }

    /// Adds this m-line's ids to those of the m-lines before: within a bundle an id stands for one
    /// extension (RFC 9143 section 12). aiortc does not keep to it, so it is refused only where a
    /// packet would be taken for another's: by the labels that are read before its m-line is known.
    void checkExtensions(Map<Integer, String> uris) throws SdpException {
        for (Map.Entry<String, Integer> extension : extensionIds.entrySet()) {
            String other = uris.putIfAbsent(extension.getValue(), extension.getKey());
            if (other != null
                    && !other.equals(extension.getKey())
                    && (LABELS.contains(extension.getKey()) || LABELS.contains(other))) {
                throw new SdpException(
                        "the bundle uses a=extmap id "
                                + extension.getValue()
                                + " for two different header extensions");
            }
        }
    }

    /// The layers that the client sends, in its order (RFC 8853 section 5.1). Of alternatives the
    /// first counts; a layer bound to other payload types than ours does not (RFC 8851 section
    /// 5.1).
    List<SimulcastLayer> layers() throws SdpException {
        String simulcast = section.value("simulcast");
        NegotiatedCodec codec = codec();
        if (simulcast == null || codec == null || !receives() || id(ExtensionUris.RID) == 0) {
            return List.of();
        }
        Set<String> sendable = sendableRids(codec.payloadType());
        Map<String, SimulcastLayer> layers = new LinkedHashMap<>();
        List<String> words = SdpSection.words(simulcast);
        for (int i = 0; i + 1 < words.size(); i += 2) {
            if (!words.get(i).equals("send")) {
                continue;
            }
            for (String stream : words.get(i + 1).split(";", -1)) {
                String first = stream.split(",", 2)[0];
                boolean paused = first.startsWith("~");
                String rid = paused ? first.substring(1) : first;
                if (sendable.contains(rid)) {
                    layers.putIfAbsent(rid, new SimulcastLayer(rid, paused));
                }
            }
        }
        if (layers.size() > MAX_RIDS) {
            throw new SdpException("a=simulcast sends more than 8 layers");
        }
        return List.copyOf(layers.values());
    }

    /// The client's streams in the order of their first `a=ssrc` (RFC 5576 section 4).
    List<SsrcPair> ssrcs() {
        if (!receives()) {
            return List.of();
        }
        Map<Integer, Integer> repairs = new LinkedHashMap<>();
        Set<Integer> secondary = new LinkedHashSet<>();
        for (String value : section.values("ssrc-group")) {
            readGroup(SdpSection.words(value), repairs, secondary);
        }
        List<SsrcPair> pairs = new ArrayList<>();
        Set<Integer> seen = new LinkedHashSet<>();
        for (String value : section.values("ssrc")) {
            long number = Tokens.number(value.split(" ", 2)[0], MAX_U32);
            int ssrc = (int) number;
            if (number > 0
                    && pairs.size() < MAX_SSRCS
                    && !secondary.contains(ssrc)
                    && seen.add(ssrc)) {
                pairs.add(new SsrcPair(ssrc, repairs.getOrDefault(ssrc, 0)));
            }
        }
        return pairs;
    }

    private void readExtension(List<String> words) {
        if (words.size() < 2) {
            return;
        }
        // An id with a direction ("9/sendonly") is taken where we only read what the client sends,
        // as Firefox offers its RIDs (RFC 8285 section 5).
        String[] idAndDirection = words.getFirst().split("/", 2);
        boolean oneWay = idAndDirection.length > 1;
        String uri = words.get(1);
        if (oneWay && !(idAndDirection[1].equals("sendonly") && ExtensionUris.isOnlyRead(uri))) {
            return;
        }
        long id = Tokens.number(idAndDirection[0], MAX_EXTENSION_ID);
        if (id > 0 && extensionIds.putIfAbsent(uri, (int) id) == null && oneWay) {
            oneWayIds.add((int) id);
        }
    }

    private int id(String uri) {
        return extensionIds.getOrDefault(uri, 0);
    }

    private boolean transportCc(int payloadType) {
        return receives()
                && id(ExtensionUris.TRANSPORT_CC) != 0
                && payloadTypes.hasFeedback(payloadType, "transport-cc");
    }

    /// Of lines with the same rid none counts (RFC 8851 section 6.2.2).
    private Set<String> sendableRids(int payloadType) {
        Set<String> rids = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        for (String value : section.values("rid")) {
            List<String> words = SdpSection.words(value);
            if (words.size() < 2) {
                continue;
            }
            String rid = words.getFirst();
            if (!seen.add(rid)) {
                rids.remove(rid);
            } else if (words.get(1).equals("send")
                    && Tokens.isRid(rid)
                    && allows(words, payloadType)) {
                rids.add(rid);
            }
        }
        return rids;
    }

    private static boolean allows(List<String> words, int payloadType) {
        for (String word : words.subList(2, words.size())) {
            for (String restriction : word.split(";", -1)) {
                if (restriction.startsWith("pt=")) {
                    List<String> allowed = List.of(restriction.substring(3).split(","));
                    return allowed.contains(Integer.toString(payloadType));
                }
            }
        }
        return true;
    }

    /// Streams that stand second in a group repair the first, by retransmission or by forward error
    /// correction.
    private static void readGroup(
            List<String> words, Map<Integer, Integer> repairs, Set<Integer> secondary) {
        if (words.size() != 3) {
            return;
        }
        boolean retransmission = words.getFirst().equals("FID");
        if (!retransmission && !words.getFirst().equals("FEC-FR")) {
            return;
        }
        long primary = Tokens.number(words.get(1), MAX_U32);
        long repair = Tokens.number(words.get(2), MAX_U32);
        if (primary <= 0 || repair <= 0) {
            return;
        }
        secondary.add((int) repair);
        if (retransmission) {
            repairs.putIfAbsent((int) primary, (int) repair);
        }
    }
}
