package live.lyceum.signaling.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What every reply tells the browser not to do.
final class SecurityHeaders {
    private static final String POLICY = "Content-Security-Policy";

    private static final String ANCESTORS = "frame-ancestors 'self'";

    private static final String PERMISSIONS =
            "camera=(self), microphone=(self), display-capture=(self), autoplay=(self), "
                    + "fullscreen=(self)";
    private static final String ONE_YEAR = "max-age=31536000";

    private final boolean tls;

    /// All but [#ANCESTORS].
    private final String directives;

    /// @param tls whether this server speaks it
    /// @param filesOrigin where recorded files are that are not on this machine, or null
    SecurityHeaders(boolean tls, @Nullable String filesOrigin) {
        this.tls = tls;
        String elsewhere = filesOrigin == null ? "" : " " + filesOrigin;
        directives =
                "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
                        + "img-src 'self' data: blob:"
                        + elsewhere
                        + "; connect-src 'self' ws: wss:; media-src 'self' blob: mediastream:"
                        + elsewhere
                        + "; base-uri 'none'; form-action 'none'; ";
    }

    /// The reply as one that pages of these origins may frame too, besides our own (Content
    /// Security Policy Level 3 section 6.4.2). The rest of its policy is put beside it by [#put].
    static HttpReply framedBy(List<String> origins, HttpReply reply) {
        return reply.with(POLICY, ANCESTORS + " " + String.join(" ", origins));
    }

    void put(HttpHeaders headers) {
        headers.set(POLICY, directives + headers.get(POLICY, ANCESTORS));
        headers.set("Permissions-Policy", PERMISSIONS);
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        if (tls) {
            headers.set("Strict-Transport-Security", ONE_YEAR);
        }
    }
}
