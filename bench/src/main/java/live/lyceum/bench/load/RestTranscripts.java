package live.lyceum.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// Reads what sessions have as text. Blocks.
final class RestTranscripts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    private final HttpClient http;
    private final URI server;
    private final String key;

    RestTranscripts(HttpClient http, URI server, String key) {
        this.http = http;
        this.server = server;
        this.key = key;
    }

    /// How many sessions have a line.
    int sessionsWithText() throws IOException, InterruptedException {
        int found = 0;
        String after = "";
        do {
            JsonNode page = get("/sessions?limit=100" + after);
            for (JsonNode each : page.path("items")) {
                JsonNode lines = get("/sessions/%s/transcript".formatted(each.path("id").asText()));
                found += lines.path("items").isEmpty() ? 0 : 1;
            }
            String next = page.path("next").asText("");
            after = next.isEmpty() || next.equals("null") ? "" : "&after=" + next;
        } while (!after.isEmpty());
        return found;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve("/api/v1" + path))
                        .header("Authorization", "Bearer " + key)
                        .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != OK) {
            throw new IOException("%s: %d %s".formatted(path, answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body());
    }
}
