package live.lyceum.signaling.room;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import live.lyceum.media.api.ParticipantId;

/// The last proofs of life when a session may end: that somebody dropped is known only seconds
/// later, and then it is too late to correct its time.
///
/// @param agoMs for each transport how long ago its last authenticated packet came; of others
///   nothing is known, and they count as alive
public record Proofs(Map<ParticipantId, Long> agoMs) {
    /// Nobody was asked.
    public static final Proofs NONE = new Proofs(Map.of());

    /// Whoever sends media gives a proof more often.
    private static final long SILENT_MS = 250;

    public Proofs {
        agoMs = Map.copyOf(agoMs);
    }

    /// Who has been silent for a while, and since when.
    public List<RoomFact.Silence> silences(long nowMs) {
        return agoMs.entrySet().stream()
                .filter(each -> each.getValue() > SILENT_MS)
                .map(each -> new RoomFact.Silence(each.getKey(), nowMs - each.getValue()))
                .sorted(Comparator.comparing(each -> each.who().value()))
                .toList();
    }
}
