package live.lyceum.media.sdp;

import org.jspecify.annotations.Nullable;

/// An m-line that we do not serve and answer with port 0 (RFC 3264 section 6). The fields are the
/// offer's own, to be repeated: `media`, `protocol` and `formats` of the m-line, and the `mid` if
/// it has one.
public record RejectedMedia(
        int index, @Nullable String mid, String media, String protocol, String formats) {}
