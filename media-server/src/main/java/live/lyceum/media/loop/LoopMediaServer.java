package live.lyceum.media.loop;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import live.lyceum.config.MediaSettings;
import live.lyceum.media.api.MediaEvents;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.MediaServer;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.media.api.ViewerId;
import live.lyceum.media.dtls.BcDtlsFactory;
import live.lyceum.media.dtls.DtlsIdentity;
import live.lyceum.media.sdp.NegotiatedSession;
import live.lyceum.media.session.MediaRoom;
import live.lyceum.media.session.OfferReader;
import live.lyceum.media.wire.codec.Codec;
import org.jspecify.annotations.Nullable;

/// The media plane on real sockets: some loops, each with a port of its own, and every room pinned
/// to one of them. Safe to call from any thread.
public final class LoopMediaServer implements MediaServer {
    private final MultiThreadIoEventLoopGroup group;
    private final List<MediaLoopProxy> loops;
    private final OfferReader offers;

    private LoopMediaServer(
            MultiThreadIoEventLoopGroup group, List<MediaLoopProxy> loops, OfferReader offers) {
        this.group = group;
        this.loops = List.copyOf(loops);
        this.offers = offers;
    }

    /// Opens the ports and warms up what is slow the first time; blocks for about a second.
    ///
    /// @param loopback whether candidates name loopback addresses: when browsers reach us by one
    public static LoopMediaServer start(
            MediaSettings settings, boolean loopback, MediaEvents events)
            throws IOException, InterruptedException {
        SecureRandom random = new SecureRandom();
        DtlsIdentity identity = DtlsIdentity.create(random, System.currentTimeMillis());
        WarmUp.run(identity, random);
        IoHandlerFactory io =
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        MultiThreadIoEventLoopGroup group =
                new MultiThreadIoEventLoopGroup(
                        settings.loops(), new DefaultThreadFactory("media-loop"), io);
        List<MediaLoopProxy> loops = new ArrayList<>();
        try {
            for (int i = 0; i < settings.loops(); i++) {
                MediaLoop loop = new MediaLoop(group.next(), events);
                loops.add(open(loop, i, settings, loopback, identity, random));
            }
        } catch (IOException | InterruptedException | RuntimeException failed) {
            shutDown(group);
            throw failed;
        }
        return new LoopMediaServer(group, loops, new OfferReader(videoCodecs(settings)));
    }

    /// One for each loop.
    public List<LoopStatistics> statistics() {
        return loops.stream().<LoopStatistics>map(MediaLoopProxy::statistics).toList();
    }

    @Override
    public CompletionStage<String> offer(RoomId room, ParticipantId participant, MediaOffer offer) {
        try {
            NegotiatedSession read = offers.read(offer);
            return loopOf(room)
                    .call(loop -> loop.open(room).offer(participant, offer, read, loop.nowNs()));
        } catch (OfferRefused refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    @Override
    public CompletionStage<Void> gate(RoomId room, ParticipantId participant, MediaGate gate) {
        return onRoom(room, (in, nowNs) -> in.gate(participant, gate, nowNs));
    }

    @Override
    public CompletionStage<Void> leave(RoomId room, ParticipantId participant) {
        return onRoom(room, (in, nowNs) -> in.leave(participant, nowNs));
    }

    @Override
    public CompletionStage<String> restart(RoomId room, ParticipantId participant, int generation) {
        return loopOf(room).call(loop -> existing(loop, room).restart(participant, generation));
    }

    @Override
    public CompletionStage<String> view(RoomId room, ViewerId viewer, ViewOffer offer) {
        try {
            NegotiatedSession read = offers.read(offer);
            return loopOf(room)
                    .call(loop -> loop.open(room).view(viewer, offer, read, loop.nowNs()));
        } catch (OfferRefused refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    @Override
    public CompletionStage<String> restart(RoomId room, ViewerId viewer) {
        return loopOf(room).call(loop -> existing(loop, room).restart(viewer));
    }

    @Override
    public CompletionStage<Void> endView(RoomId room, ViewerId viewer) {
        return onRoom(room, (in, nowNs) -> in.endView(viewer));
    }

    @Override
    public CompletionStage<Void> tap(RoomId room, @Nullable MediaTap tap) {
        return loopOf(room)
                .call(loop -> {
                    loop.tap(room, tap);
                    return null;
                });
    }

    private static MediaRoom existing(MediaLoop loop, RoomId id) throws OfferRefused {
        MediaRoom room = loop.room(id);
        if (room == null) {
            throw new OfferRefused(
                    OfferRefused.Reason.STALE_GENERATION, "there is no connection to restart");
        }
        return room;
    }

    @Override
    public CompletionStage<Map<ParticipantId, Long>> proofsAgoMs(RoomId id) {
        return loopOf(id)
                .call(loop -> {
                    MediaRoom room = loop.room(id);
                    return room == null ? Map.of() : room.proofsAgoMs(loop.nowNs());
                });
    }

    @Override
    public CompletionStage<Void> closeRoom(RoomId room) {
        return loopOf(room)
                .call(loop -> {
                    loop.closeRoom(room);
                    return null;
                });
    }

    private static List<Codec> videoCodecs(MediaSettings settings) {
        return settings.videoCodecs().stream().map(codec -> Codec.valueOf(codec.name())).toList();
    }

    @Override
    public void close() {
        for (MediaLoopProxy proxy : loops) {
            proxy.statistics().eventLoop().execute(proxy.statistics()::close);
        }
        shutDown(group);
    }

    private static MediaLoopProxy open(
            MediaLoop loop,
            int index,
            MediaSettings settings,
            boolean loopback,
            DtlsIdentity identity,
            SecureRandom random)
            throws IOException, InterruptedException {
        MediaLoopProxy proxy = new MediaLoopProxy(loop);
        int port = settings.udpPort() == 0 ? 0 : settings.udpPort() + index;
        InetAddress host = settings.host();
        InetSocketAddress local =
                loop.open(
                        host == null
                                ? new InetSocketAddress(port)
                                : new InetSocketAddress(host, port));
        loop.equip(
                new BcDtlsFactory(identity, random, proxy::tell, loop.drops()),
                random,
                Candidates.of(settings, index, local.getPort(), loopback),
                videoCodecs(settings));
        return proxy;
    }

    private static void shutDown(MultiThreadIoEventLoopGroup group) {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private interface RoomCommand {
        void run(MediaRoom room, long nowNs);
    }

    private CompletionStage<Void> onRoom(RoomId id, RoomCommand command) {
        return loopOf(id)
                .call(loop -> {
                    MediaRoom room = loop.room(id);
                    if (room != null) {
                        command.run(room, loop.nowNs());
                    }
                    return null;
                });
    }

    /// A room is pinned by its id, so that nobody has to remember where it is.
    private MediaLoopProxy loopOf(RoomId room) {
        return loops.get(Math.floorMod(room.value().hashCode(), loops.size()));
    }
}
