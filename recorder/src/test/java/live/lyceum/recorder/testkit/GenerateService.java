package live.lyceum.recorder.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import live.lyceum.recorder.backfill.BatchRecognizer.Segment;

/// A service that speaks Gemini's `generateContent`, and recognises [ToneWords] in WAV files.
/// Behaves well unless it is told otherwise.
public final class GenerateService implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int WAV_HEADER = 44;

    /// What it was asked.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares these
    public record Asked(String path, String key, byte[] body) {}

    /// How it behaves, once.
    public sealed interface Mood {
        /// Answers with a status.
        record Status(int status, String retryAfter) implements Mood {}

        /// Answers with a status and a body.
        record Fails(int status, String body) implements Mood {}

        /// Says this instead of what was recognised.
        record Says(String text) implements Mood {}

        /// Answers with this body.
        record Body(String body) implements Mood {}

        /// Does not answer until it is closed.
        record Slow() implements Mood {}
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<Mood> moods = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /// Serves at once.
    public GenerateService() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// How it behaves the next time that has nothing yet.
    public void next(Mood mood) {
        moods.add(mood);
    }

    public List<Asked> asked() {
        return asked;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String key = exchange.getRequestHeaders().getFirst("x-goog-api-key");
            asked.add(new Asked(exchange.getRequestURI().getPath(), String.valueOf(key), body));
            switch (moods.poll()) {
                case Mood.Status(int status, String retryAfter) -> {
                    if (!retryAfter.isEmpty()) {
                        exchange.getResponseHeaders().add("Retry-After", retryAfter);
                    }
                    exchange.sendResponseHeaders(status, -1);
                }
                case Mood.Fails(int status, String text) -> answer(exchange, status, text);
                case Mood.Says(String text) -> answer(exchange, answer(text));
                case Mood.Body(String text) -> answer(exchange, text);
                case Mood.Slow _ -> over.await();
                case null -> answer(exchange, response(body));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        answer(exchange, 200, text);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /// What is answered to a request when all is well.
    static String response(byte[] body) throws IOException {
        return answer(recognized(body));
    }

    /// As the model's answer.
    static String answer(String text) {
        ObjectNode root = MAPPER.createObjectNode();
        ObjectNode candidate = root.putArray("candidates").addObject();
        ObjectNode content = candidate.putObject("content").put("role", "model");
        content.putArray("parts").addObject().put("text", text);
        candidate.put("finishReason", "STOP");
        return root.toString();
    }

    /// Whether a request has something to be recognised in it.
    static boolean hasAudio(byte[] body) {
        try {
            return audio(body).isObject();
        } catch (IOException noJson) {
            return false;
        }
    }

    private static JsonNode audio(byte[] body) throws IOException {
        return MAPPER.readTree(body).at("/contents/0/parts/1/inlineData");
    }

    private static String recognized(byte[] body) throws IOException {
        JsonNode audio = audio(body);
        byte[] wav = Base64.getDecoder().decode(audio.path("data").asText());
        var samples = new short[(wav.length - WAV_HEADER) / Short.BYTES];
        ByteBuffer.wrap(wav, WAV_HEADER, wav.length - WAV_HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(samples);
        ObjectNode root = MAPPER.createObjectNode();
        var segments = root.putArray("segments");
        for (Segment each : BatchToneRecognizer.segments(samples)) {
            segments.addObject()
                    .put("start", time(each.startMs()))
                    .put("end", time(each.endMs()))
                    .put("text", each.text())
                    .put("language", each.language());
        }
        return root.toString();
    }

    private static String time(long ms) {
        return "%02d:%02d.%03d".formatted(ms / 60_000, ms / 1_000 % 60, ms % 1_000);
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.close();
    }
}
