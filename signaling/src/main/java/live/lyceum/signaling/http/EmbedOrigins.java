package live.lyceum.signaling.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.shell.Sessions;
import live.lyceum.signaling.shell.SignalingMetrics;

/// Whose pages may frame the page of a session, read from the store each time that page is asked
/// for. Who asks needs no token, so only so many are read at once, and all that is told of an id is
/// its origins. Safe to call from any thread; nothing here blocks.
final class EmbedOrigins {
    /// Few beside what the store's readers take, for rooms need them too.
    static final int AT_ONCE = 64;

    private static final int WITHIN_S = 2;

    private final Sessions sessions;
    private final SignalingMetrics metrics;
    private final AtomicInteger underWay = new AtomicInteger();

    EmbedOrigins(Sessions sessions, SignalingMetrics metrics) {
        this.sessions = sessions;
        this.metrics = metrics;
    }

    /// None for an unknown session, and where the store fails, is slow or asked too much: the page
    /// is good for all but a frame then. Never fails.
    CompletionStage<List<String>> of(RoomId session) {
        if (underWay.incrementAndGet() > AT_ONCE) {
            underWay.decrementAndGet();
            metrics.turnedAway(SignalingMetrics.Turned.EMBED_LIMIT);
            return CompletableFuture.completedStage(List.of());
        }
        return sessions.find(session)
                .whenComplete((found, error) -> underWay.decrementAndGet())
                .thenApply(found -> found.map(each -> each.plan().embedOrigins()).orElse(List.of()))
                .toCompletableFuture()
                .orTimeout(WITHIN_S, TimeUnit.SECONDS)
                .exceptionally(error -> List.of());
    }
}
