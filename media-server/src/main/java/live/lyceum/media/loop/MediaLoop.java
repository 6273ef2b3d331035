package live.lyceum.media.loop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import live.lyceum.media.api.MediaEvents;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.dtls.DtlsEndpoint;
import live.lyceum.media.session.LoopContext;
import live.lyceum.media.session.MediaRoom;
import live.lyceum.media.session.Outbox;
import live.lyceum.media.session.PeerSession;
import live.lyceum.media.wire.Datagram;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.PacketCounters;
import live.lyceum.media.wire.codec.Codec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread, one socket, and the rooms pinned to it. All that is done to a packet happens here,
/// without a lock or a queue. Other threads reach it through [MediaLoopProxy] only. Owned by its
/// event loop.
final class MediaLoop implements UdpEndpoint.Receiver, LoopStatistics {
    private static final Logger LOG = LoggerFactory.getLogger(MediaLoop.class);

    /// How often deadlines are looked at: the shortest one that matters, waiting out reordering, is
    /// 5 ms.
    private static final long TICK_NS = 5_000_000L;

    /// Batches that follow one another so closely are of a loop under load.
    private static final long SOON_NS = 1_000_000L;

    private final EventLoop eventLoop;
    private final MediaEvents events;
    private final SessionTable table = new SessionTable();
    private final DropCounters drops = new DropCounters();
    private final PacketCounters packets = new PacketCounters();
    private final Map<RoomId, MediaRoom> rooms = new HashMap<>();
    private final Map<RoomId, MediaTap> taps = new HashMap<>();
    private final Outbox outbox = new Output();
    private final OutgoingDatagrams buffers = new OutgoingDatagrams();
    private final long startNs = System.nanoTime();
    private @Nullable UdpEndpoint endpoint;
    private @Nullable LoopContext context;
    private @Nullable Future<?> ticking;
    private long batchNs;
    private boolean inBatch;
    private boolean unflushed;
    private long nextTickNs;
    private volatile int roomCount;
    private volatile int participantCount;
    private volatile long lagNs;
    private volatile long refused;

    MediaLoop(EventLoop eventLoop, MediaEvents events) {
        this.eventLoop = eventLoop;
        this.events = events;
    }

    /// Opens the socket; called once, before anything else, not on the loop.
    InetSocketAddress open(InetSocketAddress local) throws InterruptedException {
        UdpEndpoint opened = UdpEndpoint.bind(eventLoop, local, this);
        eventLoop.submit(() -> endpoint = opened).sync();
        return opened.localAddress();
    }

    /// Says what sessions are made with; called once, after [#open], before the first room.
    void equip(
            DtlsEndpoint.Factory dtls,
            RandomGenerator random,
            List<String> candidates,
            List<Codec> videoCodecs)
            throws InterruptedException {
        LoopContext made =
                new LoopContext(
                        outbox,
                        dtls,
                        random,
                        candidates,
                        drops,
                        packets,
                        videoCodecs,
                        new LoopContext.Scratch());
        eventLoop.submit(() -> context = made).sync();
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /// Monotonic, small and positive.
    long nowNs() {
        return inBatch ? batchNs : System.nanoTime() - startNs;
    }

    /// The room, made when it is not there yet.
    MediaRoom open(RoomId id) {
        LoopContext equipped = context;
        if (equipped == null) {
            throw new IllegalStateException("the media loop is not open");
        }
        MediaRoom room = rooms.get(id);
        if (room == null) {
            room = new MediaRoom(id, equipped, events);
            rooms.put(id, room);
            MediaTap tap = taps.get(id);
            if (tap != null) {
                room.tap(tap, nowNs());
            }
        }
        count();
        return room;
    }

    /// Taps a room that there is or will be; null: not any more.
    void tap(RoomId id, @Nullable MediaTap tap) {
        if (tap == null) {
            taps.remove(id);
        } else {
            taps.put(id, tap);
        }
        MediaRoom room = rooms.get(id);
        if (room != null) {
            room.tap(tap, nowNs());
        }
    }

    @Nullable MediaRoom room(RoomId id) {
        return rooms.get(id);
    }

    void closeRoom(RoomId id) {
        MediaRoom room = rooms.remove(id);
        if (room != null) {
            room.close();
        }
        count();
    }

    /// Called after each command: what it sent goes out, what it changed is counted.
    void settle() {
        count();
        flush();
    }

    /// Ends all rooms and the socket; called on the loop.
    void close() {
        List.copyOf(rooms.keySet()).forEach(this::closeRoom);
        flush();
        if (ticking != null) {
            ticking.cancel(false);
        }
        if (endpoint != null) {
            endpoint.close();
        }
        buffers.close();
    }

    @Override
    public void onDatagram(ByteBuf datagram, InetSocketAddress remote) {
        if (!inBatch) {
            batchNs = nowNs();
            inBatch = true;
        }
        boolean stun = Datagram.classify(datagram) == Datagram.Kind.STUN;
        PeerSession session = stun ? table.byUfrag(datagram) : table.byRemote(remote);
        if (session == null) {
            drops.drop(stun ? DropReason.STUN_UNKNOWN_USER : DropReason.UNKNOWN_REMOTE);
            return;
        }
        try {
            session.onDatagram(datagram, remote, batchNs);
        } catch (RuntimeException bug) {
            failed(session, bug);
        }
    }

    @Override
    public void onBatchEnd() {
        inBatch = false;
        flush();
    }

    @Override
    public DropCounters drops() {
        return drops;
    }

    @Override
    public PacketCounters packets() {
        return packets;
    }

    @Override
    public int rooms() {
        return roomCount;
    }

    @Override
    public int participants() {
        return participantCount;
    }

    @Override
    public long lagNs() {
        return lagNs;
    }

    @Override
    public long refusedCommands() {
        return refused;
    }

    void refused(long total) {
        refused = total;
    }

    /// A bug ends the session it struck, never the loop.
    private static void failed(PeerSession session, RuntimeException bug) {
        LOG.error("a packet broke the session of a participant; it is ended", bug);
        session.fail();
    }

    /// Whatever happens, the timer goes on: the event loop ends one that throws.
    private void safeTick() {
        try {
            tick();
        } catch (RuntimeException | OutOfMemoryError bug) {
            LOG.error("a tick failed", bug);
        }
    }

    private void tick() {
        long nowNs = nowNs();
        lagNs = Math.max(0, nowNs - nextTickNs);
        nextTickNs = nowNs + TICK_NS;
        for (MediaRoom room : List.copyOf(rooms.values())) {
            long deadlineNs = room.nextDeadlineNs();
            if (deadlineNs != Long.MAX_VALUE && deadlineNs - nowNs <= 0) {
                try {
                    room.onDeadline(nowNs);
                } catch (RuntimeException bug) {
                    LOG.error("a deadline broke a room; it is ended", bug);
                    end(room.id());
                }
            }
            if (room.empty()) {
                rooms.remove(room.id());
            }
        }
        count();
        // Under load the next batch is a moment away, and takes along what was sent here.
        if (nowNs - batchNs > SOON_NS) {
            flush();
        }
    }

    /// Whatever stands in the way of a room's end: an exception here would stop the timer of all
    /// rooms for good.
    private void end(RoomId broken) {
        try {
            closeRoom(broken);
        } catch (RuntimeException again) {
            LOG.error("a broken room did not end well", again);
        }
    }

    private void count() {
        int participants = 0;
        for (MediaRoom room : rooms.values()) {
            participants += room.size();
        }
        participantCount = participants;
        roomCount = rooms.size();
        if (rooms.isEmpty() && ticking != null) {
            ticking.cancel(false);
            ticking = null;
        } else if (!rooms.isEmpty() && ticking == null) {
            nextTickNs = nowNs() + TICK_NS;
            ticking =
                    eventLoop.scheduleWithFixedDelay(
                            this::safeTick, TICK_NS, TICK_NS, TimeUnit.NANOSECONDS);
        }
    }

    private void flush() {
        if (unflushed && endpoint != null) {
            unflushed = false;
            endpoint.flush();
            buffers.rewind();
        }
    }

    private final class Output implements Outbox {
        @Override
        public void send(byte[] datagram, int length, InetSocketAddress remote) {
            if (endpoint != null && !endpoint.writable()) {
                // What waits for the end of the batch may find room in the kernel now.
                endpoint.flush();
            }
            if (endpoint == null || !endpoint.writable()) {
                drops.drop(DropReason.SOCKET_BUFFER_FULL);
                return;
            }
            endpoint.send(buffers.filled(datagram, length), remote);
            unflushed = true;
        }

        @Override
        public void bindRemote(InetSocketAddress remote, PeerSession session) {
            table.bindRemote(remote, session);
        }

        @Override
        public void unbindRemote(InetSocketAddress remote, PeerSession session) {
            table.unbindRemote(remote, session);
        }

        @Override
        public void bindUfrag(String ufrag, PeerSession session) {
            table.bindUfrag(ufrag, session);
        }

        @Override
        public void unbindUfrag(String ufrag) {
            table.unbindUfrag(ufrag);
        }
    }
}
