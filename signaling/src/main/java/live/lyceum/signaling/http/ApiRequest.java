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
        String requestId) {
    @Nullable String parameter(String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    /// Leaves out what is secret or personal.
    @Override
    public String toString() {
        return "%s %s %s".formatted(requestId, method, path);
    }
}
