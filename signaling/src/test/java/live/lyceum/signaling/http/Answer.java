package live.lyceum.signaling.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a request of the REST API was answered.
///
/// @param ask the request, or null for one that was written by hand
record Answer(@Nullable Ask ask, int status, Map<String, String> headers, String body) {
    static Answer of(Ask ask, HttpResponse<String> response) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        response.headers()
                .map()
                .forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return new Answer(ask, response.statusCode(), headers, response.body());
    }

    /// One that was read by hand.
    static Answer of(String head, String body) {
        List<String> lines = head.lines().toList();
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.subList(1, lines.size())) {
            String[] parts = line.split(":", 2);
            if (parts.length == 2) {
                headers.put(parts[0], parts[1].strip());
            }
        }
        return new Answer(null, Integer.parseInt(lines.getFirst().split(" ", 3)[1]), headers, body);
    }

    @Nullable String header(String name) {
        return headers.get(name);
    }

    String mediaType() {
        String type = headers.getOrDefault("Content-Type", "");
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /// The problem's code; empty for what is no problem.
    String code() {
        return mediaType().equals("application/problem+json") ? json().path("code").asText() : "";
    }

    /// Leaves out what every answer has.
    @Override
    public String toString() {
        var ours = new TreeMap<>(headers);
        ours.keySet().retainAll(ApiDescription.OURS);
        return "%d %s %s".formatted(status, ours, body);
    }

    JsonNode json() {
        try {
            return ApiDescription.MAPPER.readTree(body);
        } catch (JsonProcessingException broken) {
            throw new AssertionError(body, broken);
        }
    }
}
