package live.lyceum.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.MediaServer;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;

/// Stands where the media plane will be: refuses every offer.
final class NoMedia implements MediaServer {
    @Override
    public CompletionStage<String> offer(RoomId room, ParticipantId participant, MediaOffer offer) {
        return CompletableFuture.failedStage(
                new OfferRefused(OfferRefused.Reason.BUSY, "This server was built without media"));
    }

    @Override
    public CompletionStage<Void> gate(RoomId room, ParticipantId participant, MediaGate gate) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> leave(RoomId room, ParticipantId participant) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> closeRoom(RoomId room) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close() {}
}
