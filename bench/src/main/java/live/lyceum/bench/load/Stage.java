package live.lyceum.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The server and the relay, and the same clients of both.
final class Stage implements AutoCloseable {
    private static final int JOINS_AT_ONCE = 8;
    private static final long JOIN_S = 120;

    private final ClientLoop loop = new ClientLoop();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConcurrentLinkedQueue<Signal> signals = new ConcurrentLinkedQueue<>();
    // The same traffic in every run.
    private final Random random = new Random(1);
    private final Options.Shape shape;
    private final Path data;
    private final Child relay;
    private final Child server;
    private final Traffic toServer;
    private final Traffic toRelay;
    private final @Nullable Speech speech;
    private String[] tokens = new String[0];

    private Stage(
            Options.Shape shape, Path data, Child relay, Child server, @Nullable Speech speech)
            throws Exception {
        this.speech = speech;
        this.shape = shape;
        this.data = data;
        this.relay = relay;
        this.server = server;
        toServer = loop.traffic();
        toRelay = loop.traffic();
    }

    /// Starts both; nobody has joined yet.
    static Stage open(Options.Shape shape) throws Exception {
        return open(shape, Map.of(), null);
    }

    /// @param settings of the server, besides the usual
    /// @param speech what microphones take; null: bytes that mean nothing
    static Stage open(Options.Shape shape, Map<String, String> settings, @Nullable Speech speech)
            throws Exception {
        Path root = Path.of(System.getProperty("lyceum.root", "")).toAbsolutePath();
        Path logs = root.resolve("bench/target/load");
        Path data = Files.createTempDirectory("lyceum-load-data");
        Child relay =
                Child.start(
                        List.of(root.resolve("bench/target/relay").toString()),
                        Map.of(),
                        logs.resolve("relay.log"));
        try {
            List<String> flags =
                    List.of(System.getProperty("lyceum.server.flags", "").trim().split("\\s+"));
            Child server =
                    ServerProcess.start(root, data, logs.resolve("server.log"), flags, settings);
            return new Stage(shape, data, relay, server, speech);
        } catch (Exception e) {
            relay.close();
            throw e;
        }
    }

    Child server() {
        return server;
    }

    /// Calls of the REST API, not sent yet.
    RestCalls calls() throws IOException, InterruptedException {
        return new RestCalls(http, URI.create(server.ready()), ServerProcess.API_KEY);
    }

    /// Transcripts of all sessions.
    RestTranscripts transcripts() {
        return new RestTranscripts(http, URI.create(server.ready()), ServerProcess.API_KEY);
    }

    /// Recordings of all sessions, not started yet.
    RestRecordings recordings() {
        return new RestRecordings(http, URI.create(server.ready()), ServerProcess.API_KEY);
    }

    Child relay() {
        return relay;
    }

    Traffic toServer() {
        return toServer;
    }

    Traffic toRelay() {
        return toRelay;
    }

    ClientLoop loop() {
        return loop;
    }

    /// Lets rooms, or listeners, `from` to `to` of the server come in, several at once; gives how
    /// many people that were.
    int joinServer(int from, int to) throws Exception {
        List<Callable<Integer>> joins = new ArrayList<>();
        URI url = URI.create(server.ready());
        if (shape.kind() == Options.Kind.LISTENERS && from == 0) {
            // Of those who may send a room takes only a few.
            tokens = Signal.session(http, url, ServerProcess.API_KEY, shape.size() + 1, "observer");
            joins.add(() -> join(url, tokens[0], toServer, shape.size()));
        }
        for (int i = from; i < to; i++) {
            int number = i;
            joins.add(
                    switch (shape.kind()) {
                        case ROOMS -> () -> joinRoom(url, toServer, false);
                        case LISTENERS -> () -> join(url, tokens[number + 1], toServer, 0);
                    });
        }
        return all(joins);
    }

    /// Lets so many rooms of the server come in, which have a traffic of their own.
    int joinRooms(int rooms, Traffic traffic, boolean transcribed) throws Exception {
        URI url = URI.create(server.ready());
        return all(Collections.nCopies(rooms, () -> joinRoom(url, traffic, transcribed)));
    }

    private static int all(List<Callable<Integer>> joins) throws Exception {
        int people = 0;
        try (var threads =
                Executors.newFixedThreadPool(JOINS_AT_ONCE, Thread.ofVirtual().factory())) {
            for (Future<Integer> join : threads.invokeAll(joins, JOIN_S, TimeUnit.SECONDS)) {
                people += join.get();
            }
        }
        return people;
    }

    private int joinRoom(URI url, Traffic traffic, boolean transcribed) throws Exception {
        String[] seats =
                Signal.session(http, url, ServerProcess.API_KEY, 2, "learner", transcribed);
        return join(url, seats[0], traffic, 1) + join(url, seats[1], traffic, 1);
    }

    private int join(URI url, String token, Traffic traffic, int receivers) throws Exception {
        Signal signal = Signal.join(http, url, token, receivers > 0);
        signals.add(signal);
        WebRtcHandshake.join(loop, signal::offer, peer(traffic, receivers, true));
        return 1;
    }

    void joinRelay() throws Exception {
        var remote =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(relay.ready()));
        if (shape.kind() == Options.Kind.LISTENERS) {
            RelayHandshake.join(loop, remote, peer(toRelay, shape.size(), false), 0, false);
        }
        for (int i = 0; i < shape.size(); i++) {
            switch (shape.kind()) {
                case ROOMS -> {
                    RelayHandshake.join(loop, remote, peer(toRelay, 1, false), i, true);
                    RelayHandshake.join(loop, remote, peer(toRelay, 1, false), i, true);
                }
                case LISTENERS ->
                        RelayHandshake.join(loop, remote, peer(toRelay, 0, false), 0, true);
            }
        }
    }

    private Peer peer(Traffic traffic, int receivers, boolean reports) {
        synchronized (random) {
            return new Peer(traffic, receivers, reports, speech, new Random(random.nextLong()));
        }
    }

    @Override
    public void close() throws IOException {
        signals.forEach(Signal::close);
        loop.close();
        relay.close();
        server.close();
        http.shutdownNow();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
