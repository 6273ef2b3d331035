package live.lyceum.signaling.shell;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.Reply;
import org.jspecify.annotations.Nullable;

/// The latest offers of each seat and what they were answered, for offers are no rows of the log
/// and a repeated one gets the same reply. Owned by the room's mailbox.
final class OfferMemory {
    private static final int MAX_KEPT = 4;

    /// The body of an offer, without the SDP itself, and the reply it got or will get.
    record Remembered(
            int generation,
            boolean restart,
            int sdpLength,
            int sdpHash,
            CompletableFuture<Reply> reply) {
        boolean sameBody(ClientRequest.Offer other) {
            return generation == other.generation()
                    && restart == other.restart()
                    && sdpLength == other.sdp().length()
                    && sdpHash == other.sdp().hashCode();
        }
    }

    private final Map<ParticipantId, SequencedMap<OperationId, Remembered>> seats = new HashMap<>();

    @Nullable Remembered get(ParticipantId who, OperationId op) {
        var offers = seats.get(who);
        return offers == null ? null : offers.get(op);
    }

    CompletableFuture<Reply> add(ParticipantId who, ClientRequest.Offer offer) {
        var offers = seats.computeIfAbsent(who, id -> new LinkedHashMap<>());
        var reply = new CompletableFuture<Reply>();
        offers.put(
                offer.op(),
                new Remembered(
                        offer.generation(),
                        offer.restart(),
                        offer.sdp().length(),
                        offer.sdp().hashCode(),
                        reply));
        if (offers.size() > MAX_KEPT) {
            offers.pollFirstEntry();
        }
        return reply;
    }

    /// Forgets one offer: asked again it may be answered otherwise.
    void forget(ParticipantId who, OperationId op) {
        var offers = seats.get(who);
        if (offers != null) {
            offers.remove(op);
        }
    }

    void forget(ParticipantId who) {
        seats.remove(who);
    }
}
