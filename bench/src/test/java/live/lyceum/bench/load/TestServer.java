package live.lyceum.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.lyceum.config.StorageSettings;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.store.SqlStore;
import org.jspecify.annotations.Nullable;

/// The whole program on one data folder and the same ports, however often it is killed and started
/// again. Needs it packaged: `verify` does that first.
final class TestServer implements AutoCloseable {
    /// A session and the join tokens of its seats, of which the first is the mentor's.
    record Session(RoomId id, List<String> tokens) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 1_000;

    /// Those of `./lyceum run`, in a heap that suits a test.
    static final List<String> FLAGS =
            List.of(
                    "-XX:+UseZGC",
                    "-XX:-ZProactive",
                    "-XX:+UseCompactObjectHeaders",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Xms192m",
                    "-Xmx192m");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path root = Path.of("..").toAbsolutePath().normalize();
    private final Path folder;
    private final Map<String, String> ports;
    private final URI url;
    private @Nullable Child process;
    private int starts;

    /// @param folder for its data and its logs
    TestServer(Path folder) throws IOException {
        assertThat(root.resolve("app/target/app.jar")).as("made by package").exists();
        this.folder = folder;
        InetAddress here = InetAddress.getLoopbackAddress();
        try (var http = new ServerSocket(0, 1, here);
                var ops = new ServerSocket(0, 1, here);
                var udp = new DatagramSocket(0, here)) {
            url = URI.create("http://127.0.0.1:" + http.getLocalPort());
            ports =
                    Map.of(
                            "LYCEUM_HTTP_PORT", Integer.toString(http.getLocalPort()),
                            "LYCEUM_OPS_PORT", Integer.toString(ops.getLocalPort()),
                            "LYCEUM_UDP_PORT", Integer.toString(udp.getLocalPort()));
        }
    }

    /// Blocks until it is ready.
    void start() throws Exception {
        Path log = folder.resolve("server-" + starts++ + ".log");
        process = ServerProcess.start(root, data(), log, FLAGS, ports);
    }

    private Child process() {
        if (process == null) {
            throw new IllegalStateException("does not run");
        }
        return process;
    }

    long pid() {
        return process().pid();
    }

    URI url() {
        return url;
    }

    private Path data() {
        return folder.resolve("data");
    }

    /// By SIGKILL; blocks until it is gone.
    void kill() throws InterruptedException {
        process().kill();
    }

    /// As an operator does.
    void stop() {
        process().close();
    }

    /// A session of an hour with a mentor and learners.
    ///
    /// @param people seats
    /// @param topics how many, called `t_1` and so on
    Session session(int people, int topics) throws IOException, InterruptedException {
        ObjectNode draft = JSON.createObjectNode().put("title", "Test").put("plannedMs", 3_600_000);
        var seats = draft.putArray("participants");
        for (int i = 0; i < people; i++) {
            ObjectNode seat = seats.addObject().put("id", "p" + i).put("name", "Person " + i);
            seat.put("role", i == 0 ? "mentor" : "learner");
        }
        var titles = draft.putArray("topics");
        for (int i = 0; i < topics; i++) {
            titles.add("Topic " + i);
        }
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve("/api/v1/sessions"))
                        .header("Authorization", "Bearer " + ServerProcess.API_KEY)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(draft.toString()))
                        .build();
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        JsonNode made = JSON.readTree(response.body());
        var tokens = new ArrayList<String>();
        made.path("participants").forEach(seat -> tokens.add(seat.path("token").asText()));
        return new Session(new RoomId(made.path("id").asText()), tokens);
    }

    /// All rows of a room, while the server does not run.
    List<RoomEvent.Logged> log(RoomId room) throws IOException {
        try (SqlStore store = store(data())) {
            var log = new ArrayList<RoomEvent.Logged>();
            List<RoomEvent.Logged> page;
            do {
                page = store.read(room, log.size(), PAGE).toCompletableFuture().join();
                log.addAll(page);
            } while (page.size() == PAGE);
            return log;
        }
    }

    /// When it last noted that it was alive, in epoch milliseconds, while it does not run. What a
    /// kill left stays as it is for the next start.
    long lastAliveMs() throws IOException {
        Path copy = Files.createTempDirectory(folder, "copy");
        for (String file : List.of("lyceum.db", "lyceum.db-wal")) {
            var _ = Files.copy(data().resolve(file), copy.resolve(file));
        }
        try (SqlStore store = store(copy)) {
            return store.last();
        }
    }

    private static SqlStore store(Path data) throws IOException {
        return SqlStore.open(new StorageSettings(data, null), new SimpleMeterRegistry());
    }

    /// All that it said in all its lives.
    String said() throws IOException {
        var said = new StringBuilder();
        for (int i = 0; i < starts; i++) {
            said.append(Files.readString(folder.resolve("server-" + i + ".log")));
        }
        return said.toString();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        http.shutdownNow();
    }
}
