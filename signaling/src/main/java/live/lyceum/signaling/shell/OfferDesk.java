package live.lyceum.signaling.shell;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.MediaOffer.Ways;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.Reply;
import org.jspecify.annotations.Nullable;

/// Takes offers to the media plane and the answers back, each offer once. Owned by the room's
/// mailbox.
final class OfferDesk {
    private final EffectRunner effects;
    private final Gates gates;
    private final BiPredicate<ParticipantId, String> heldBy;
    private final Consumer<ParticipantId> onReplaced;
    private final Transports transports = new Transports();
    private final OfferMemory memory = new OfferMemory();

    /// @param heldBy whether a page has the seat of a person now
    /// @param onReplaced told when a new transport takes the place of none or of another
    OfferDesk(
            EffectRunner effects,
            Gates gates,
            BiPredicate<ParticipantId, String> heldBy,
            Consumer<ParticipantId> onReplaced) {
        this.effects = effects;
        this.gates = gates;
        this.heldBy = heldBy;
        this.onReplaced = onReplaced;
    }

    /// Answers an offer of somebody in the room.
    ///
    /// @param whenDurable runs what it is given once all rows so far are durable
    void ask(Link link, long requestId, ClientRequest.Offer offer, Consumer<Runnable> whenDurable) {
        ParticipantId who = link.arrival().who();
        var before = memory.get(who, offer.op());
        if (before != null && !before.sameBody(offer)) {
            link.reply(
                    requestId,
                    new Reply.Refusal(ErrorCode.OP_REUSED, "This op was used with another body"));
            return;
        }
        CompletableFuture<Reply> reply =
                before != null ? before.reply() : carryOut(link, offer, whenDurable);
        var _ = reply.thenAccept(told -> link.reply(requestId, told));
    }

    private CompletableFuture<Reply> carryOut(
            Link link, ClientRequest.Offer offer, Consumer<Runnable> whenDurable) {
        ParticipantId who = link.arrival().who();
        var named = new Transports.Named(link.arrival().page(), offer.generation());
        int number = transports.number(who, named, offer.restart());
        if (number == Transports.STALE) {
            return CompletableFuture.completedFuture(
                    new Reply.Refusal(
                            ErrorCode.STALE_GEN, "There is a newer generation, or none yet"));
        }
        CompletableFuture<Reply> reply = memory.add(who, offer);
        whenDurable.accept(() -> carryOut(who, number, named, offer, reply));
        return reply;
    }

    private void carryOut(
            ParticipantId who,
            int number,
            Transports.Named named,
            ClientRequest.Offer offer,
            CompletableFuture<Reply> reply) {
        if (!heldBy.test(who, named.page())) {
            // They left, or were put out, while rows before the offer became durable.
            memory.forget(who, offer.op());
            transports.refused(who, number);
            reply.complete(Told.notJoined());
            return;
        }
        MediaGate gate = gates.allowed(who);
        var _ = effects.gate(who, gate);
        var asked = new MediaOffer(number, offer.sdp(), offer.restart(), gate, gates.ways(who));
        effects.offer(who, asked)
                .whenComplete((answer, error) -> {
                    if (error != null) {
                        memory.forget(who, offer.op());
                        transports.refused(who, number);
                        reply.complete(Told.refusal(error));
                        return;
                    }
                    if (transports.answered(who, number, named)) {
                        onReplaced.accept(who);
                    }
                    reply.complete(new Reply.Answer(offer.generation(), answer));
                });
    }

    /// A publisher's answer and the number of its transport.
    record Published(String answer, int transport) {}

    /// Answers the offer of a client that only publishes and makes one offer in its life. What it
    /// may send is what the seat may now; the rest follows with the seat.
    CompletionStage<Published> publish(ParticipantId who, String holder, String sdp) {
        var named = new Transports.Named(holder, 1);
        int number = transports.number(who, named, false);
        var offer = new MediaOffer(number, sdp, false, gates.allowed(who), Ways.ONLY_PUBLISHES);
        return effects.offer(who, offer)
                .whenComplete((answer, error) -> {
                    if (error != null) {
                        transports.refused(who, number);
                    }
                })
                .thenApply(answer -> {
                    if (transports.isNewest(who, number)
                            && transports.answered(who, number, named)) {
                        onReplaced.accept(who);
                    }
                    return new Published(answer, number);
                });
    }

    /// Whether the seat has made no other transport since, and not given this one up.
    boolean isNewest(ParticipantId who, int number) {
        return transports.isNewest(who, number);
    }

    /// Whether the op belongs to an offer.
    boolean knows(ParticipantId who, OperationId op) {
        return memory.get(who, op) != null;
    }

    /// Whether news of this transport still mean something.
    boolean counts(ParticipantId who, int number) {
        return transports.counts(who, number);
    }

    /// Which page calls this transport what, or null when nobody does.
    Transports.@Nullable Named name(ParticipantId who, int number) {
        return transports.name(who, number);
    }

    void forget(ParticipantId who) {
        transports.forget(who);
        memory.forget(who);
    }
}
