package live.lyceum.signaling.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import live.lyceum.config.ApiKey;
import live.lyceum.config.Cidr;
import live.lyceum.config.HttpSettings;
import live.lyceum.config.OpsSettings;
import live.lyceum.config.StorageSettings;
import live.lyceum.config.TlsSettings;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.http.HttpLimits;
import live.lyceum.signaling.node.NodeSettings;
import live.lyceum.signaling.node.SignalingNode;
import live.lyceum.signaling.shell.MediaBridge;
import live.lyceum.signaling.store.SqlStore;
import live.lyceum.signaling.store.Store;
import live.lyceum.signaling.upload.UploadLimits;
import live.lyceum.signaling.ws.SocketLimits;
import org.jspecify.annotations.Nullable;

/// A whole signaling node on loopback, with a scripted media plane and a store that can wait.
public final class TestNode implements AutoCloseable {
    public static final String KEY = "rk_test_0123456789abcdef";

    /// As in production, but nobody has to ping while a test thinks.
    public static final SocketLimits PATIENT = new SocketLimits(60_000, 2_000, 60_000, 60_000, 200);

    /// As in production, on a machine whose disk may be nearly full.
    public static final UploadLimits SMALL_DISK =
            new UploadLimits(
                    UploadLimits.DEFAULT.chunkBytes(),
                    UploadLimits.DEFAULT.uploadBytes(),
                    UploadLimits.DEFAULT.sessionBytes(),
                    UploadLimits.DEFAULT.openOfSeat(),
                    0,
                    UploadLimits.DEFAULT.idleMs(),
                    UploadLimits.DEFAULT.lifeMs());

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public final ScriptedMedia media = new ScriptedMedia();
    public final MediaBridge news = new MediaBridge();
    public final ScriptedRecorder recorder;
    public final ScriptedTranscriber transcriber;
    public final ScriptedSummarizer summarizer;
    public final WaitingStore store;
    public final SqlStore stores;
    public final Faults faults = new Faults();
    public final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    public final HttpClient http;
    private final SignalingNode node;

    private TestNode(NodeSettings settings, StorageSettings storage, HttpClient http)
            throws IOException {
        this(
                settings,
                storage,
                http,
                new ScriptedRecorder(),
                new ScriptedTranscriber(false),
                new ScriptedSummarizer(false));
    }

    private TestNode(
            NodeSettings settings,
            StorageSettings storage,
            HttpClient http,
            ScriptedRecorder recorder,
            ScriptedTranscriber transcriber,
            ScriptedSummarizer summarizer)
            throws IOException {
        this.recorder = recorder;
        this.transcriber = transcriber;
        this.summarizer = summarizer;
        recorder.keepIn(settings.dataDir().resolve("recordings"));
        stores = SqlStore.open(storage, new SimpleMeterRegistry());
        Store faulty = faults.around(stores);
        store = new WaitingStore(faulty);
        this.http = http;
        node =
                SignalingNode.start(
                        settings,
                        new SignalingNode.Planes(
                                store, faulty, media, news, recorder, transcriber, summarizer),
                        registry);
    }

    /// A node whose recorder has been told something before.
    public static TestNode start(Path dataDir, ScriptedRecorder recorder) throws IOException {
        return new TestNode(
                settings(dataDir, null, PATIENT, HttpLimits.DEFAULT, 1_000),
                new StorageSettings(dataDir, null),
                HttpClient.newHttpClient(),
                recorder,
                new ScriptedTranscriber(false),
                new ScriptedSummarizer(false));
    }

    /// A node that can transcribe.
    public static TestNode start(Path dataDir, ScriptedTranscriber transcriber) throws IOException {
        return start(dataDir, transcriber, new ScriptedSummarizer(false));
    }

    /// A node that can transcribe, and may sum up.
    public static TestNode start(
            Path dataDir, ScriptedTranscriber transcriber, ScriptedSummarizer summarizer)
            throws IOException {
        return new TestNode(
                settings(dataDir, null, PATIENT, HttpLimits.DEFAULT, 1_000),
                new StorageSettings(dataDir, null),
                HttpClient.newHttpClient(),
                new ScriptedRecorder(),
                transcriber,
                summarizer);
    }

    public static TestNode start(Path dataDir) throws IOException {
        return start(dataDir, PATIENT, HttpLimits.DEFAULT, 1_000);
    }

    public static TestNode start(
            Path dataDir, SocketLimits sockets, HttpLimits http, int attemptsPerMinute)
            throws IOException {
        return new TestNode(
                settings(dataDir, null, sockets, http, attemptsPerMinute),
                new StorageSettings(dataDir, null),
                HttpClient.newHttpClient());
    }

    /// A node that sums up.
    public static TestNode startSummarizing(Path dataDir, HttpLimits http, int attemptsPerMinute)
            throws IOException {
        return new TestNode(
                settings(dataDir, null, PATIENT, http, attemptsPerMinute),
                new StorageSettings(dataDir, null),
                HttpClient.newHttpClient(),
                new ScriptedRecorder(),
                new ScriptedTranscriber(false),
                new ScriptedSummarizer(true));
    }

    /// A node whose sessions are in this database.
    public static TestNode start(StorageSettings storage) throws IOException {
        return new TestNode(
                settings(storage.dataDir(), null, PATIENT, HttpLimits.DEFAULT, 1_000),
                storage,
                HttpClient.newHttpClient());
    }

    /// A node that takes so much of what people record.
    public static TestNode start(Path dataDir, UploadLimits uploads) throws IOException {
        NodeSettings usual = settings(dataDir, null, PATIENT, HttpLimits.DEFAULT, 1_000);
        return new TestNode(
                new NodeSettings(
                        usual.http(),
                        usual.ops(),
                        usual.apiKey(),
                        usual.dataDir(),
                        usual.webhooksAllowed(),
                        usual.httpLimits(),
                        usual.socketLimits(),
                        usual.attemptsPerMinute(),
                        uploads,
                        usual.recordingsKeptDays(),
                        usual.transcribedBy(),
                        usual.version()),
                new StorageSettings(dataDir, null),
                HttpClient.newHttpClient());
    }

    public static TestNode startWithTls(Path dataDir, TlsSettings tls, HttpClient http)
            throws IOException {
        return new TestNode(
                settings(dataDir, tls, PATIENT, HttpLimits.DEFAULT, 1_000),
                new StorageSettings(dataDir, null),
                http);
    }

    private static NodeSettings settings(
            Path dataDir,
            @Nullable TlsSettings tls,
            SocketLimits sockets,
            HttpLimits limits,
            int attemptsPerMinute) {
        return new NodeSettings(
                new HttpSettings(
                        InetAddress.ofLiteral("127.0.0.1"),
                        0,
                        tls,
                        Set.of("https://friend.example"),
                        List.of(),
                        null),
                new OpsSettings(0),
                ApiKey.parse(KEY),
                dataDir,
                List.of(Cidr.parse("127.0.0.0/8")),
                limits,
                sockets,
                attemptsPerMinute,
                SMALL_DISK,
                null,
                null,
                "test");
    }

    public String url() {
        return node.localUrl();
    }

    public String opsUrl() {
        return "http://127.0.0.1:" + node.opsPort();
    }

    public URI signal() {
        return URI.create(url().replaceFirst("^http", "ws") + "/api/v1/signal");
    }

    public HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path));
    }

    public HttpRequest.Builder withKey(String path) {
        return request(path).header("Authorization", "Bearer " + KEY);
    }

    public HttpResponse<String> post(String path, String body)
            throws IOException, InterruptedException {
        return send(
                withKey(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /// A session with these people, each `id:role`; the tokens in the same order.
    public Invited session(String... people) throws IOException, InterruptedException {
        return session(body -> {}, people);
    }

    /// The same, with what `more` puts into the request.
    public Invited session(Consumer<ObjectNode> more, String... people)
            throws IOException, InterruptedException {
        var participants = MAPPER.createArrayNode();
        for (String person : people) {
            String[] parts = person.split(":", 2);
            participants
                    .addObject()
                    .put("id", parts[0])
                    .put("name", "Name of " + parts[0])
                    .put("role", parts[1]);
        }
        var body = MAPPER.createObjectNode().put("title", "Graphs").put("plannedMs", 3_600_000);
        body.set("participants", participants);
        more.accept(body);
        JsonNode created = MAPPER.readTree(post("/api/v1/sessions", body.toString()).body());
        var tokens =
                created.get("participants")
                        .valueStream()
                        .map(each -> each.get("token").asText())
                        .toList();
        return new Invited(created.get("id").asText(), tokens);
    }

    /// A session and the tokens of its people.
    public record Invited(String id, List<String> tokens) {}

    /// A socket that has not said hello.
    public TestSocket connect() {
        return TestSocket.connect(http, signal(), null);
    }

    /// A page in the room.
    public TestSocket join(String token) {
        TestSocket socket = connect();
        socket.hello(token);
        socket.join();
        return socket;
    }

    /// A page in the room whose media are alive.
    ///
    /// @param seat of the session's tokens
    /// @param who sits there
    public TestSocket present(Invited session, int seat, String who) {
        TestSocket page = join(session.tokens().get(seat));
        page.ask("media.offer", TestSocket.op(), "{'gen':1,'sdp':'v=0','restart':false}");
        news.transport(
                new RoomId(session.id()), new ParticipantId(who), 1, TransportState.ACTIVE, 0);
        return page;
    }

    /// What a counter or gauge says, by its line in the metrics up to the value.
    public double metric(String line) {
        return registry.scrape()
                .lines()
                .filter(each -> each.startsWith(line + " "))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length() + 1)))
                .sum();
    }

    @Override
    public void close() {
        node.close();
        http.close();
        stores.close();
    }
}
