package live.lyceum.recorder.backfill;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.TranscriptLine;

/// Of which times of which speakers there is text.
final class HeardAlready {
    /// For each speaker, from where until where; none overlaps another.
    private final Map<ParticipantId, TreeMap<Long, Long>> times = new HashMap<>();

    /// @param lines that are final
    HeardAlready(List<TranscriptLine> lines) {
        lines.forEach(each -> add(each.who(), each.startMs(), each.endMs()));
    }

    private void add(ParticipantId who, long startMs, long endMs) {
        TreeMap<Long, Long> of = times.computeIfAbsent(who, _ -> new TreeMap<>());
        long from = startMs;
        long to = endMs;
        for (var at = of.floorEntry(to); at != null && at.getValue() >= from; ) {
            from = Math.min(from, at.getKey());
            to = Math.max(to, at.getValue());
            of.remove(at.getKey());
            at = of.floorEntry(to);
        }
        of.put(from, to);
    }

    /// Whether there is text of what somebody said at a moment, in epoch milliseconds.
    boolean at(ParticipantId who, long ms) {
        TreeMap<Long, Long> of = times.get(who);
        var begun = of == null ? null : of.floorEntry(ms);
        return begun != null && ms <= begun.getValue();
    }
}
