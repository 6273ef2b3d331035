package live.lyceum.signaling.room;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.Timer;
import org.jspecify.annotations.Nullable;

/// When a session is recorded: by its plan from when mentor and learner are active together for the
/// first time, and whenever a mentor or an integrator says so. Owned by its [Room].
final class RecordingRules {
    /// Of one session, one after another.
    static final int MAX_RECORDINGS = 20;

    private final RoomState state;
    private final RowLog rows;

    RecordingRules(RoomState state, RowLog rows) {
        this.state = state;
        this.rows = rows;
    }

    /// Starts what the plan asks for, once.
    List<RoomEvent> follow(long wallMs) {
        RecordingState recording = state.lesson().recording();
        boolean due =
                state.plan().saving().record()
                        && recording.count() == 0
                        && state.lesson().timer().state() == Timer.State.RUNNING;
        return due ? List.of(rows.log(started(null), null, wallMs)) : List.of();
    }

    /// A recording cannot go on.
    List<RoomEvent> broke(RoomCommand.RecordingBroke broke, long wallMs) {
        return is(broke.id())
                ? List.of(rows.log(stopped(broke.reason(), null), null, wallMs))
                : List.of();
    }

    RoomEvent.@Nullable Refused whyNotStart() {
        return now() == null && state.lesson().recording().count() >= MAX_RECORDINGS
                ? new RoomEvent.Refused(
                        ErrorCode.FORBIDDEN,
                        "A session has at most %d recordings".formatted(MAX_RECORDINGS))
                : null;
    }

    /// Null if it is so already.
    @Nullable RoomFact set(boolean on, ParticipantId by) {
        if (on) {
            return now() == null ? started(by) : null;
        }
        return now() == null ? null : stopped(LiveRecording.Stop.MENTOR, by);
    }

    @Nullable RoomFact start() {
        return now() == null ? started(null) : null;
    }

    @Nullable RoomFact stop(RecordingId id) {
        return is(id) ? stopped(LiveRecording.Stop.REQUESTED, null) : null;
    }

    @Nullable RoomFact setLocal(ParticipantId who, boolean on) {
        boolean records = state.lesson().recording().local().contains(who);
        return records == on ? null : new RoomFact.LocalRecordingSet(who, on);
    }

    private @Nullable LiveRecording now() {
        return state.lesson().recording().now();
    }

    private boolean is(RecordingId id) {
        LiveRecording now = now();
        return now != null && now.id().equals(id);
    }

    private RoomFact started(@Nullable ParticipantId by) {
        return new RoomFact.RecordingStarted(id(state.plan().id(), state.seq() + 1), by);
    }

    private RoomFact stopped(LiveRecording.Stop reason, @Nullable ParticipantId by) {
        LiveRecording now = now();
        if (now == null) {
            throw new IllegalStateException("nothing is recorded");
        }
        return new RoomFact.RecordingStopped(now.id(), reason, by);
    }

    /// Named by its session and the row that starts it: no id is given twice.
    private static RecordingId id(RoomId session, long seq) {
        String name = session.value();
        return new RecordingId(
                "rec_%s_%d".formatted(name.startsWith("ses_") ? name.substring(4) : name, seq));
    }
}
