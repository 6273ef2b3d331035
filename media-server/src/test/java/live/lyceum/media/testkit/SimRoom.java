package live.lyceum.media.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import live.lyceum.media.api.MediaEvents;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Reoffer;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.api.TransportState;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.media.api.ViewerId;
import live.lyceum.media.session.LoopContext;
import live.lyceum.media.session.MediaRoom;
import live.lyceum.media.session.OfferReader;
import live.lyceum.media.session.Outbox;
import live.lyceum.media.session.PeerSession;
import live.lyceum.media.wire.Datagram;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.PacketCounters;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.stun.StunPeek;
import org.jspecify.annotations.Nullable;

/// A whole room on virtual time: a [MediaRoom], its peers and the network between them. Always runs
/// the earliest of all pending events, so an hour of a bad network costs a moment, and the same
/// seed gives the same hour.
public final class SimRoom {
    public static final InetSocketAddress SERVER = address(10, 10_000);

    private final List<TestPeer> peers = new ArrayList<>();
    private final Map<InetSocketAddress, PeerSession> byRemote = new HashMap<>();
    private final Map<String, PeerSession> byUfrag = new HashMap<>();
    private final DropCounters drops = new DropCounters();
    private final PacketCounters packets = new PacketCounters();
    private final Random random;
    private final SimNetwork network;
    private final MediaRoom room;
    private final OfferReader offers;
    private final EventLog events = new EventLog();
    private long nowNs = 1_000_000_000L;

    public SimRoom(long seed) {
        this(seed, List.of());
    }

    /// @param videoCodecs what the room may use instead of VP8, best first
    public SimRoom(long seed, List<Codec> videoCodecs) {
        random = new Random(seed);
        network = new SimNetwork(new Random(seed + 1));
        offers = new OfferReader(videoCodecs);
        LoopContext context =
                new LoopContext(
                        new Wire(),
                        new InjectedDtls(),
                        random,
                        List.of("candidate:1 1 udp 2130706431 192.0.2.10 10000 typ host"),
                        drops,
                        packets,
                        videoCodecs,
                        new LoopContext.Scratch());
        room = new MediaRoom(new RoomId("ses_sim"), context, events);
    }

    public static InetSocketAddress address(int host, int port) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) host}), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public SimNetwork network() {
        return network;
    }

    /// The answer to a participant's offer.
    public String offer(ParticipantId participant, MediaOffer offer) throws OfferRefused {
        return room.offer(participant, offer, offers.read(offer), nowNs);
    }

    /// The answer to a viewer's offer.
    public String view(ViewerId viewer, ViewOffer offer) throws OfferRefused {
        return room.view(viewer, offer, offers.read(offer), nowNs);
    }

    public MediaRoom room() {
        return room;
    }

    public EventLog events() {
        return events;
    }

    public DropCounters drops() {
        return drops;
    }

    public PacketCounters packets() {
        return packets;
    }

    public long nowNs() {
        return nowNs;
    }

    public Random random() {
        return random;
    }

    /// A peer that is not connected yet.
    public TestPeer peer(String name) {
        TestPeer peer = new TestPeer(this, new ParticipantId(name), peers.size() + 20);
        peers.add(peer);
        return peer;
    }

    /// Runs for `millis` of virtual time.
    public void run(long millis) {
        long endNs = nowNs + millis * 1_000_000;
        while (true) {
            long nextNs = Math.min(network.nextNs(), room.nextDeadlineNs());
            for (TestPeer peer : peers) {
                nextNs = Math.min(nextNs, peer.nextDeadlineNs());
            }
            if (nextNs > endNs) {
                break;
            }
            nowNs = Math.max(nowNs, nextNs);
            step();
        }
        nowNs = endNs;
    }

    private void step() {
        if (network.nextNs() <= nowNs) {
            deliver(network.poll());
        } else if (room.nextDeadlineNs() <= nowNs) {
            room.onDeadline(nowNs);
        } else {
            for (TestPeer peer : peers) {
                if (peer.nextDeadlineNs() <= nowNs) {
                    peer.onDeadline(nowNs);
                    return;
                }
            }
        }
    }

    private void deliver(SimNetwork.Delivery delivery) {
        byte[] bytes = delivery.data().bytes();
        if (delivery.to().equals(SERVER)) {
            receive(bytes, delivery.from());
            return;
        }
        for (TestPeer peer : peers) {
            if (peer.address().equals(delivery.to())) {
                peer.onDatagram(bytes.clone(), nowNs);
            }
        }
    }

    /// A datagram comes to the server's port, whoever sent it.
    public void receive(byte[] bytes, InetSocketAddress from) {
        ByteBuf datagram = Unpooled.wrappedBuffer(bytes);
        PeerSession session = byRemote.get(from);
        if (Datagram.classify(datagram) == Datagram.Kind.STUN) {
            String ufrag = StunPeek.localUfrag(datagram);
            session = ufrag == null ? null : byUfrag.get(ufrag);
        }
        if (session == null) {
            drops.drop(DropReason.UNKNOWN_REMOTE);
            return;
        }
        session.onDatagram(datagram, from, nowNs);
    }

    /// What the room told, in its order.
    public static final class EventLog implements MediaEvents {
        private final Map<ParticipantId, TransportState> transports = new HashMap<>();
        private final Map<ParticipantId, List<SlotAssignment>> slots = new HashMap<>();
        private final Map<ParticipantId, Reoffer> reoffers = new HashMap<>();
        private final List<String> log = new ArrayList<>();
        private Set<ParticipantId> speaking = Set.of();

        @Override
        public void transport(
                RoomId room,
                ParticipantId participant,
                int generation,
                TransportState state,
                long proofAgoMs) {
            transports.put(participant, state);
            log.add(participant + " " + generation + " " + state + " " + proofAgoMs);
        }

        @Override
        public void slots(
                RoomId room,
                ParticipantId participant,
                int generation,
                long version,
                List<SlotAssignment> table,
                @Nullable Reoffer reoffer) {
            slots.put(participant, table);
            if (reoffer != null) {
                reoffers.put(participant, reoffer);
            } else {
                reoffers.remove(participant);
            }
        }

        @Override
        public void speaking(RoomId room, Set<ParticipantId> participants) {
            speaking = participants;
        }

        public @Nullable TransportState transport(TestPeer peer) {
            return transports.get(peer.id());
        }

        public List<SlotAssignment> slots(TestPeer peer) {
            return slots.getOrDefault(peer.id(), List.of());
        }

        public @Nullable Reoffer reoffer(TestPeer peer) {
            return reoffers.get(peer.id());
        }

        public Set<ParticipantId> speaking() {
            return speaking;
        }

        public List<String> log() {
            return log;
        }
    }

    private final class Wire implements Outbox {
        @Override
        public void send(byte[] datagram, int length, InetSocketAddress remote) {
            network.send(Arrays.copyOf(datagram, length), SERVER, remote, nowNs);
        }

        @Override
        public void bindRemote(InetSocketAddress remote, PeerSession session) {
            byRemote.put(remote, session);
        }

        @Override
        public void unbindRemote(InetSocketAddress remote, PeerSession session) {
            byRemote.remove(remote, session);
        }

        @Override
        public void bindUfrag(String ufrag, PeerSession session) {
            byUfrag.put(ufrag, session);
        }

        @Override
        public void unbindUfrag(String ufrag) {
            byUfrag.remove(ufrag);
        }
    }
}
