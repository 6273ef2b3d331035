package live.lyceum.signaling.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What browsers record.
public enum UploadType {
    WEBM("video/webm", 0, "1a45dfa3"),
    MP4("video/mp4", 4, "66747970");

    private static final int DIGITS = 2;

    private final String mediaType;
    private final int at;
    private final String mark;

    /// @param mark what such a file has at `at`, in hexadecimal: the EBML header (RFC 8794 section
    ///   11.2.1), or `ftyp`, the type of the first box (ISO/IEC 14496-12 section 4.3)
    UploadType(String mediaType, int at, String mark) {
        this.mediaType = mediaType;
        this.at = at;
        this.mark = mark;
    }

    /// The type that a media type names, whatever its parameters; null for another one.
    public static @Nullable UploadType of(String mediaType) {
        String bare = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (UploadType each : values()) {
            if (each.mediaType.equals(bare)) {
                return each;
            }
        }
        return null;
    }

    public String mediaType() {
        return mediaType;
    }

    /// How the file's name ends.
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a file may begin with these bytes, in hexadecimal.
    public boolean begins(String start) {
        return start.startsWith(mark, DIGITS * at);
    }
}
