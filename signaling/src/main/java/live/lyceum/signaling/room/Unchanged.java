package live.lyceum.signaling.room;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.OperationId;
import org.jspecify.annotations.Nullable;

/// Operations that found everything as they wanted it and made no row. Without this a repetition
/// that comes late would undo what somebody else did in between. They are forgotten with the
/// process, unlike those that made a row. Owned by its [Room].
final class Unchanged {
    private static final int MAX_KEPT = 1_024;

    private record Key(ParticipantId who, OperationId op) {}

    private final SequencedMap<Key, Seat.Done> done = new LinkedHashMap<>();

    /// How it was answered, or null: there was no such operation.
    Seat.@Nullable Done get(ParticipantId who, OperationId op) {
        return done.get(new Key(who, op));
    }

    void add(ParticipantId who, OperationId op, Seat.Done outcome) {
        done.put(new Key(who, op), outcome);
        if (done.size() > MAX_KEPT) {
            Map.Entry<Key, Seat.Done> oldest = done.firstEntry();
            done.remove(oldest.getKey());
        }
    }
}
