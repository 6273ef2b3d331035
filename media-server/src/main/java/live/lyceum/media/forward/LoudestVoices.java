package live.lyceum.media.forward;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import live.lyceum.media.api.ParticipantId;
import org.jspecify.annotations.Nullable;

/// Who is heard when more microphones are open than receivers have slots for: the loudest, by the
/// levels that senders state (RFC 6464). Whoever is heard stays for a turn at least and makes room
/// only for somebody clearly louder, so that a cough takes nobody's word. Owned by its room.
public final class LoudestVoices {
    /// How often the choice is looked at while it is one.
    public static final long REVIEW_NS = 100_000_000L;

    private static final long MIN_TURN_NS = 1_000_000_000L;

    /// Levels are smoothed over about this long: a syllable.
    private static final long SMOOTHING_NS = 200_000_000L;

    /// Without a packet for so long a voice counts as silent: DTX sends none for 400 ms.
    private static final long SILENT_NS = 500_000_000L;

    /// How much louder a newcomer has to be, in dB.
    private static final double MARGIN_DB = 6;

    private static final int QUIETEST = 127;

    private static final class Voice {
        /// In dB over the quietest level there is.
        private double loudness;

        private long lastNs;
        private long heardSinceNs;
    }

    private final Map<ParticipantId, Voice> voices = new HashMap<>();
    private final Set<ParticipantId> heard = new LinkedHashSet<>();

    /// One audio packet's level.
    ///
    /// @param level 0 (loudest) to 127 (silence), in -dBov
    public void onLevel(ParticipantId participant, int level, long nowNs) {
        Voice voice = voices.computeIfAbsent(participant, p -> new Voice());
        double weight = Math.min(1, (double) (nowNs - voice.lastNs) / SMOOTHING_NS);
        voice.loudness += (QUIETEST - level - voice.loudness) * weight;
        voice.lastNs = nowNs;
    }

    /// The participant is muted or gone.
    public void remove(ParticipantId participant) {
        voices.remove(participant);
        heard.remove(participant);
    }

    /// Chooses anew who of `candidates` are heard, at most `room`; true when that changed.
    public boolean review(Collection<ParticipantId> candidates, int room, long nowNs) {
        boolean changed = heard.retainAll(candidates);
        while (heard.size() > room) {
            heard.remove(heard.iterator().next());
            changed = true;
        }
        Comparator<ParticipantId> byLoudness =
                Comparator.comparingDouble(candidate -> loudness(candidate, nowNs));
        while (heard.size() < room && heard.size() < candidates.size()) {
            hear(pick(candidates, c -> !heard.contains(c), byLoudness.reversed()), nowNs);
            changed = true;
        }
        ParticipantId challenger = pick(candidates, c -> !heard.contains(c), byLoudness.reversed());
        ParticipantId weakest = pick(heard, c -> turnIsOver(c, nowNs), byLoudness);
        if (challenger != null
                && weakest != null
                && loudness(challenger, nowNs) >= loudness(weakest, nowNs) + MARGIN_DB) {
            heard.remove(weakest);
            hear(challenger, nowNs);
            changed = true;
        }
        return changed;
    }

    public boolean hears(ParticipantId participant) {
        return heard.contains(participant);
    }

    private void hear(@Nullable ParticipantId participant, long nowNs) {
        if (participant != null) {
            heard.add(participant);
            voices.computeIfAbsent(participant, p -> new Voice()).heardSinceNs = nowNs;
        }
    }

    private boolean turnIsOver(ParticipantId participant, long nowNs) {
        Voice voice = voices.get(participant);
        return voice == null || nowNs - voice.heardSinceNs >= MIN_TURN_NS;
    }

    private double loudness(ParticipantId participant, long nowNs) {
        Voice voice = voices.get(participant);
        return voice == null || nowNs - voice.lastNs > SILENT_NS ? 0 : voice.loudness;
    }

    /// The first of those that fit, in this order; null when none does.
    private static @Nullable ParticipantId pick(
            Collection<ParticipantId> all,
            Predicate<ParticipantId> fits,
            Comparator<ParticipantId> order) {
        return all.stream().filter(fits).min(order).orElse(null);
    }
}
