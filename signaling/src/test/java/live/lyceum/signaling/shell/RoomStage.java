package live.lyceum.signaling.shell;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.Reply;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.protocol.SessionDraft;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.codec.ServerEncoder;
import live.lyceum.signaling.store.InMemoryStore;
import live.lyceum.signaling.testkit.RecordingClient;
import live.lyceum.signaling.testkit.ScriptedMedia;
import live.lyceum.signaling.testkit.ScriptedRecorder;
import live.lyceum.signaling.testkit.ScriptedTranscriber;
import live.lyceum.signaling.testkit.Turns;
import live.lyceum.signaling.testkit.WaitingStore;
import org.jspecify.annotations.Nullable;

/// Rooms with one session, played on the test's thread with the test's time.
final class RoomStage implements AutoCloseable {
    static final MediaIntent ALL = new MediaIntent(true, true, false);

    final ScriptedMedia media = new ScriptedMedia();
    final ScriptedRecorder recorder = new ScriptedRecorder();
    final ScriptedTranscriber transcriber = new ScriptedTranscriber(true);
    static final Sessions.New MADE =
            new Sessions.New(TenantId.MAIN, new RoomId("ses_1"), "e1", false);

    final InMemoryStore memory = new InMemoryStore();
    final WaitingStore store = new WaitingStore(memory);
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Turns turns = new Turns();
    Rooms rooms;
    final RoomId room;
    long nowMs = 1_000_000;
    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("test-timer").factory());
    private int ops;

    RoomStage() {
        this(false, "Welcome");
    }

    /// @param record what the session's plan says
    RoomStage(boolean record, String... topics) {
        this(new SessionPlan.Saving(record, false, true, true), topics);
    }

    RoomStage(SessionPlan.Saving saving, String... topics) {
        rooms = newRooms();
        var draft =
                new SessionDraft(
                        "Graphs",
                        3_600_000,
                        null,
                        null,
                        60_000,
                        List.of(topics),
                        List.of(),
                        saving,
                        null,
                        0.8,
                        List.of());
        room =
                new Sessions(memory, memory, memory, () -> nowMs)
                        .create(MADE, draft)
                        .toCompletableFuture()
                        .join()
                        .plan()
                        .id();
    }

    private Rooms newRooms() {
        return new Rooms(
                new RoomParts(
                        store,
                        memory,
                        media,
                        recorder,
                        transcriber,
                        new Encoder(),
                        () -> nowMs,
                        turns,
                        scheduler,
                        who -> new ServerEvent.Welcome(List.of(), List.of(), false, false, null),
                        new Reply.Heartbeat(2_000, 6_000),
                        new SignalingMetrics(registry)));
    }

    /// Another process takes the rooms over, and loads them one after another.
    void restart() {
        rooms = newRooms();
        rooms.recover(List.of(room), List.of(), nowMs);
        turns.run();
    }

    private static final class Encoder implements FrameEncoder {
        @Override
        public byte[] encode(ServerEvent.Durable event, long seq) {
            return ServerEncoder.encode(event, seq);
        }

        @Override
        public byte[] encode(ServerEvent.Ephemeral event) {
            return ServerEncoder.encode(event);
        }
    }

    /// A page in the room, with what it was told.
    final class Page {
        final RecordingClient client = new RecordingClient();
        final CompletionStage<Link> entered;
        private int requests = 1;

        Page(Arrival arrival) {
            entered = rooms.enter(arrival, 1, client);
            turns.run();
        }

        Link link() {
            return entered.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
        }

        /// Asks and lets the room take its turns; the request's number.
        int ask(ClientRequest.OfRoom request) {
            int id = ++requests;
            link().ask(id, request);
            turns.run();
            return id;
        }

        int join() {
            return ask(new ClientRequest.Join(op(), ALL));
        }

        int media(boolean mic, boolean cam, boolean screen) {
            return ask(new ClientRequest.SetMedia(op(), new MediaIntent(mic, cam, screen)));
        }

        int offer(int generation) {
            return ask(new ClientRequest.Offer(op(), generation, "v=0", false));
        }

        void close() {
            link().closed();
            turns.run();
        }

        List<String> news() {
            return client.news();
        }
    }

    OperationId op() {
        return new OperationId("01JD%022d".formatted(++ops));
    }

    static ParticipantId id(String who) {
        return new ParticipantId(who);
    }

    Page enter(String who, String page) {
        return enter(who, page, Role.LEARNER, null);
    }

    Page enter(String who, String page, Role role, Arrival.@Nullable Cursor cursor) {
        return new Page(new Arrival(room, id(who), "N", role, false, page, "token", cursor));
    }

    /// Somebody in the room, with nothing left to read.
    Page joined(String who, String page) {
        Page entered = enter(who, page);
        entered.join();
        entered.news();
        return entered;
    }

    /// Somebody in the room whose transport lives.
    Page present(String who, Role role) {
        Page entered = enter(who, "p-" + who, role, null);
        entered.join();
        entered.offer(1);
        rooms.transport(room, id(who), 1, TransportState.ACTIVE, 0);
        turns.run();
        return entered;
    }

    /// As it is listed.
    SessionRecord session() {
        return memory.get(room).toCompletableFuture().join().orElseThrow();
    }

    String epoch() {
        return session().epoch();
    }

    double counted(String name, String reason) {
        return registry.get(name).tag("reason", reason).counter().count();
    }

    static List<String> events(List<String> told) {
        var events = new ArrayList<String>();
        told.stream().filter(each -> each.startsWith("{")).forEach(events::add);
        return events;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
