package live.lyceum.recorder.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import live.lyceum.config.TranscriptionSettings;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;

/// `generateContent` of one model: a request, an answer. Safe to call from any thread; nothing here
/// blocks.
final class Generate implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final long MAX_ANSWER_BYTES = 1024 * 1024;
    private static final long MAX_RETRY_AFTER_S = 600;
    private static final int OK = 200;

    /// An answer of the service, in which the model said nothing that could be used.
    static final class Garbled extends IOException {
        private static final long serialVersionUID = 1L;

        Garbled(String told) {
            super(told);
        }
    }

    /// Why there is no answer.
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        private final End why;
        private final long retryAfterMs;

        /// @param retryAfterMs 0 if the service says nothing of it
        Failed(End why, long retryAfterMs, String told) {
            super(told);
            this.why = why;
            this.retryAfterMs = retryAfterMs;
        }

        /// What it is by an error of a stage; any other error is one that broke.
        static Failed of(Throwable error) {
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null
                            ? error.getCause()
                            : error;
            return cause instanceof Failed failed
                    ? failed
                    : new Failed(
                            End.BROKEN,
                            0,
                            cause instanceof TimeoutException
                                    ? "no answer in time"
                                    : String.valueOf(cause));
        }

        End why() {
            return why;
        }

        long retryAfterMs() {
            return retryAfterMs;
        }
    }

    private final HttpClient http = GeminiHttp.client();
    private final URI address;
    private final String key;
    private final Duration within;

    private Generate(URI service, String key, String model, Duration within) {
        this.key = key;
        this.within = within;
        address =
                URI.create(
                        "%s://%s/v1beta/models/%s:generateContent"
                                .formatted(
                                        service.getScheme(),
                                        service.getRawAuthority(),
                                        URLEncoder.encode(model, StandardCharsets.UTF_8)));
    }

    /// Asks nothing yet.
    ///
    /// @param settings with a key
    /// @param model without `models/`
    static Generate with(TranscriptionSettings settings, String model, Duration within) {
        String key = GeminiHttp.key(settings).secret();
        return new Generate(settings.service(), key, model, within);
    }

    /// A request for JSON.
    ///
    /// @param parts what the user gives, as the service has parts
    /// @param schema of the answer
    static ObjectNode request(List<ObjectNode> parts, ObjectNode schema) {
        ObjectNode root = MAPPER.createObjectNode();
        ObjectNode content = root.putArray("contents").addObject();
        content.putArray("parts").addAll(parts);
        content.put("role", "user");
        root.putObject("generationConfig")
                .put("temperature", 0.0)
                .put("responseMimeType", "application/json")
                .set("responseSchema", schema);
        return root;
    }

    /// A part that is text.
    static ObjectNode text(String text) {
        return MAPPER.createObjectNode().put("text", text);
    }

    /// The body of the answer to a body. Fails with [Failed], which says nothing of either.
    CompletionStage<byte[]> ask(byte[] body) {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header(GeminiHttp.KEY_HEADER, key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        var answer =
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES);
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(request, answer);
        return sent.copy()
                .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .handle((got, failed) -> {
                    if (failed != null) {
                        // The exchange itself goes on else, for as long as the service likes.
                        sent.cancel(true);
                        throw new CompletionException(Failed.of(failed));
                    }
                    return body(got);
                });
    }

    private static byte[] body(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status != OK) {
            throw new CompletionException(
                    new Failed(
                            Refusal.of(status, answer.body()),
                            retryAfterMs(answer),
                            "HTTP " + status));
        }
        return answer.body();
    }

    /// RFC 9110 section 10.2.3, in seconds; a date is not understood.
    private static long retryAfterMs(HttpResponse<?> answer) {
        String seconds = answer.headers().firstValue("Retry-After").orElse("").strip();
        return seconds.matches("\\d{1,9}")
                ? Math.min(MAX_RETRY_AFTER_S, Long.parseLong(seconds)) * 1_000
                : 0;
    }

    /// What the model said, where it was asked for JSON; without what it thought before.
    ///
    /// @throws Garbled if it is none; says nothing of its content
    /// @throws IOException if that is no answer of the service at all
    static JsonNode said(byte[] body) throws IOException {
        JsonNode answer = tree(body);
        if (!answer.isObject()) {
            throw new IOException("an answer that is no object");
        }
        JsonNode parts = answer.path("candidates").path(0).path("content").path("parts");
        var text = new StringBuilder();
        for (JsonNode each : parts) {
            if (!each.path("thought").asBoolean()) {
                text.append(each.path("text").asText());
            }
        }
        try {
            return tree(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException noJson) {
            throw new Garbled(String.valueOf(noJson.getMessage()));
        }
    }

    private static JsonNode tree(byte[] json) throws IOException {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException _) {
            // What it says of the place quotes what was said.
            throw new IOException("an answer that is no JSON");
        }
    }

    /// Gives up what is under way.
    @Override
    public void close() {
        http.shutdownNow();
    }
}
