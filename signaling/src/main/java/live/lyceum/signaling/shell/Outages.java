package live.lyceum.signaling.shell;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import live.lyceum.media.api.RoomId;
import org.jspecify.annotations.Nullable;

/// Rooms that failed and do not go on yet: since when they have been without media, which nobody
/// pays for, and how often it was tried to load them. Safe to call from any thread.
final class Outages {
    private static final long FIRST_RETRY_MS = 100;
    private static final long MAX_RETRY_MS = 30_000;
    private static final int MAX_DOUBLINGS = 10;

    private record Outage(long sinceMs, int tries) {}

    private final Map<RoomId, Outage> outages = new ConcurrentHashMap<>();

    /// The room is without media from `atMs` on, if it was not already.
    void begin(RoomId room, long atMs) {
        outages.putIfAbsent(room, new Outage(atMs, 0));
    }

    /// Since when in epoch milliseconds, or null: the room did not fail.
    @Nullable Long sinceMs(RoomId room) {
        Outage outage = outages.get(room);
        return outage == null ? null : Long.valueOf(outage.sinceMs);
    }

    /// In how many milliseconds the room is to be tried again, longer each time.
    long retryMs(RoomId room) {
        Outage outage =
                outages.computeIfPresent(
                        room, (id, before) -> new Outage(before.sinceMs, before.tries + 1));
        int tries = outage == null ? 0 : outage.tries - 1;
        return Math.min(MAX_RETRY_MS, FIRST_RETRY_MS << Math.min(tries, MAX_DOUBLINGS));
    }

    /// The room goes on, and its log knows of the outage.
    void end(RoomId room) {
        outages.remove(room);
    }
}
