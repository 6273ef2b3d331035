package live.lyceum.recorder.gemini;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import live.lyceum.config.TranscriptionSettings;

/// How Gemini is spoken to, whatever is asked of it.
final class GeminiHttp {
    /// The header that says who we are.
    static final String KEY_HEADER = "x-goog-api-key";

    static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    private GeminiHttp() {}

    /// Who we are to it.
    ///
    /// @throws IllegalArgumentException if there is no key
    static TranscriptionSettings.Key key(TranscriptionSettings settings) {
        TranscriptionSettings.Key key = settings.key();
        if (key == null) {
            throw new IllegalArgumentException("there is no key");
        }
        return key;
    }

    /// A client of its own, on virtual threads. It follows no redirects: the key is for one place.
    static HttpClient client() {
        Executor threads = task -> Thread.ofVirtual().name("gemini-http").start(task);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_WITHIN)
                .executor(threads)
                .build();
    }
}
