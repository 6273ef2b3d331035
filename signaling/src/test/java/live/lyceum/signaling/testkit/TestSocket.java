package live.lyceum.signaling.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A page's WebSocket, which keeps all it was told.
public final class TestSocket implements WebSocket.Listener {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final AtomicInteger OPS = new AtomicInteger();
    private static final long PATIENCE_S = 10;

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final AtomicInteger ids = new AtomicInteger();
    private volatile @Nullable WebSocket socket;
    private volatile long lastSeq;

    /// Opens a socket; fails as the client does when the server does not let it.
    ///
    /// @param origin what a browser would send, or null
    public static TestSocket connect(HttpClient http, URI uri, @Nullable String origin) {
        var socket = new TestSocket();
        WebSocket.Builder builder = http.newWebSocketBuilder().subprotocols("room.v1.json");
        if (origin != null) {
            builder.header("Origin", origin);
        }
        socket.socket =
                builder.buildAsync(uri, socket).orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
        return socket;
    }

    private WebSocket socket() {
        WebSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        return open;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                JsonNode frame = MAPPER.readTree(partial.toString());
                frames.add(frame);
                lastSeq = frame.path("s").asLong(lastSeq);
            } catch (JsonProcessingException broken) {
                closed.completeExceptionally(broken);
            }
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(1006);
    }

    /// Sends a text as it is.
    public void raw(String text) {
        socket().sendText(text, true).orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }

    public void binary(byte[] bytes) {
        socket().sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    public static String op() {
        return "01JT%022d".formatted(OPS.incrementAndGet());
    }

    /// Sends a request without waiting; its number.
    public int send(String type, @Nullable String op, String d) {
        int id = ids.incrementAndGet();
        ObjectNode frame = MAPPER.createObjectNode().put("t", type).put("id", id);
        if (op != null) {
            frame.put("op", op);
        }
        try {
            frame.set("d", MAPPER.readTree(d.replace('\'', '"')));
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
        raw(frame.toString());
        return id;
    }

    /// Sends a request and waits for its reply.
    public JsonNode ask(String type, @Nullable String op, String d) {
        return reply(send(type, op, d));
    }

    public JsonNode reply(int id) {
        return await(each -> each.path("re").asInt() == id);
    }

    public JsonNode hello(String token) {
        return ask("hello", null, "{'v':[1],'token':'%s','lobby':true}".formatted(token)).get("d");
    }

    public JsonNode resume(String token, String resumeToken, String epoch, long lastSeq) {
        return ask(
                        "hello",
                        null,
                        ("{'v':[1],'token':'%s','resume':"
                                        + "{'token':'%s','epoch':'%s','lastSeq':%d}}")
                                .formatted(token, resumeToken, epoch, lastSeq))
                .get("d");
    }

    /// Resumes with the token and epoch of an earlier greeting.
    public JsonNode resumeFrom(String token, String greeting, long lastSeq) {
        try {
            JsonNode d = MAPPER.readTree(greeting).get("d");
            return resume(token, d.get("resumeToken").asText(), d.get("epoch").asText(), lastSeq);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    /// Waits until the row with this number has arrived.
    public void awaitSeq(long seq) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofNanos(20_000))
                .atMost(PATIENCE_S, TimeUnit.SECONDS)
                .until(() -> lastSeq >= seq);
    }

    public JsonNode join() {
        return ask("join", op(), "{'media':{'mic':true,'cam':true,'screen':false}}");
    }

    /// The first frame, past or to come, that is so.
    public JsonNode await(Predicate<JsonNode> wanted) {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE_S, TimeUnit.SECONDS)
                .until(() -> frames.stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    public JsonNode event(String type) {
        return await(each -> each.path("t").asText().equals(type));
    }

    /// The sequence numbers that arrived, in order.
    public List<Long> seqs() {
        return frames.stream()
                .filter(each -> each.has("s"))
                .map(each -> each.get("s").asLong())
                .toList();
    }

    public List<JsonNode> frames() {
        return List.copyOf(frames);
    }

    /// With which code the server closed.
    public int closeCode() {
        return closed.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    /// Cuts the connection as a network would.
    public void cut() {
        socket().abort();
    }

    public void close() {
        socket().sendClose(1000, "").orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }
}
