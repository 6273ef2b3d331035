package live.lyceum.signaling.shell;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.room.RoomCommand;
import org.jspecify.annotations.Nullable;

/// Rooms that failed: since when they have been without media, which nobody pays for, and how often
/// it was tried to load them. Safe to call from any thread.
final class Outages {
    /// A room that has lived so long since it failed is as good as one that never did.
    static final long CALM_MS = 60_000;

    private static final long FIRST_RETRY_MS = 100;
    private static final long MAX_RETRY_MS = 30_000;
    private static final int MAX_DOUBLINGS = 10;

    private static final class Outage {
        /// Null once the room goes on.
        private RoomCommand.@Nullable Restarted how;

        private int tries;
        private long lastMs;
        private boolean retrying;
    }

    private final Map<RoomId, Outage> outages = new HashMap<>();

    /// The room is without media from then on, if it was not already.
    synchronized void begin(RoomId room, RoomCommand.Restarted how, long nowMs) {
        Outage outage = outages.computeIfAbsent(room, id -> new Outage());
        if (outage.how == null) {
            outage.how = how;
        }
        if (nowMs - outage.lastMs > CALM_MS) {
            outage.tries = 0;
        }
        outage.lastMs = nowMs;
    }

    /// How its media ended, or null: it did not fail, or goes on.
    synchronized RoomCommand.@Nullable Restarted of(RoomId room) {
        Outage outage = outages.get(room);
        return outage == null ? null : outage.how;
    }

    /// In how many milliseconds the room is to be tried again, longer each time; empty when that is
    /// not needed, or somebody was told already and has not [#retried].
    synchronized OptionalLong retryMs(RoomId room) {
        Outage outage = outages.get(room);
        if (outage == null || outage.how == null || outage.retrying) {
            return OptionalLong.empty();
        }
        outage.retrying = true;
        int doublings = Math.min(outage.tries++, MAX_DOUBLINGS);
        return OptionalLong.of(Math.min(MAX_RETRY_MS, FIRST_RETRY_MS << doublings));
    }

    synchronized void retried(RoomId room) {
        Outage outage = outages.get(room);
        if (outage != null) {
            outage.retrying = false;
        }
    }

    /// The room goes on, and its log knows of the outage.
    synchronized void end(RoomId room) {
        Outage outage = outages.get(room);
        if (outage != null) {
            outage.how = null;
        }
    }

    /// Forgets rooms that have gone on for a while.
    synchronized void sweep(long nowMs) {
        outages.values().removeIf(each -> each.how == null && nowMs - each.lastMs > CALM_MS);
    }
}
