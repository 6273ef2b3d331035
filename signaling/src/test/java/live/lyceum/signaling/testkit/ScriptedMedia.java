package live.lyceum.signaling.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.MediaOffer.Ways;
import live.lyceum.media.api.MediaOverloaded;
import live.lyceum.media.api.MediaServer;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.media.api.ViewerId;
import org.jspecify.annotations.Nullable;

/// A media plane that does what the test says and remembers what it was asked. Answers at once with
/// `answer <generation>`, unless told to hold, refuse or be overloaded.
public final class ScriptedMedia implements MediaServer {
    /// What was asked, as `offer mina 1`, `gate mina mic`, `leave mina`, `close`.
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private final List<CompletableFuture<Void>> heldGates = new CopyOnWriteArrayList<>();
    private final List<ViewerId> viewers = new CopyOnWriteArrayList<>();
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile boolean holdingGates;
    private volatile boolean holdingProofs;
    private volatile Map<ParticipantId, Long> proofsAgoMs = Map.of();
    private final AtomicInteger overloadedGates = new AtomicInteger();
    private volatile OfferRefused.Reason refusing = OfferRefused.Reason.BAD_SDP;
    private volatile boolean refusesOffers;
    private final AtomicBoolean refusesNext = new AtomicBoolean();

    /// From here on gates are in force only when [#releaseGates] says so.
    public void holdGates() {
        holdingGates = true;
    }

    /// Puts the held gates in force, and holds no more.
    public void releaseGates() {
        holdingGates = false;
        List<CompletableFuture<Void>> held = new ArrayList<>(heldGates);
        heldGates.clear();
        held.forEach(each -> each.complete(null));
    }

    /// The next gates are refused, so many of them.
    public void overloadGates(int times) {
        overloadedGates.set(times);
    }

    /// From here on offers are refused.
    public void refuseOffers(OfferRefused.Reason reason) {
        refusing = reason;
        refusesOffers = true;
    }

    /// The next offer is refused, those after it are not.
    public void refuseNextOffer() {
        refusesNext.set(true);
    }

    public void acceptOffers() {
        refusesOffers = false;
    }

    /// Everything it was asked so far, in order.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public void forgetAsked() {
        asked.clear();
    }

    @Override
    public CompletionStage<String> offer(RoomId room, ParticipantId participant, MediaOffer offer) {
        asked.add(
                "offer %s %d%s%s %s"
                        .formatted(
                                participant,
                                offer.generation(),
                                offer.restart() ? " restart" : "",
                                offer.ways() == Ways.ONLY_RECEIVES ? " only receives" : "",
                                written(offer.gate())));
        return refusesOffers || refusesNext.getAndSet(false)
                ? CompletableFuture.failedStage(new OfferRefused(refusing, "no such luck"))
                : CompletableFuture.completedStage(
                        offer.ways() == Ways.ONLY_PUBLISHES
                                ? answer("whip" + offer.generation())
                                : "answer " + offer.generation());
    }

    @Override
    public CompletionStage<Void> gate(RoomId room, ParticipantId participant, MediaGate gate) {
        asked.add("gate %s %s".formatted(participant, written(gate)));
        if (overloadedGates.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return CompletableFuture.failedStage(new MediaOverloaded());
        }
        var inForce = new CompletableFuture<Void>();
        if (holdingGates) {
            heldGates.add(inForce);
        } else {
            inForce.complete(null);
        }
        return inForce;
    }

    private static String written(MediaGate gate) {
        String open =
                (gate.mic() ? "m" : "") + (gate.cam() ? "c" : "") + (gate.screen() ? "s" : "");
        return open.isEmpty() ? "-" : open;
    }

    @Override
    public CompletionStage<Void> leave(RoomId room, ParticipantId participant) {
        asked.add("leave " + participant);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<String> restart(RoomId room, ParticipantId participant, int generation) {
        asked.add("restart %s %d".formatted(participant, generation));
        return CompletableFuture.completedStage(answer("again" + restarts.incrementAndGet()));
    }

    @Override
    public CompletionStage<String> view(RoomId room, ViewerId viewer, ViewOffer offer) {
        viewers.add(viewer);
        asked.add("view %s%s".formatted(offer.participant(), offer.screen() ? " screen" : ""));
        return refusesOffers
                ? CompletableFuture.failedStage(new OfferRefused(refusing, "no such luck"))
                : CompletableFuture.completedStage(answer("view" + viewers.size()));
    }

    @Override
    public CompletionStage<String> restart(RoomId room, ViewerId viewer) {
        asked.add("restart viewer");
        return CompletableFuture.completedStage(answer("again" + restarts.incrementAndGet()));
    }

    @Override
    public CompletionStage<Void> endView(RoomId room, ViewerId viewer) {
        asked.add("end view");
        return CompletableFuture.completedStage(null);
    }

    /// All viewers so far, in order.
    public List<ViewerId> viewers() {
        return List.copyOf(viewers);
    }

    /// An answer as the media plane writes it, with this user fragment.
    private static String answer(String ufrag) {
        return """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=ice-lite
        m=audio 9 UDP/TLS/RTP/SAVPF 111
        c=IN IP4 0.0.0.0
        a=mid:0
        a=ice-ufrag:%s
        a=ice-pwd:0123456789012345678901
        a=ice-options:trickle
        a=fingerprint:sha-256 AB
        a=setup:passive
        a=candidate:1 1 udp 1 192.0.2.1 10000 typ host
        a=end-of-candidates
        a=recvonly
        m=video 9 UDP/TLS/RTP/SAVPF 96
        a=mid:1
        a=recvonly
        """
                .formatted(ufrag);
    }

    @Override
    public CompletionStage<Void> tap(RoomId room, @Nullable MediaTap tap) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Map<ParticipantId, Long>> proofsAgoMs(RoomId room) {
        asked.add("proofs");
        return holdingProofs
                ? new CompletableFuture<>()
                : CompletableFuture.completedStage(proofsAgoMs);
    }

    /// From here on nobody is told of proofs of life.
    public void holdProofs() {
        holdingProofs = true;
    }

    /// How long ago the last proofs of life came.
    public void proofsAgoMs(Map<ParticipantId, Long> agoMs) {
        proofsAgoMs = agoMs;
    }

    @Override
    public CompletionStage<Void> closeRoom(RoomId room) {
        asked.add("close");
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close() {}
}
