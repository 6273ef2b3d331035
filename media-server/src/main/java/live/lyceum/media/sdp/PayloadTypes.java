package live.lyceum.media.sdp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import live.lyceum.media.wire.codec.Codec;
import org.jspecify.annotations.Nullable;

/// The payload types of one m-line: what they stand for and the feedback they take.
final class PayloadTypes {
    private static final int NONE = -1;

    private final List<Integer> inOrder = new ArrayList<>();
    private final Map<Integer, String> rtpmaps = new HashMap<>();

    // Read once: an offer may have thousands of these lines, and each payload type is looked up.
    private final Map<String, Set<String>> parameters = new HashMap<>();
    private final SdpSection section;

    PayloadTypes(SdpSection section) {
        this.section = section;
        List<String> words = section.mediaWords();
        for (String word : words.subList(3, words.size())) {
            int payloadType = (int) Tokens.number(word, 127);
            // RFC 5761 section 4: 64 to 95 would look like RTCP.
            boolean looksLikeRtcp = payloadType >= 64 && payloadType <= 95;
            if (payloadType >= 0 && !looksLikeRtcp && !inOrder.contains(payloadType)) {
                inOrder.add(payloadType);
            }
        }
        for (String value : section.values("rtpmap")) {
            List<String> map = SdpSection.words(value);
            if (map.size() == 2) {
                rtpmaps.putIfAbsent((int) Tokens.number(map.getFirst(), 127), map.get(1));
            }
        }
        for (String value : section.values("fmtp")) {
            String[] parts = value.split(" ", 2);
            if (parts.length == 2) {
                Set<String> known =
                        parameters.computeIfAbsent(parts[0], p -> new LinkedHashSet<>());
                for (String parameter : parts[1].split(";", -1)) {
                    known.add(parameter.strip());
                }
            }
        }
    }

    /// The payload type of a codec, the first that the client prefers, or -1. Of H.264 that is
    /// Constrained Baseline where there is a choice, for everybody takes it.
    ///
    /// @param clientSends whether what is sent in that format comes to us
    int of(Codec codec, boolean clientSends) {
        int strict = first(codec, true);
        return strict < 0 && !clientSends ? first(codec, false) : strict;
    }

    private int first(Codec codec, boolean strict) {
        for (int payloadType : inOrder) {
            if (is(payloadType, codec) && FormatParameters.fit(codec, named(payloadType), strict)) {
                return payloadType;
            }
        }
        return NONE;
    }

    /// What our `a=fmtp` says; null: nothing.
    @Nullable String answer(int payloadType, Codec codec) {
        return FormatParameters.answer(codec, named(payloadType));
    }

    private boolean is(int payloadType, Codec codec) {
        String map = codec.encodingName() + "/" + codec.clockRateHz();
        String offered = rtpmaps.getOrDefault(payloadType, "");
        return codec.channels() > 1
                ? offered.equalsIgnoreCase(map + "/" + codec.channels())
                : offered.equalsIgnoreCase(map) || offered.equalsIgnoreCase(map + "/1");
    }

    /// The payload type that retransmits `payloadType` (RFC 4588 section 8.6), or -1.
    int rtxFor(int payloadType, Codec codec) {
        for (int candidate : inOrder) {
            String map = rtpmaps.getOrDefault(candidate, "");
            if (map.equalsIgnoreCase("rtx/" + codec.clockRateHz())
                    && parameters(candidate).contains("apt=" + payloadType)) {
                return candidate;
            }
        }
        return NONE;
    }

    /// The payload type that carries `payloadType` redundantly: all blocks are of it (RFC 2198
    /// section 5). Null when there is none, as for video.
    NegotiatedCodec.@Nullable Redundancy redundancyOf(int payloadType, Codec codec) {
        String map = "red/" + codec.clockRateHz() + "/" + codec.channels();
        for (int candidate : inOrder) {
            if (!codec.video()
                    && rtpmaps.getOrDefault(candidate, "").equalsIgnoreCase(map)
                    && parameters(candidate).contains(payloadType + "/" + payloadType)) {
                boolean preferred = inOrder.indexOf(candidate) < inOrder.indexOf(payloadType);
                return new NegotiatedCodec.Redundancy(candidate, preferred);
            }
        }
        return null;
    }

    /// Whether the client takes this feedback (RFC 4585 section 4.2), for the payload type or for
    /// all.
    boolean hasFeedback(int payloadType, String feedback) {
        List<String> offered = section.values("rtcp-fb");
        return offered.contains(payloadType + " " + feedback) || offered.contains("* " + feedback);
    }

    /// Those of the form `name=value`, by name in lower case; of several with one name the first.
    private Map<String, String> named(int payloadType) {
        Map<String, String> named = new HashMap<>();
        for (String parameter : parameters(payloadType)) {
            String[] parts = parameter.split("=", 2);
            if (parts.length == 2) {
                named.putIfAbsent(parts[0].toLowerCase(Locale.ROOT), parts[1]);
            }
        }
        return named;
    }

    private Set<String> parameters(int payloadType) {
        return parameters.getOrDefault(Integer.toString(payloadType), Set.of());
    }
}
