package live.lyceum.media.forward;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import live.lyceum.media.api.ParticipantId;

/// Who speaks now, by the audio levels that the senders state (RFC 6464). Loud packets in a row
/// begin a turn, a while without any ends it. Owned by its room.
public final class ActiveSpeakers {
    /// -dBov; a quiet room is about 60 to 127, speech 10 to 40.
    private static final int LOUD = 45;

    private static final int LOUD_PACKETS = 3;
    private static final long RUN_GAP_NS = 100_000_000L;
    private static final long HANG_NS = 500_000_000L;

    private static final class Voice {
        private int run;
        private long lastLoudNs;
    }

    private final Map<ParticipantId, Voice> voices = new HashMap<>();
    private final Map<ParticipantId, Voice> speaking = new LinkedHashMap<>();

    /// One audio packet's level; true when the set of speakers changed.
    ///
    /// @param level 0 (loudest) to 127 (silence), in -dBov
    public boolean onLevel(ParticipantId participant, int level, long nowNs) {
        if (level > LOUD) {
            return false;
        }
        Voice voice = voices.computeIfAbsent(participant, p -> new Voice());
        voice.run = nowNs - voice.lastLoudNs > RUN_GAP_NS ? 1 : voice.run + 1;
        voice.lastLoudNs = nowNs;
        return voice.run >= LOUD_PACKETS && speaking.putIfAbsent(participant, voice) == null;
    }

    /// Ends turns that are over; true when the set changed.
    public boolean onDeadline(long nowNs) {
        boolean changed = false;
        for (Iterator<Voice> all = speaking.values().iterator(); all.hasNext(); ) {
            if (nowNs - all.next().lastLoudNs >= HANG_NS) {
                all.remove();
                changed = true;
            }
        }
        return changed;
    }

    /// When the next turn may end; `Long.MAX_VALUE` when nobody speaks.
    public long nextDeadlineNs() {
        long next = Long.MAX_VALUE;
        for (Voice voice : speaking.values()) {
            long end = voice.lastLoudNs + HANG_NS;
            if (next == Long.MAX_VALUE || end - next < 0) {
                next = end;
            }
        }
        return next;
    }

    /// The participant is muted or gone; true when the set changed.
    public boolean remove(ParticipantId participant) {
        voices.remove(participant);
        return speaking.remove(participant) != null;
    }

    public Set<ParticipantId> speaking() {
        return Set.copyOf(speaking.keySet());
    }
}
