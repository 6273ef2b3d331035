package live.lyceum.signaling.room;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.LiveRecording;
import org.jspecify.annotations.Nullable;

/// Whether a session is recorded, here and on people's devices. Owned by its [LessonState].
final class RecordingState {
    private @Nullable LiveRecording now;
    private int count;
    private final SequencedSet<ParticipantId> local = new LinkedHashSet<>();

    RecordingState copy() {
        var copy = new RecordingState();
        copy.now = now;
        copy.count = count;
        copy.local.addAll(local);
        return copy;
    }

    void started(RoomFact.RecordingStarted how, long wallMs) {
        now = new LiveRecording(how.id(), wallMs, how.by());
        count++;
    }

    void stopped() {
        now = null;
    }

    void local(ParticipantId who, boolean on) {
        if (on) {
            local.add(who);
        } else {
            local.remove(who);
        }
    }

    void ended() {
        now = null;
        local.clear();
    }

    @Nullable LiveRecording now() {
        return now;
    }

    /// How many there were and are.
    int count() {
        return count;
    }

    List<ParticipantId> local() {
        return List.copyOf(local);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecordingState that
                && Objects.equals(now, that.now)
                && count == that.count
                && local().equals(that.local());
    }

    @Override
    public int hashCode() {
        return Objects.hash(now, count);
    }
}
