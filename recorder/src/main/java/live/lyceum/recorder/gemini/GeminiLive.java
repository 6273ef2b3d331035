package live.lyceum.recorder.gemini;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import live.lyceum.config.TranscriptionSettings;
import live.lyceum.recorder.adapter.Complaints;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Recognises speech by Gemini Live, over WebSockets of the JDK (ADR 25). One connection is one
/// speaker; it lasts as long as the service lets it: opening the next one in time is the caller's,
/// and that so many speak at once as may. Beyond twice as many connections one is at its end at
/// once, with `BUSY`.
public final class GeminiLive implements SpeechRecognizer {
    private static final Logger LOG = LoggerFactory.getLogger(GeminiLive.class);
    private static final String PATH =
            "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";

    /// A speaker has two connections while one is replaced. How many speak is bounded by who opens
    /// them; this is for those who open too many.
    private static final int CONNECTIONS_FOR_EACH = 2;

    private final TranscriptionSettings settings;
    private final String key;
    private final URI address;
    private final HttpClient http;
    private final Semaphore free;
    private final Set<LiveConnection> open = ConcurrentHashMap.newKeySet();
    private final Map<End, AtomicLong> ends = new ConcurrentHashMap<>();
    private final AtomicLong overflows = new AtomicLong();
    private final Complaints complaints = new Complaints();
    private final int most;
    private final LiveConnection.Owner owner = new Ended();
    private volatile boolean closed;

    private GeminiLive(TranscriptionSettings settings, String key) {
        this.settings = settings;
        this.key = key;
        address = address(settings.service());
        most = CONNECTIONS_FOR_EACH * settings.maxConnections();
        free = new Semaphore(most);
        http = GeminiHttp.client();
    }

    /// Asks nothing of the service yet.
    ///
    /// @param settings with a key
    public static GeminiLive open(TranscriptionSettings settings) {
        TranscriptionSettings.Key key = GeminiHttp.key(settings);
        LOG.info("{} is told what is said, with the key of {}", settings.service(), key.from());
        return new GeminiLive(settings, key.secret());
    }

    private static URI address(URI service) {
        String scheme = "https".equals(service.getScheme()) ? "wss" : "ws";
        return URI.create("%s://%s%s".formatted(scheme, service.getRawAuthority(), PATH));
    }

    @Override
    public Connection open(Hints hints, Listener listener) {
        var fresh = new LiveConnection(owner, listener);
        if (closed) {
            fresh.fail(End.CLOSED, "");
        } else if (!free.tryAcquire()) {
            fresh.fail(End.BUSY, "%d connections are open".formatted(most));
        } else {
            open.add(fresh);
            Hints spoken = hints.withLanguagesOr(settings.languages());
            fresh.connect(handshake(fresh), LiveCodec.setup(settings.liveModel(), spoken));
            if (closed) {
                // It was closed meanwhile, and may not have seen this one.
                fresh.close();
            }
        }
        return fresh;
    }

    private CompletionStage<WebSocket> handshake(LiveConnection fresh) {
        return http.newWebSocketBuilder()
                .connectTimeout(GeminiHttp.CONNECT_WITHIN)
                .header(GeminiHttp.KEY_HEADER, key)
                .buildAsync(address, fresh.incoming());
    }

    private final class Ended implements LiveConnection.Owner {
        @Override
        public void ended(LiveConnection which, End why, String reason) {
            if (open.remove(which)) {
                free.release();
            }
            ends.computeIfAbsent(why, each -> new AtomicLong()).incrementAndGet();
            tell(why, reason);
        }

        @Override
        public void overflowed() {
            overflows.incrementAndGet();
        }
    }

    /// Logs what is wrong.
    private void tell(End why, String reason) {
        if (why == End.CLOSED || why == End.EXPIRED) {
            return;
        }
        String told =
                complaints.of(
                        "%s: %s".formatted(why, reason.replace(key, "(key)")), System.nanoTime());
        if (told != null) {
            LOG.warn("a connection to Gemini ended, {} so far of the kind {}", ended(why), told);
        }
    }

    /// How many connections are open, or about to be.
    public int connections() {
        return open.size();
    }

    /// How many connections ended so, since the start.
    public long ended(End why) {
        AtomicLong count = ends.get(why);
        return count == null ? 0 : count.get();
    }

    /// How many connections ended because more audio waited for the service than may.
    public long overflows() {
        return overflows.get();
    }

    /// Leaves out the key.
    @Override
    public String toString() {
        return "GeminiLive[%s, %d open]".formatted(settings.service(), connections());
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(LiveConnection::close);
        http.shutdown();
    }
}
