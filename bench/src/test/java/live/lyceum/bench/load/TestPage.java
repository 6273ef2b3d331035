package live.lyceum.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import live.lyceum.signaling.protocol.MediaIntent;
import org.jspecify.annotations.Nullable;

/// A page without a screen (docs/protocol.md). It keeps its seat over any number of connections,
/// repeats an operation with the same `op` until it is answered, and notes every row it is shown.
/// Safe to call from any thread.
final class TestPage implements AutoCloseable {
    /// With what the page says hello after a cut.
    enum Comeback {
        RESUME,
        /// With the name of a log that there is no more.
        OLD_EPOCH,
        /// Without its resume token, as another page.
        ANEW
    }

    /// What was asked, and the reply's `d` once it has come.
    record Operation(String op, String type, ObjectNode data, CompletableFuture<JsonNode> answer) {
        boolean makesRow() {
            return !type.equals("media.offer");
        }
    }

    /// What a greeting showed of the room as of the row `seq`.
    record Shown(long seq, JsonNode room) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong NEXT_OP = new AtomicLong(1);
    private static final ScheduledExecutorService TIMER =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("test pages").factory());
    private static final long PING_MS = 2_000;
    private static final long BETWEEN_TRIES_MS = 20;
    private static final long ANSWER_S = 20;
    private static final Set<String> COME_AGAIN = Set.of("rate_limited", "busy");
    private static final Set<Integer> FOR_GOOD =
            Set.of(4400, 4401, 4403, 4404, 4409, 4410, 4413, 4426, 4430);

    private final URI server;
    private final String token;
    private final MediaIntent media;
    private final ScheduledFuture<?> pinging;
    private final List<Operation> begun = new ArrayList<>();
    private final SequencedMap<String, Operation> waiting = new LinkedHashMap<>();
    private final Map<Integer, Operation> asked = new HashMap<>();
    private final SortedMap<Long, JsonNode> rows = new TreeMap<>();
    private final List<Shown> shown = new ArrayList<>();
    private final List<String> wrongs = new ArrayList<>();
    private @Nullable RawWebSocket socket;
    private @Nullable Thread reader;
    private Runnable onSeated = () -> {};
    private Comeback comeback = Comeback.RESUME;
    private boolean cutNextGreeting;
    private boolean seated;
    private boolean closed;
    private String resumeToken = "";
    private String epoch = "";
    private long lastSeq;
    private int nextId = 1;

    TestPage(URI server, String token, MediaIntent media) {
        this.server = server;
        this.token = token;
        this.media = media;
        pinging = TIMER.scheduleAtFixedRate(this::ping, PING_MS, PING_MS, TimeUnit.MILLISECONDS);
    }

    /// Comes in and stays until it is closed.
    ///
    /// @param then run on a thread of its own each time the page has its seat by a new connection
    TestPage start(Runnable then) {
        onSeated = then;
        reader = Thread.ofVirtual().start(this::stay);
        return this;
    }

    private void stay() {
        while (!isClosed()) {
            try {
                converse(RawWebSocket.open(server));
            } catch (RawWebSocket.ClosedException told) {
                noteClosed(told.code());
            } catch (IOException cut) {
                // The page comes back, whatever it was.
            } catch (RuntimeException bug) {
                wrong("the page failed: " + bug);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MS);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private void converse(RawWebSocket opened) throws IOException {
        try {
            greet(opened);
            while (true) {
                onFrame(JSON.readTree(opened.read()));
            }
        } finally {
            synchronized (this) {
                socket = null;
                seated = false;
                asked.clear();
            }
            opened.cut(false);
        }
    }

    private void greet(RawWebSocket opened) throws IOException {
        ObjectNode hello = JSON.createObjectNode().put("token", token);
        hello.putArray("v").add(1);
        boolean anew;
        int id;
        boolean cut;
        synchronized (this) {
            // A join that was not answered belongs to the page that asked for it.
            anew = resumeToken.isEmpty() || (comeback == Comeback.ANEW && !joins());
            if (!anew) {
                hello.putObject("resume")
                        .put("token", resumeToken)
                        .put("epoch", comeback == Comeback.OLD_EPOCH ? "e_old" : epoch)
                        .put("lastSeq", lastSeq);
            }
            id = nextId++;
            cut = cutNextGreeting;
            cutNextGreeting = false;
        }
        opened.write(frame("hello", id, null, hello));
        if (cut) {
            throw new IOException("cut on purpose");
        }
        JsonNode reply = JSON.readTree(opened.read());
        if (reply.path("re").asInt() != id || !reply.path("ok").asBoolean()) {
            wrong("greeted by " + reply);
        } else {
            greeted(opened, anew, reply.path("d"));
        }
    }

    private synchronized void greeted(RawWebSocket opened, boolean anew, JsonNode d) {
        comeback = Comeback.RESUME;
        resumeToken = d.path("resumeToken").asText();
        epoch = d.path("epoch").asText();
        if (!d.path("resumed").asBoolean()) {
            lastSeq = d.path("seq").asLong();
            shown.add(new Shown(lastSeq, d.path("snapshot")));
        }
        socket = opened;
        if (anew && !joins()) {
            ObjectNode join = JSON.createObjectNode();
            join.putObject("media")
                    .put("mic", media.mic())
                    .put("cam", media.cam())
                    .put("screen", media.screen());
            Operation first = note("join", join);
            waiting.putFirst(first.op, first);
        }
        if (joins()) {
            send(waiting.firstEntry().getValue());
        } else {
            takeSeat();
        }
    }

    /// Whether the seat was asked for and is not answered yet.
    private boolean joins() {
        return !waiting.isEmpty() && waiting.firstEntry().getValue().type.equals("join");
    }

    private void takeSeat() {
        seated = true;
        waiting.values().forEach(this::send);
        Thread.ofVirtual().start(onSeated);
        notifyAll();
    }

    private Operation note(String type, ObjectNode data) {
        String op = "%026d".formatted(NEXT_OP.getAndIncrement());
        var operation = new Operation(op, type, data, new CompletableFuture<>());
        begun.add(operation);
        return operation;
    }

    /// Asks something, now or as soon as the page has its seat, as often as it takes.
    synchronized Operation begin(String type, ObjectNode data) {
        Operation operation = note(type, data);
        waiting.putLast(operation.op, operation);
        if (seated) {
            send(operation);
        }
        return operation;
    }

    /// Makes an offer of media and gives the answer; blocks.
    ///
    /// @param generation the number of the transport, from 1
    String offer(int generation, String sdp) throws Exception {
        ObjectNode offer = JSON.createObjectNode().put("gen", generation).put("sdp", sdp);
        var asked = begin("media.offer", offer.put("restart", false));
        return asked.answer.get(ANSWER_S, TimeUnit.SECONDS).path("sdp").asText();
    }

    /// Cuts the connection if the page has its seat by one; false if not.
    ///
    /// @param reset see [RawWebSocket#cut]
    synchronized boolean cut(boolean reset, Comeback next) {
        RawWebSocket open = socket;
        if (open == null || !seated) {
            return false;
        }
        comeback = next;
        seated = false;
        open.cut(reset);
        return true;
    }

    /// Begins an operation of which the server gets the first bytes only, and cuts the connection;
    /// false if there is none.
    ///
    /// @param part of its frame, from 0 to 1
    /// @param reset see [RawWebSocket#cut]
    synchronized boolean cutWithin(Scribbler.Request request, double part, boolean reset) {
        Operation operation = note(request.type(), request.data());
        waiting.putLast(operation.op, operation);
        RawWebSocket open = socket;
        if (open == null || !seated) {
            return false;
        }
        try {
            String frame = frame(operation.type, nextId++, operation.op, operation.data);
            open.writePart(frame, part);
        } catch (IOException gone) {
            // Cut already.
        }
        return cut(reset, Comeback.RESUME);
    }

    /// The next connection too is cut, between the hello and its reply.
    synchronized void cutNextGreeting() {
        cutNextGreeting = true;
    }

    private void send(Operation operation) {
        RawWebSocket open = socket;
        if (open == null || !waiting.containsKey(operation.op)) {
            return;
        }
        int id = nextId++;
        asked.put(id, operation);
        try {
            open.write(frame(operation.type, id, operation.op, operation.data));
        } catch (IOException gone) {
            // It is asked again by the next connection.
        }
    }

    private static String frame(String type, int id, @Nullable String op, ObjectNode data) {
        ObjectNode frame = JSON.createObjectNode().put("t", type).put("id", id);
        if (op != null) {
            frame.put("op", op);
        }
        return frame.set("d", data).toString();
    }

    private synchronized void ping() {
        RawWebSocket open = socket;
        if (open != null) {
            try {
                ObjectNode ack = JSON.createObjectNode().put("ack", lastSeq);
                open.write(frame("ping", nextId++, null, ack));
            } catch (IOException gone) {
                // The reader notices.
            }
        }
    }

    private synchronized void onFrame(JsonNode frame) {
        if (frame.has("s")) {
            onRow(frame.path("s").asLong(), frame);
        } else if (frame.has("re")) {
            Operation operation = asked.remove(frame.path("re").asInt());
            if (operation != null) {
                onReply(operation, frame);
            }
        }
    }

    private void onRow(long seq, JsonNode frame) {
        if (seq != lastSeq + 1) {
            wrongs.add("row " + seq + " after row " + lastSeq);
        }
        lastSeq = Math.max(lastSeq, seq);
        rows.put(seq, frame);
        notifyAll();
    }

    private void onReply(Operation operation, JsonNode frame) {
        JsonNode error = frame.path("err");
        if (frame.path("ok").asBoolean()) {
            waiting.remove(operation.op);
            operation.answer.complete(frame.path("d"));
            if (operation.type.equals("join")) {
                takeSeat();
            }
            notifyAll();
        } else if (COME_AGAIN.contains(error.path("code").asText())) {
            var _ =
                    TIMER.schedule(
                            () -> sendAgain(operation),
                            error.path("retryMs").asLong(),
                            TimeUnit.MILLISECONDS);
        } else {
            wrongs.add(operation.type + " refused: " + error);
            operation.answer.completeExceptionally(new IOException("refused: " + error));
        }
    }

    private synchronized void sendAgain(Operation operation) {
        if (seated || operation.type.equals("join")) {
            send(operation);
        }
    }

    private synchronized void noteClosed(int code) {
        if (FOR_GOOD.contains(code)) {
            wrongs.add("closed by " + code);
            closed = true;
        }
    }

    /// Notes what should never happen.
    synchronized void wrong(String what) {
        wrongs.add(what);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /// How many operations are not answered.
    synchronized int waiting() {
        return waiting.size();
    }

    /// Whether such an operation is not answered.
    synchronized boolean waitsFor(String type) {
        return waiting.values().stream().anyMatch(each -> each.type.equals(type));
    }

    /// Waits until the page has its seat, everything is answered, and the row `seq` was shown;
    /// false if that takes too long.
    synchronized boolean settled(long seq, long withinMs) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMs);
        while (!closed && (!seated || !waiting.isEmpty() || lastSeq < seq)) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return !closed;
    }

    synchronized long lastSeq() {
        return lastSeq;
    }

    /// All operations, answered or not.
    synchronized List<Operation> begun() {
        return List.copyOf(begun);
    }

    /// The rows by their number, as they came.
    synchronized SortedMap<Long, JsonNode> rows() {
        return new TreeMap<>(rows);
    }

    synchronized List<Shown> shown() {
        return List.copyOf(shown);
    }

    /// What should never happen to a page.
    synchronized List<String> wrongs() {
        return List.copyOf(wrongs);
    }

    /// Goes without a word; blocks until nothing comes any more.
    @Override
    public void close() {
        pinging.cancel(false);
        Thread reading;
        synchronized (this) {
            closed = true;
            reading = reader;
            if (socket != null) {
                socket.cut(false);
            }
        }
        if (reading != null) {
            reading.interrupt();
            try {
                reading.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
