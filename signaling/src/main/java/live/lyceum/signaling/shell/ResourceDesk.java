package live.lyceum.signaling.shell;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.TransportState;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.media.api.ViewerId;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.room.RoomCommand;
import org.jspecify.annotations.Nullable;

/// A room's WHIP and WHEP resources (RFC 9725 and its draft for playing): at most one publisher for
/// each seat, and a bounded number of viewers. They are in memory only and end with the room's
/// media. Owned by the room's mailbox.
final class ResourceDesk {
    static final int MAX_VIEWERS_OF_OWNER = 8;
    static final int MAX_VIEWERS = 64;

    /// New resources of one owner: a burst, and from then on one in so many milliseconds.
    private static final int BURST = 16;

    private static final long EVERY_MS = 500;

    /// What the desk asks of its room.
    interface Seats {
        /// Whether there is room for this publisher.
        boolean hasRoomFor(Publisher publisher);

        /// Whether a mentor put them out.
        boolean removed(ParticipantId who);

        /// Whether the page, or resource, has the seat.
        boolean heldBy(ParticipantId who, String holder);

        /// Carries a change of the seat out; true if it was taken. `done` runs when it is durable
        /// and the gate follows it, `lost` when the store fails.
        boolean operate(RoomCommand.Operation command, Runnable done, Runnable lost);
    }

    private static final class Publishing {
        private final String id;
        private final int transport;
        private String tag;

        private Publishing(String id, int transport, String tag) {
            this.id = id;
            this.transport = transport;
            this.tag = tag;
        }
    }

    private static final class Viewing {
        private final ParticipantId owner;
        private String tag = "";

        private Viewing(ParticipantId owner) {
            this.owner = owner;
        }
    }

    private final OfferDesk offers;
    private final EffectRunner effects;
    private final Seats seats;
    private final RandomGenerator random = new SecureRandom();
    private final Map<ParticipantId, Publishing> publishers = new HashMap<>();
    private final Map<ViewerId, Viewing> viewers = new HashMap<>();

    /// Each new publisher is a row of the log, so they are not to be had at any rate.
    private final SeatRate made = new SeatRate(EVERY_MS, BURST);

    ResourceDesk(OfferDesk offers, EffectRunner effects, Seats seats) {
        this.offers = offers;
        this.effects = effects;
        this.seats = seats;
    }

    /// Answers a publisher's offer, and gives it the seat: not before the offer is found good, for
    /// a bad one must not cost whoever has the seat.
    void publish(Publisher publisher, long nowMs, CompletableFuture<MediaAnswer> answered) {
        ParticipantId who = publisher.resource().owner();
        if (made.take(who, nowMs) > 0) {
            refuse(answered, ResourceException.Reason.TOO_OFTEN);
        } else if (seats.removed(who)) {
            refuse(answered, ResourceException.Reason.REMOVED);
        } else if (!seats.hasRoomFor(publisher)) {
            refuse(answered, ResourceException.Reason.ROOM_FULL);
        } else {
            offers.publish(who, publisher.resource().id(), publisher.sdp())
                    .whenComplete((made, error) -> {
                        if (error != null) {
                            answered.completeExceptionally(error);
                        } else {
                            takeSeat(publisher, made, answered);
                        }
                    });
        }
    }

    private void takeSeat(
            Publisher publisher, OfferDesk.Published made, CompletableFuture<MediaAnswer> told) {
        MediaResource resource = publisher.resource();
        ParticipantId who = resource.owner();
        if (!offers.isNewest(who, made.transport())) {
            refuse(told, ResourceException.Reason.OVERTAKEN);
            return;
        }
        var answer = MediaAnswer.of(made.answer());
        var media = new MediaIntent(answer.takes("audio"), answer.takes("video"), false);
        var join =
                new RoomCommand.Join(
                        who, publisher.name(), publisher.role(), resource.id(), media, newOp());
        if (seats.operate(join, () -> told.complete(answer), () -> fail(told))) {
            publishers.put(who, new Publishing(resource.id(), made.transport(), answer.tag()));
        } else {
            effects.leave(who);
            offers.forget(who);
            refuse(
                    told,
                    seats.removed(who)
                            ? ResourceException.Reason.REMOVED
                            : ResourceException.Reason.ROOM_FULL);
        }
    }

    /// Answers a viewer's offer; the roster does not change.
    void view(
            MediaResource resource,
            ViewOffer offer,
            long nowMs,
            CompletableFuture<MediaAnswer> answered) {
        ParticipantId owner = resource.owner();
        if (seats.removed(owner)) {
            refuse(answered, ResourceException.Reason.REMOVED);
            return;
        }
        long own = viewers.values().stream().filter(each -> each.owner.equals(owner)).count();
        if (own >= MAX_VIEWERS_OF_OWNER || viewers.size() >= MAX_VIEWERS) {
            refuse(answered, ResourceException.Reason.TOO_MANY_VIEWERS);
            return;
        }
        if (made.take(owner, nowMs) > 0) {
            refuse(answered, ResourceException.Reason.TOO_OFTEN);
            return;
        }
        var id = new ViewerId(resource.id());
        var viewing = new Viewing(owner);
        viewers.put(id, viewing);
        effects.view(id, offer)
                .whenComplete((sdp, error) -> {
                    if (error != null) {
                        viewers.remove(id);
                        answered.completeExceptionally(error);
                        return;
                    }
                    if (viewers.get(id) != viewing) {
                        // Its owner was put out meanwhile.
                        effects.endView(id);
                        refuse(answered, ResourceException.Reason.GONE);
                        return;
                    }
                    var answer = MediaAnswer.of(sdp);
                    viewing.tag = answer.tag();
                    answered.complete(answer);
                });
    }

    /// Takes trickled candidates, of which a lite agent needs none (RFC 8445 section 2.5).
    void trickle(MediaResource resource, String tag, CompletableFuture<@Nullable Void> noted) {
        String current = tagOf(resource);
        if (current == null) {
            refuse(noted, ResourceException.Reason.GONE);
        } else if (!current.equals(tag)) {
            refuse(noted, ResourceException.Reason.OTHER_TAG);
        } else {
            noted.complete(null);
        }
    }

    /// New ICE credentials; media goes on (RFC 9725 section 4.3.3).
    void restart(MediaResource resource, CompletableFuture<MediaAnswer> answered) {
        switch (resource.kind()) {
            case WHIP -> {
                Publishing one = publishing(resource);
                restart(
                        one == null ? null : effects.restart(resource.owner(), one.transport),
                        tag -> {
                            if (one != null) {
                                one.tag = tag;
                            }
                        },
                        answered);
            }
            case WHEP -> {
                Viewing one = viewing(resource);
                restart(
                        one == null ? null : effects.restart(new ViewerId(resource.id())),
                        tag -> {
                            if (one != null) {
                                one.tag = tag;
                            }
                        },
                        answered);
            }
        }
    }

    private static void restart(
            @Nullable CompletionStage<String> restarted,
            Consumer<String> tagged,
            CompletableFuture<MediaAnswer> answered) {
        if (restarted == null) {
            refuse(answered, ResourceException.Reason.GONE);
            return;
        }
        restarted.whenComplete((sdp, error) -> {
            if (error != null) {
                answered.completeExceptionally(error);
                return;
            }
            var answer = MediaAnswer.of(sdp);
            tagged.accept(answer.tag());
            answered.complete(answer);
        });
    }

    /// Ends a resource at its client's wish; a publisher leaves its seat with it.
    void end(MediaResource resource, CompletableFuture<@Nullable Void> ended) {
        if (tagOf(resource) == null) {
            refuse(ended, ResourceException.Reason.GONE);
            return;
        }
        switch (resource.kind()) {
            case WHIP -> {
                var leave = new RoomCommand.Leave(resource.owner(), resource.id(), newOp());
                publishers.remove(resource.owner());
                if (!seats.operate(leave, () -> ended.complete(null), () -> fail(ended))) {
                    refuse(ended, ResourceException.Reason.GONE);
                }
            }
            case WHEP -> {
                var id = new ViewerId(resource.id());
                viewers.remove(id);
                effects.endView(id);
                ended.complete(null);
            }
        }
    }

    private @Nullable String tagOf(MediaResource resource) {
        return switch (resource.kind()) {
            case WHIP -> {
                Publishing one = publishing(resource);
                yield one == null ? null : one.tag;
            }
            case WHEP -> {
                Viewing one = viewing(resource);
                yield one == null ? null : one.tag;
            }
        };
    }

    /// A seat that a page or a newer publisher has taken is none of its any more.
    private @Nullable Publishing publishing(MediaResource resource) {
        Publishing one = publishers.get(resource.owner());
        boolean holds =
                one != null
                        && one.id.equals(resource.id())
                        && seats.heldBy(resource.owner(), resource.id());
        return holds ? one : null;
    }

    /// Somebody else's is as good as none.
    private @Nullable Viewing viewing(MediaResource resource) {
        Viewing one = viewers.get(new ViewerId(resource.id()));
        return one != null && one.owner.equals(resource.owner()) ? one : null;
    }

    /// A transport that ended takes its publisher's resource with it; the seat is kept.
    void transport(ParticipantId who, int transport, TransportState state) {
        Publishing one = publishers.get(who);
        if (state == TransportState.CLOSED && one != null && one.transport == transport) {
            publishers.remove(who);
        }
    }

    void viewEnded(ViewerId viewer) {
        viewers.remove(viewer);
    }

    /// The seat has no transport any more.
    void forget(ParticipantId who) {
        publishers.remove(who);
    }

    /// Somebody was put out: they see nothing any more either.
    void endViews(ParticipantId owner) {
        for (ViewerId id : List.copyOf(viewers.keySet())) {
            Viewing one = viewers.get(id);
            if (one != null && one.owner.equals(owner)) {
                viewers.remove(id);
                effects.endView(id);
            }
        }
    }

    int viewers() {
        return viewers.size();
    }

    private OperationId newOp() {
        String letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var op = new StringBuilder();
        for (int i = 0; i < 26; i++) {
            op.append(letters.charAt(random.nextInt(letters.length())));
        }
        return new OperationId(op.toString());
    }

    /// The room ends, and whoever waits may try again with the next one.
    private static void fail(CompletableFuture<?> waiting) {
        waiting.completeExceptionally(new RoomException(RoomException.Reason.BUSY));
    }

    private static void refuse(CompletableFuture<?> told, ResourceException.Reason reason) {
        told.completeExceptionally(new ResourceException(reason));
    }
}
