package live.lyceum.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/// Has every session of the server recorded for a while. Blocks.
final class RestRecordings {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MADE = 201;
    private static final int OK = 200;

    private final HttpClient http;
    private final URI server;
    private final String key;
    private final List<String> recordings = new ArrayList<>();

    RestRecordings(HttpClient http, URI server, String key) {
        this.http = http;
        this.server = server;
        this.key = key;
    }

    void start() throws IOException, InterruptedException {
        JsonNode sessions = send("GET", "/sessions?limit=100", OK);
        for (JsonNode each : sessions.path("items")) {
            String path = "/sessions/%s/recordings".formatted(each.path("id").asText());
            recordings.add(send("POST", path, MADE).path("id").asText());
        }
    }

    void stop() throws IOException, InterruptedException {
        for (String each : recordings) {
            var _ = send("POST", "/recordings/%s/stop".formatted(each), OK);
        }
        recordings.clear();
    }

    private JsonNode send(String method, String path, int expected)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve("/api/v1" + path))
                        .header("Authorization", "Bearer " + key)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException(
                    "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body());
    }
}
