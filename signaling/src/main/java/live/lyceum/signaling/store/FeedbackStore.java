package live.lyceum.signaling.store;

import java.util.List;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Feedback;
import org.jspecify.annotations.Nullable;

/// Keeps what people said of sessions, once for each of them. Safe to call from any thread; nothing
/// here blocks, and stages may complete on any thread. What goes wrong is a [StoreException].
public interface FeedbackStore {
    /// Keeps a feedback in the place of the one before, and in the same commit the deliveries to
    /// webhooks that are told of it; complete when it is durable. The name is not kept, as the seat
    /// has it. Fails with [StoreException.Reason#CONFLICT] for an unknown session, and with
    /// [StoreException.Reason#FULL] at the store's limit.
    CompletionStage<Void> put(RoomId room, Feedback feedback);

    /// The feedback of a session in the order of the participants' ids, at most `limit`; none for
    /// an unknown one.
    ///
    /// @param after the last one of the page before, or null for the first page
    CompletionStage<List<Feedback>> feedback(RoomId room, @Nullable ParticipantId after, int limit);
}
