package live.lyceum.signaling.http;

import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `Content-Digest` of a request (RFC 9530 section 2).
final class ContentDigest {
    /// A member of a dictionary whose value is bytes (RFC 9651 sections 3.2 and 3.3.5).
    private static final Pattern SHA_256 =
            Pattern.compile("(?:^|,)[ \\t]*sha-256=:([A-Za-z0-9+/]{43}=):[ \\t]*(?:$|[,;])");

    private ContentDigest() {}

    /// The SHA-256 in it, in hexadecimal; null if there is none that can be read.
    static @Nullable String sha256(@Nullable String header) {
        Matcher found = SHA_256.matcher(header == null ? "" : header);
        if (!found.find()) {
            return null;
        }
        try {
            return HexFormat.of().formatHex(Base64.getDecoder().decode(found.group(1)));
        } catch (IllegalArgumentException broken) {
            return null;
        }
    }
}
