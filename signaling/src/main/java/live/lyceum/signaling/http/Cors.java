package live.lyceum.signaling.http;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which pages of other origins may use the REST API from a browser: those of `LYCEUM_ORIGINS`. Our
/// own need no leave, and programs that are no browser do not ask.
final class Cors {
    private static final String DAY_S = "86400";
    private static final String ALLOW = "Access-Control-Allow-Origin";

    private final Set<String> origins;

    Cors(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    private boolean allows(@Nullable String origin) {
        return origin != null && origins.contains(origin.toLowerCase(Locale.ROOT));
    }

    /// Answers `OPTIONS`.
    ///
    /// @param allowed the methods of this path
    HttpReply preflight(@Nullable String origin, String allowed) {
        HttpReply reply = HttpReply.empty(204).with("Allow", allowed).with("Vary", "Origin");
        return origin == null || !allows(origin)
                ? reply
                : reply.with(ALLOW, origin)
                        .with("Access-Control-Allow-Methods", allowed)
                        .with(
                                "Access-Control-Allow-Headers",
                                "Authorization, Content-Digest, Content-Type, Idempotency-Key,"
                                        + " If-Match")
                        .with("Access-Control-Max-Age", DAY_S);
    }

    HttpReply with(@Nullable String origin, HttpReply reply) {
        reply.with("Vary", "Origin");
        return origin == null || !allows(origin)
                ? reply
                : reply.with(ALLOW, origin)
                        .with(
                                "Access-Control-Expose-Headers",
                                "ETag, Location, Retry-After, X-Request-Id, Idempotency-Replayed");
    }
}
