package live.lyceum.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// One seat's WebSocket, as the page speaks it (docs/protocol.md). Its calls block: for virtual
/// threads.
final class Signal implements WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_S = 15;
    private static final long PING_MS = 2_000;
    private static final ScheduledExecutorService PINGS =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("pings").factory());
    private static final Set<String> DURABLE = Set.of("join", "leave", "media.offer");
    // A seat never uses one again, whoever sits on it.
    private static final AtomicLong NEXT_OP = new AtomicLong(1);

    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger nextId = new AtomicInteger(1);
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private final Future<?> pinging;
    private volatile long acknowledged;
    private CompletableFuture<WebSocket> sending = new CompletableFuture<>();

    private Signal(HttpClient http, URI server) throws Exception {
        socket =
                http.newWebSocketBuilder()
                        .subprotocols("room.v1.json")
                        .buildAsync(
                                URI.create("ws://" + server.getAuthority() + "/api/v1/signal"),
                                this)
                        .get(PATIENCE_S, TimeUnit.SECONDS);
        sending.complete(socket);
        // From the beginning: on a busy machine a join may take longer than the server waits.
        pinging = PINGS.scheduleAtFixedRate(this::ping, PING_MS, PING_MS, TimeUnit.MILLISECONDS);
    }

    /// Takes a seat; `sends` microphone and camera or nothing.
    static Signal join(HttpClient http, URI server, String token, boolean sends) throws Exception {
        Signal signal = new Signal(http, server);
        ObjectNode hello = JSON.createObjectNode().put("token", token);
        hello.putArray("v").add(1);
        var _ = signal.ask("hello", hello);
        ObjectNode join = JSON.createObjectNode();
        join.putObject("media").put("mic", sends).put("cam", sends).put("screen", false);
        var _ = signal.ask("join", join);
        return signal;
    }

    /// Gives the answer.
    String offer(String sdp) throws Exception {
        ObjectNode offer = JSON.createObjectNode().put("gen", 1).put("sdp", sdp);
        return ask("media.offer", offer.put("restart", false)).path("sdp").asText();
    }

    /// The sign of life; waits for nothing.
    private void ping() {
        var _ = send("ping", JSON.createObjectNode().put("ack", acknowledged));
    }

    /// Gives the seat up.
    void leave() throws Exception {
        var _ = ask("leave", JSON.createObjectNode());
    }

    void close() {
        pinging.cancel(false);
        socket.abort();
    }

    private JsonNode ask(String type, ObjectNode data) throws Exception {
        return send(type, data).get(PATIENCE_S, TimeUnit.SECONDS);
    }

    private CompletableFuture<JsonNode> send(String type, ObjectNode data) {
        int id = nextId.getAndIncrement();
        ObjectNode frame = JSON.createObjectNode().put("t", type).put("id", id);
        if (DURABLE.contains(type)) {
            frame.put("op", "%026d".formatted(NEXT_OP.getAndIncrement()));
        }
        frame.set("d", data);
        var reply = new CompletableFuture<JsonNode>();
        asked.put(id, reply);
        transmit(frame.toString());
        return reply;
    }

    /// The client library refuses a frame while the one before it is under way.
    private synchronized void transmit(String frame) {
        sending =
                sending.handle((done, failed) -> frame)
                        .thenCompose(next -> socket.sendText(next, true));
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            String frame = text.toString();
            text.setLength(0);
            try {
                onFrame(JSON.readTree(frame));
            } catch (IOException e) {
                throw new IllegalStateException("no JSON: " + frame, e);
            }
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    private void onFrame(JsonNode frame) {
        if (frame.has("s")) {
            acknowledged = frame.path("s").asLong();
        }
        CompletableFuture<JsonNode> reply = asked.remove(frame.path("re").asInt());
        if (reply == null) {
            return;
        }
        if (frame.path("ok").asBoolean()) {
            reply.complete(frame.path("d"));
        } else {
            reply.completeExceptionally(new IOException("refused: " + frame.path("err")));
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        onError(from, new IOException("closed by the server: " + status + " " + reason));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        asked.values().forEach(reply -> reply.completeExceptionally(failure));
    }

    /// Makes a session with `people` seats, of which the first is the mentor's and the others have
    /// `role`; gives their tokens.
    static String[] session(HttpClient http, URI server, String apiKey, int people, String role)
            throws IOException, InterruptedException {
        return session(http, server, apiKey, people, role, false);
    }

    /// @param transcribed whether what is said there becomes text
    static String[] session(
            HttpClient http,
            URI server,
            String apiKey,
            int people,
            String role,
            boolean transcribed)
            throws IOException, InterruptedException {
        ObjectNode session =
                JSON.createObjectNode().put("title", "Load").put("plannedMs", 3_600_000);
        session.put("transcribe", transcribed);
        var seats = session.putArray("participants");
        for (int i = 0; i < people; i++) {
            ObjectNode seat = seats.addObject().put("id", "p" + i).put("name", "Person " + i);
            seat.put("role", i == 0 ? "mentor" : role);
        }
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve("/api/v1/sessions"))
                        .timeout(Duration.ofSeconds(PATIENCE_S))
                        .header("Authorization", "Bearer " + apiKey)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(session.toString()))
                        .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 201) {
            throw new IOException("no session: " + response.statusCode() + " " + response.body());
        }
        JsonNode made = JSON.readTree(response.body()).path("participants");
        String[] tokens = new String[people];
        for (JsonNode seat : made) {
            tokens[Integer.parseInt(seat.path("id").asText().substring(1))] =
                    seat.path("token").asText();
        }
        return tokens;
    }
}
