package live.lyceum.recorder.io;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.RoomId;
import org.jspecify.annotations.Nullable;

/// Taps of rooms go in and out one after another, however overloaded the media plane is. Owned by
/// the thread of its `later`.
final class RoomTaps {
    private static final long AGAIN_MS = 100;

    private final TapPoint media;
    private final Later later;
    private final Map<RoomId, CompletionStage<@Nullable Void>> last = new HashMap<>();

    RoomTaps(TapPoint media, Later later) {
        this.media = media;
        this.later = later;
    }

    /// Complete when that is in force; null: nothing is taken any more.
    CompletionStage<@Nullable Void> set(RoomId room, @Nullable MediaTap tap) {
        CompletionStage<@Nullable Void> before =
                last.getOrDefault(room, CompletableFuture.completedStage(null));
        var done = new CompletableFuture<@Nullable Void>();
        before.thenRun(() -> set(room, tap, done));
        last.put(room, done);
        return done.thenRun(() -> later.run(0, () -> last.remove(room, done)))
                .thenApply(nothing -> null);
    }

    private void set(RoomId room, @Nullable MediaTap tap, CompletableFuture<@Nullable Void> done) {
        media.tap(room, tap)
                .whenComplete((now, error) -> {
                    if (error == null) {
                        done.complete(null);
                    } else {
                        later.run(AGAIN_MS, () -> set(room, tap, done));
                    }
                });
    }
}
