package live.lyceum.recorder.io;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber.Listener;
import live.lyceum.recorder.api.Transcriber.Order;
import live.lyceum.recorder.api.Transcriber.State;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.hear.Budget;
import live.lyceum.recorder.hear.SpeakerEar;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Transcribes rooms by a tap of each. One thread of its own hears all rooms; what media loops and
/// the recogniser tell waits for it. Media loops do not wake it: it looks for packets by itself,
/// and hears some of them at a time.
///
/// Packets are dropped when 1,000 of their room wait or 10,000 of all, and where somebody sends
/// more of them than microphones do; interim results when 10,000 things wait; of all else there is
/// as much as rooms, gates and connections tell.
///
/// A room beyond the limit waits for the place of one that ends or is off.
public final class LiveTranscriber implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveTranscriber.class);
    private static final long TICK_MS = 50;

    /// How often packets are looked for that are not waited for.
    private static final long LOOK_MS = 20;

    /// How long it is between two turns at packets, and which part of those that wait is heard in
    /// one, and how many at least.
    private static final long TURN_MS = 1;

    private static final int PART = 20;
    private static final int LEAST = 4;

    private static final int MAX_PACKETS = 10_000;
    private static final int MAX_PACKETS_OF_ROOM = 1_000;

    /// Of one microphone, which sends 100 at most; and what a network held back, at once.
    private static final int PACKETS_PER_S = 200;

    private static final int PACKETS_AT_ONCE = 400;

    /// How long a tap may take to be gone.
    private static final long UNTAPPED_WITHIN_US = 5_000_000;

    private static final int BUSY = 10_000;
    private static final long CLOSE_WITHIN_S = 5;
    private static final long US_PER_MS = 1_000;

    /// How far back there may be speech of which nothing came yet.
    private static final long UNHEARD_MS = 60_000;

    private interface Call {
        void run(RoomHearing hearing);
    }

    /// One that is transcribed, or has broken or was not begun and waits until it is stopped.
    private final class Room implements RoomHearing.Output, PostedRecognizer.Post {
        private final RoomId session;
        private final PostedRecognizer connections;
        private final RoomHearing hearing;
        private final Inbox inbox = new Inbox(this);
        private boolean begun;
        private boolean placed;
        private boolean tapped;
        private boolean stopping;
        private long stoppingUs;
        private boolean broken;

        private Room(Order order, SpeechRecognizer recognizer) {
            session = order.session();
            connections = new PostedRecognizer(recognizer, this, counts);
            hearing = new RoomHearing(order, limits, connections, random, counts, this);
        }

        /// A bug with one room is not to be the end of all.
        private void call(Call call) {
            if (broken || rooms.get(session) != this) {
                return;
            }
            try {
                call.run(hearing);
            } catch (RuntimeException | Error bug) {
                LOG.error("unexpected, in the transcript of {}", session, bug);
                broken = true;
                missed(null, clock.getAsLong() - UNHEARD_MS, SpeechLedger.END);
                release();
                state(State.OFF);
            }
        }

        /// How late it is here: what waits to be heard is not the past.
        private long hereUs() {
            Long oldest = inbox.arrivals.peek();
            long now = nowUs();
            return oldest == null ? now : Math.min(now, oldest);
        }

        private boolean waits() {
            return !begun && !stopping;
        }

        private CompletableFuture<@Nullable Void> untap() {
            if (!tapped) {
                return CompletableFuture.completedFuture(null);
            }
            tapped = false;
            return taps.set(session, null).toCompletableFuture();
        }

        private void release() {
            hearing.close();
            connections.close();
        }

        @Override
        public void run(Runnable task) {
            thread.run(() ->
                    call(hearing -> {
                        task.run();
                        hearing.advance(hereUs());
                    }));
        }

        @Override
        public boolean runUnlessBusy(Runnable task) {
            boolean taken = thread.waiting() < BUSY;
            if (taken) {
                run(task);
            }
            return taken;
        }

        @Override
        public void partial(TranscriptLine line) {
            listener.join().partial(session, line);
        }

        @Override
        public void line(TranscriptLine line) {
            listener.join().line(session, line);
        }

        @Override
        public void state(State state) {
            listener.join().state(session, state);
            if (state == State.OFF) {
                var _ = untap();
                giveBack(this);
            }
        }

        @Override
        public void missed(@Nullable ParticipantId who, long fromMs, long toMs) {
            ledger.missed(session, who, fromMs, toMs);
        }
    }

    /// Takes what a room's tap takes to the thread. Owned by the room's media loop.
    private final class Inbox implements MicTap.To {
        private final Room room;
        private final Map<ParticipantId, Budget> budgets = new HashMap<>();

        /// When the packets came that wait, oldest first.
        private final Queue<Long> arrivals = new ConcurrentLinkedQueue<>();

        private final AtomicInteger waiting = new AtomicInteger();

        private Inbox(Room room) {
            this.room = room;
        }

        @Override
        public boolean takes(ParticipantId who, long atUs) {
            boolean takes =
                    packets.get() < MAX_PACKETS
                            && waiting.get() < MAX_PACKETS_OF_ROOM
                            && budgets.computeIfAbsent(who, _ -> budget()).take(1, atUs);
            if (!takes) {
                counts.dropped.incrementAndGet();
                long nowMs = clock.getAsLong();
                room.missed(who, nowMs - SpeakerEar.MAX_BEHIND_US / US_PER_MS, nowMs);
            }
            return takes;
        }

        private static Budget budget() {
            return new Budget(PACKETS_PER_S, PACKETS_AT_ONCE);
        }

        @Override
        public void packet(MediaTap.Stream stream, int level, byte[] rtp, long atUs) {
            packets.incrementAndGet();
            waiting.incrementAndGet();
            arrivals.add(atUs);
            fromTaps.add(() -> {
                packets.decrementAndGet();
                waiting.decrementAndGet();
                var _ = arrivals.poll();
                room.call(hearing -> hearing.packet(stream, level, rtp, atUs));
            });
        }

        @Override
        public void muted(ParticipantId who, long atUs) {
            fromTaps.add(() -> room.call(hearing -> hearing.muted(who, atUs)));
        }

        @Override
        public void left(ParticipantId who, long atUs) {
            budgets.remove(who);
            fromTaps.add(() -> room.call(hearing -> hearing.left(who, atUs)));
        }
    }

    private final @Nullable SpeechRecognizer recognizer;
    private final LongSupplier clock;
    private final HearingLimits limits;
    private final SpeechLedger ledger;
    private final RandomGenerator random = new SplittableRandom();
    private final TaskThread thread = new TaskThread("hearing");
    private final RoomTaps taps;

    /// What taps have told, and it is not known to [#thread] yet.
    private final Queue<Runnable> fromTaps = new ConcurrentLinkedQueue<>();

    private final CompletableFuture<Listener> listener = new CompletableFuture<>();

    /// In the order in which they were asked for.
    private final Map<RoomId, Room> rooms = new LinkedHashMap<>();

    private final AtomicInteger roomCount = new AtomicInteger();
    private final AtomicInteger packets = new AtomicInteger();
    private final HearingCounts counts = new HearingCounts();

    /// @param recognizer closed with this; null: there is none, and nothing is transcribed
    /// @param media one that nobody else uses, as [SharedTaps#point] gives it
    /// @param clock the epoch milliseconds of the rooms, which do not go back
    /// @param ledger is told what was heard, and what was not
    public LiveTranscriber(
            @Nullable SpeechRecognizer recognizer,
            TapPoint media,
            LongSupplier clock,
            HearingLimits limits,
            SpeechLedger ledger) {
        this.recognizer = recognizer;
        this.clock = clock;
        this.limits = limits;
        this.ledger = ledger;
        taps = new RoomTaps(media, thread::later);
        if (recognizer != null) {
            thread.every(TICK_MS, this::tick);
            thread.later(LOOK_MS, this::look);
        }
    }

    private long nowUs() {
        return clock.getAsLong() * US_PER_MS;
    }

    /// Whether there is a recogniser.
    boolean available() {
        return recognizer != null;
    }

    /// Says who is told; called once, before anything else.
    void listen(Listener told) {
        listener.complete(told);
    }

    /// Transcribes a room, or takes what its connections are to expect from now on. Not for one
    /// that was stopped until [Listener#ended] is told of it.
    void transcribe(Order order) {
        SpeechRecognizer by = recognizer;
        if (by != null) {
            thread.run(() -> begin(order, by));
        }
    }

    private void begin(Order order, SpeechRecognizer by) {
        Room known = rooms.get(order.session());
        if (known != null) {
            known.hearing.expect(order);
            return;
        }
        var room = new Room(order, by);
        rooms.put(order.session(), room);
        if (roomCount.get() < limits.maxRooms()) {
            place(room);
        } else {
            LOG.warn("{} is not transcribed yet: there are too many rooms", order.session());
            room.missed(null, clock.getAsLong(), SpeechLedger.END);
            listener.join().state(order.session(), State.OFF);
        }
    }

    private void place(Room room) {
        room.begun = true;
        room.placed = true;
        roomCount.incrementAndGet();
        room.tapped = true;
        var _ = taps.set(room.session, new MicTap(clock, room.inbox));
        room.call(RoomHearing::begin);
    }

    /// The place of a room, if it has one, is the next one's.
    private void giveBack(Room room) {
        if (!room.placed) {
            return;
        }
        room.placed = false;
        roomCount.decrementAndGet();
        rooms.values().stream().filter(Room::waits).findFirst().ifPresent(this::place);
    }

    /// As [live.lyceum.recorder.api.Transcriber#stop] says, of a room that was begun here.
    void stop(RoomId session) {
        thread.run(() -> {
            Room room = rooms.get(session);
            if (room != null) {
                stop(room);
            }
        });
    }

    private void stop(Room room) {
        if (room.stopping) {
            return;
        }
        room.stopping = true;
        room.stoppingUs = nowUs();
        var _ = room.untap().thenRun(() -> untapped(room));
    }

    /// Hears some of what waits. All at once would hold a core for many milliseconds, and on a
    /// small machine media loops would wait for it.
    private void look() {
        int most = Math.max(LEAST, packets.get() / PART);
        for (int i = 0; i < most; i++) {
            Runnable next = fromTaps.poll();
            if (next == null) {
                thread.later(LOOK_MS, this::look);
                return;
            }
            thread.guarded(next);
        }
        thread.later(TURN_MS, this::look);
    }

    /// Behind all that its tap has told.
    private void untapped(Room room) {
        fromTaps.add(() -> stopped(room));
    }

    private void stopped(Room room) {
        room.call(hearing -> hearing.stop(nowUs()));
        endIfOver(room);
    }

    private void tick() {
        for (Room each : List.copyOf(rooms.values())) {
            each.call(hearing -> hearing.advance(each.hereUs()));
            if (each.stopping && nowUs() - each.stoppingUs >= UNTAPPED_WITHIN_US) {
                untapped(each);
            }
            endIfOver(each);
        }
    }

    private void endIfOver(Room room) {
        if (!room.stopping
                || !(room.broken || room.hearing.over())
                || !rooms.remove(room.session, room)) {
            return;
        }
        thread.guarded(room::release);
        ledger.heard(room.session, room.hearing.heardMs());
        thread.guarded(() -> listener.join().ended(room.session));
        giveBack(room);
    }

    /// How much is going on.
    ///
    /// @param rooms that are transcribed
    /// @param speakers who have spoken and are still there
    /// @param connections to the service
    /// @param waiting packets that wait to be heard
    /// @param dropped packets that were not taken since the start: too many waited, or somebody
    ///   sent more than anybody says
    /// @param missing packets that did not come since the start
    /// @param damaged packets that could not be decoded since the start
    /// @param turnedAway utterances of speakers for whom there was no room
    /// @param heardMs milliseconds of speech that were heard since the start
    /// @param lines that came of it
    /// @param missed pieces of speech of which nothing came
    /// @param broken connections that could not be had, or broke
    public record Statistics(
            int rooms,
            int speakers,
            int connections,
            int waiting,
            long dropped,
            long missing,
            long damaged,
            long turnedAway,
            long heardMs,
            long lines,
            long missed,
            long broken) {}

    /// Safe to call from any thread.
    public Statistics statistics() {
        return new Statistics(
                roomCount.get(),
                counts.speakers.get(),
                counts.connections.get(),
                packets.get(),
                counts.dropped.get(),
                counts.missing.get(),
                counts.damaged.get(),
                counts.turnedAway.get(),
                counts.heardMs.get(),
                counts.lines.get(),
                counts.missed.get(),
                counts.broken.get());
    }

    /// Stops at once; nothing more is told. Blocks for some seconds at most.
    @Override
    public void close() {
        var done = new CompletableFuture<@Nullable Void>();
        thread.run(() -> {
            for (Room each : rooms.values()) {
                var _ = each.untap();
                thread.guarded(each::release);
            }
            rooms.clear();
            roomCount.set(0);
            done.complete(null);
        });
        done.completeOnTimeout(null, CLOSE_WITHIN_S, TimeUnit.SECONDS).join();
        thread.close();
        if (recognizer != null) {
            recognizer.close();
        }
    }
}
