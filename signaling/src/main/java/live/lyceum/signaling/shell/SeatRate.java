package live.lyceum.signaling.shell;

import java.util.HashMap;
import java.util.Map;
import live.lyceum.media.api.ParticipantId;

/// Lets each seat do something that often: a burst after a pause, and from then on one in so many
/// milliseconds. Owned by the room's mailbox.
final class SeatRate {
    private static final int MAX_COUNTED = 256;

    private final long everyMs;
    private final int burst;
    private final Map<ParticipantId, Long> freeAtMs = new HashMap<>();

    SeatRate(long everyMs, int burst) {
        this.everyMs = everyMs;
        this.burst = burst;
    }

    /// Takes one. 0 if the seat may do it now, else in how many milliseconds it may.
    ///
    /// @param nowMs milliseconds of a clock that never goes back
    long take(ParticipantId who, long nowMs) {
        if (freeAtMs.size() > MAX_COUNTED) {
            freeAtMs.values().removeIf(free -> free <= nowMs);
        }
        long freeAt = Math.max(freeAtMs.getOrDefault(who, 0L), nowMs);
        long waitMs = freeAt - nowMs - (burst - 1) * everyMs;
        if (waitMs > 0) {
            return waitMs;
        }
        freeAtMs.put(who, freeAt + everyMs);
        return 0;
    }
}
