package live.lyceum.recorder.gemini;

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
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;

/// Recognises speech by Gemini's `generateContent`, one request for each piece of audio.
public final class GeminiBatch implements BatchRecognizer {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final long MAX_ANSWER_BYTES = 1024 * 1024;
    private static final long MAX_RETRY_AFTER_S = 600;
    private static final int OK = 200;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final HttpClient http;
    private final URI address;
    private final String key;
    private final Duration within;

    GeminiBatch(URI service, String key, String model, Duration within) {
        this.key = key;
        this.within = within;
        address =
                URI.create(
                        "%s://%s/v1beta/models/%s:generateContent"
                                .formatted(
                                        service.getScheme(),
                                        service.getRawAuthority(),
                                        URLEncoder.encode(model, StandardCharsets.UTF_8)));
        http = GeminiHttp.client();
    }

    /// Asks nothing of the service yet.
    ///
    /// @param service `https://host[:port]` of the service, or `http` to this machine
    /// @param key who we are to it
    /// @param model that recognises speech, without `models/`
    public static GeminiBatch open(URI service, String key, String model) {
        return new GeminiBatch(service, key, model, ANSWER_WITHIN);
    }

    @Override
    public CompletionStage<List<Segment>> recognize(Audio audio, Hints hints) {
        HttpRequest request;
        try {
            request =
                    HttpRequest.newBuilder(address)
                            .header(GeminiHttp.KEY_HEADER, key)
                            .header("Content-Type", "application/json")
                            .POST(
                                    HttpRequest.BodyPublishers.ofByteArray(
                                            BatchCodec.request(audio, hints)))
                            .build();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        var body =
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES);
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(request, body);
        return sent.copy()
                .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, failed) -> {
                    if (failed != null) {
                        // The exchange itself goes on else, for as long as the service likes.
                        sent.cancel(true);
                        throw new CompletionException(broken(failed));
                    }
                    return segments(answer, audio.lengthMs());
                });
    }

    private static NotRecognized broken(Throwable failed) {
        Throwable why =
                failed instanceof CompletionException && failed.getCause() != null
                        ? failed.getCause()
                        : failed;
        return new NotRecognized(
                End.BROKEN,
                0,
                why instanceof TimeoutException ? "no answer in time" : String.valueOf(why));
    }

    private static List<Segment> segments(HttpResponse<byte[]> answer, long lengthMs) {
        int status = answer.statusCode();
        if (status != OK) {
            throw new CompletionException(
                    new NotRecognized(why(status), retryAfterMs(answer), "HTTP " + status));
        }
        try {
            return BatchCodec.answer(answer.body(), lengthMs);
        } catch (IOException wrong) {
            throw new CompletionException(
                    new NotRecognized(End.BROKEN, 0, String.valueOf(wrong.getMessage())));
        }
    }

    private static End why(int status) {
        return switch (status) {
            case TOO_MANY_REQUESTS, UNAVAILABLE -> End.BUSY;
            case REQUEST_TIMEOUT -> End.BROKEN;
            default -> status / 100 == 4 ? End.REFUSED : End.BROKEN;
        };
    }

    /// RFC 9110 section 10.2.3, in seconds; a date is not understood.
    private static long retryAfterMs(HttpResponse<?> answer) {
        String seconds = answer.headers().firstValue("Retry-After").orElse("").strip();
        return seconds.matches("\\d{1,9}")
                ? Math.min(MAX_RETRY_AFTER_S, Long.parseLong(seconds)) * 1_000
                : 0;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
