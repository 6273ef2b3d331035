package live.lyceum.recorder.backfill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.lyceum.media.api.ParticipantId;

/// A time of which there is no text of what somebody said. Times are epoch milliseconds.
public record Gap(ParticipantId who, long fromMs, long toMs) {
    /// What is added on both sides: a word may have begun before it was noticed.
    static final long PAD_MS = 300;

    /// Gaps that are closer are one.
    static final long CLOSE_MS = 2_000;

    public Gap {
        if (toMs < fromMs) {
            throw new IllegalArgumentException("a gap ends after it begins");
        }
    }

    /// Gaps padded, those that are close to one another as one; in the order of time, those of one
    /// speaker apart.
    static List<Gap> merged(List<Gap> gaps) {
        var merged = new ArrayList<Gap>();
        Map<ParticipantId, Gap> last = new HashMap<>();
        for (Gap each : gaps.stream().sorted(Comparator.comparingLong(Gap::fromMs)).toList()) {
            var padded = new Gap(each.who, each.fromMs - PAD_MS, each.toMs + PAD_MS);
            Gap before = last.get(each.who);
            if (before != null && padded.fromMs - before.toMs < CLOSE_MS) {
                merged.remove(before);
                padded = new Gap(each.who, before.fromMs, Math.max(before.toMs, padded.toMs));
            }
            last.put(each.who, padded);
            merged.add(padded);
        }
        merged.sort(Comparator.comparingLong(Gap::fromMs));
        return merged;
    }
}
