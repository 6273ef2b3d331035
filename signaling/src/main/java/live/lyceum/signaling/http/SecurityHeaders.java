package live.lyceum.signaling.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/// What every reply tells the browser not to do.
final class SecurityHeaders {
    private static final String POLICY = "Content-Security-Policy";

    /// Its last directive is `frame-ancestors`.
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
                    + "img-src 'self' data: blob:; connect-src 'self' ws: wss:; "
                    + "media-src 'self' blob: mediastream:; base-uri 'none'; "
                    + "form-action 'none'; frame-ancestors 'self'";

    private static final String PERMISSIONS =
            "camera=(self), microphone=(self), display-capture=(self), autoplay=(self), "
                    + "fullscreen=(self)";
    private static final String ONE_YEAR = "max-age=31536000";

    private SecurityHeaders() {}

    /// The reply as one that pages of these origins may frame too, besides our own (Content
    /// Security Policy Level 3 section 6.4.2).
    static HttpReply framedBy(List<String> origins, HttpReply reply) {
        String policy = CONTENT_SECURITY_POLICY + " " + String.join(" ", origins);
        return reply.with(POLICY, policy);
    }

    static void put(HttpHeaders headers, boolean tls) {
        if (!headers.contains(POLICY)) {
            headers.set(POLICY, CONTENT_SECURITY_POLICY);
        }
        headers.set("Permissions-Policy", PERMISSIONS);
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        if (tls) {
            headers.set("Strict-Transport-Security", ONE_YEAR);
        }
    }
}
