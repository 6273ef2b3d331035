package live.lyceum.signaling.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request of the REST API, read as a whole.
record ApiRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        @Nullable String authorization,
        @Nullable String contentType,
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable String idempotencyKey,
        @Nullable String origin,
        String body,
        InetAddress address,
        String requestId,
        Transfer transfer) {
    private static final String BEARER = "Bearer ";

    /// What only requests about recorded files have.
    ///
    /// @param chunk with a body that went into a file, or null
    record Transfer(
            @Nullable String range,
            @Nullable String ifRange,
            @Nullable String contentDigest,
            @Nullable ArrivedChunk chunk) {}

    @Nullable String parameter(String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    /// The key or token that it comes with (RFC 6750 section 2.1; the scheme's case does not count,
    /// RFC 9110 section 11.1), or null.
    @Nullable String bearer() {
        return bearer(authorization);
    }

    static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        return authorization.substring(BEARER.length()).strip();
    }

    /// Leaves out what is secret or personal.
    @Override
    public String toString() {
        return "%s %s %s".formatted(requestId, method, path);
    }
}
