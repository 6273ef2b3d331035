package live.lyceum.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Mixed calls of the REST API at an even rate, whatever the answers take: every kind of reading
/// and changing that integrators do, with several keys, as one alone may send 100 a second.
final class RestCalls implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEYS = 4;
    private static final int SESSIONS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String BODY =
            """
            {"title":"Calls","plannedMs":3600000,"topics":["One","Two"],
             "participants":[{"id":"p0","name":"Ann","role":"mentor"},
                             {"id":"p1","name":"Ben","role":"learner"}]}
            """;

    private final HttpClient http;
    private final URI server;
    private final List<String> keys = new ArrayList<>();
    private final List<String> sessions = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("calls").factory());

    /// Makes the keys and some sessions to ask about.
    RestCalls(HttpClient http, URI server, String apiKey) throws IOException, InterruptedException {
        this.http = http;
        this.server = server;
        for (int i = 0; i < KEYS; i++) {
            JsonNode made = now("POST", "/keys", apiKey, "{\"name\":\"calls\"}");
            keys.add(made.path("key").asText());
        }
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(now("POST", "/sessions", keys.getFirst(), BODY).path("id").asText());
        }
    }

    private JsonNode now(String method, String path, String key, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(request(method, path, key, body), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private HttpRequest request(String method, String path, String key, String body) {
        return HttpRequest.newBuilder(server.resolve("/api/v1" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /// Sends so many a second from now on, until this is closed.
    void start(int perSecond) {
        long everyNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
        var _ = clock.scheduleAtFixedRate(this::next, 0, everyNs, TimeUnit.NANOSECONDS);
    }

    private void next() {
        int number = (int) (sent.getAndIncrement() % Integer.MAX_VALUE);
        String session = "/sessions/" + sessions.get(number / 11 % SESSIONS);
        HttpRequest request =
                switch (number % 11) {
                    case 0 -> call(number, "POST", "/sessions", BODY);
                    case 1 -> call(number, "GET", "/sessions?limit=50", "");
                    case 2 -> call(number, "GET", session, "");
                    case 3 ->
                            call(
                                    number,
                                    "POST",
                                    session + "/tokens",
                                    "{\"id\":\"p1\",\"name\":\"Ben\",\"role\":\"learner\"}");
                    case 4 -> call(number, "GET", session + "/participants", "");
                    case 5 -> call(number, "GET", session + "/events", "");
                    case 6 -> call(number, "GET", session + "/chat", "");
                    case 7 -> call(number, "GET", session + "/feedback", "");
                    case 8 ->
                            call(
                                    number,
                                    "POST",
                                    session + "/topics/t_1/done",
                                    "{\"done\":%s}".formatted(number / 220 % 2 == 0));
                    case 9 ->
                            call(
                                    number,
                                    "PATCH",
                                    session,
                                    "{\"title\":\"Calls %d\"}".formatted(number));
                    default -> call(number, "POST", "/tokens/dashboard", "{\"sub\":\"p1\"}");
                };
        var _ =
                http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .whenComplete((answer, failed) -> count(answer));
    }

    private HttpRequest call(int number, String method, String path, String body) {
        return request(method, path, keys.get(number % KEYS), body);
    }

    private void count(HttpResponse<Void> answer) {
        boolean good = answer != null && answer.statusCode() / 100 == 2;
        (good ? answered : refused).incrementAndGet();
    }

    /// How many were answered well so far.
    long answered() {
        return answered.get();
    }

    /// How many were refused, or not answered at all.
    long refused() {
        return refused.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
