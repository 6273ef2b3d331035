package live.lyceum.media.sdp;

import java.util.Map;
import live.lyceum.media.wire.codec.Codec;
import org.jspecify.annotations.Nullable;

/// What `a=fmtp` says of a video format, as far as it decides whether all in a room mean the same
/// by its codec: a stream of one client goes to the others as it is.
final class FormatParameters {
    /// Level 3.1 of H.264: 1280x720 at 30 frames/s, what browsers offer. Who decodes less is sent
    /// none.
    private static final int LEVEL_3_1 = 0x1f;

    /// The same level in AV1 (section 7.2.1 of its RTP specification: index 5 stands for 3.1).
    private static final int AV1_LEVEL_3_1 = 5;

    private static final int MAX_LEVEL = 255;

    private FormatParameters() {}

    /// Whether a format with these parameters is the one that we forward as `codec`.
    ///
    /// @param offered names in lower case
    /// @param clientSends whether what is sent in that format comes to us
    static boolean fit(Codec codec, Map<String, String> offered, boolean clientSends) {
        return switch (codec) {
            case OPUS, VP8 -> true;
            case H264 -> {
                String profile = h264Profile(offered);
                // Constrained Baseline is a part of Baseline: who decodes this decodes that, but
                // not the other way around.
                yield profile != null && (isConstrained(profile) || !clientSends);
            }
            // RFC 9628 section 7.1: profile 0 when nothing is said.
            case VP9 -> offered.getOrDefault("profile-id", "0").equals("0");
            // The AV1 RTP specification, section 7.2.1: profile 0, level 3.1 and tier 0 when
            // nothing is said.
            case AV1 ->
                    offered.getOrDefault("profile", "0").equals("0")
                            && offered.getOrDefault("tier", "0").equals("0")
                            && Tokens.number(offered.getOrDefault("level-idx", "5"), MAX_LEVEL)
                                    >= AV1_LEVEL_3_1;
        };
    }

    /// What we answer to a format that fits; null: nothing.
    static @Nullable String answer(Codec codec, Map<String, String> offered) {
        return switch (codec) {
            case OPUS -> "minptime=10;useinbandfec=1";
            case VP8 -> null;
            // RFC 6184 section 8.2.2: the profile is the offer's, the level one that all decode.
            case H264 ->
                    "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id="
                            + h264Profile(offered)
                            + "1f";
            case VP9 -> "profile-id=0";
            case AV1 -> "level-idx=5;profile=0;tier=0";
        };
    }

    /// The first four digits of `profile-level-id` (RFC 6184 section 8.1) of a format that is
    /// Baseline, constrained or not, of level 3.1 or more, in packetization mode 1; else null.
    private static @Nullable String h264Profile(Map<String, String> offered) {
        String id = offered.getOrDefault("profile-level-id", "");
        boolean good =
                id.length() == 6
                        && id.chars().allMatch(FormatParameters::isHex)
                        && id.startsWith("42")
                        && id.charAt(3) == '0'
                        && Integer.parseInt(id.substring(4), 16) >= LEVEL_3_1
                        && offered.getOrDefault("packetization-mode", "0").equals("1");
        return good ? id.substring(0, 4) : null;
    }

    /// RFC 6184 section 8.1, Table 5: constraint_set1_flag is set.
    private static boolean isConstrained(String profile) {
        return (Character.digit(profile.charAt(2), 16) & 0x4) != 0;
    }

    private static boolean isHex(int c) {
        return Tokens.isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
