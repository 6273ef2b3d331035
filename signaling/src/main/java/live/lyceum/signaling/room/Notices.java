package live.lyceum.signaling.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Notice.Content;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.Receipt;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.Timer;
import org.jspecify.annotations.Nullable;

/// What webhooks are told of rows: a fold over them and nothing else.
public final class Notices {
    private final RoomState before;
    private final RoomState after;
    private final List<Notice> told = new ArrayList<>();
    private final Map<ParticipantId, Participant> came = new HashMap<>();
    private final Set<ParticipantId> went = new HashSet<>();
    private Timer timer;
    private boolean started;
    private @Nullable RecordingId recording;

    private Notices(RoomState before, RoomState after) {
        this.before = before;
        this.after = after;
        timer = before.lesson().timer();
        started = before.lesson().startedAtMs() != null;
        LiveRecording live = before.recording();
        recording = live == null ? null : live.id();
    }

    /// What to tell of `rows`, in order.
    ///
    /// @param before the room without these rows
    /// @param after the room with all of them
    public static List<Notice> of(RoomState before, List<RoomEvent.Logged> rows, RoomState after) {
        var notices = new Notices(before, after);
        rows.forEach(notices::fold);
        return List.copyOf(notices.told);
    }

    private void fold(RoomEvent.Logged row) {
        switch (row.fact()) {
            case RoomFact.Joined joined -> join(row, joined.participant());
            case RoomFact.Left left -> leave(row, left.who(), false);
            case RoomFact.Removed removed -> leave(row, removed.who(), true);
            case RoomFact.TimerSet set -> time(row, set.timer());
            case RoomFact.RecordingStarted started -> {
                recording = started.id();
                tell(
                        row,
                        Notice.Type.RECORDING_STARTED,
                        new Content.RecordingStart(started.id(), started.by()));
            }
            case RoomFact.RecordingStopped stopped -> {
                recording = null;
                tell(
                        row,
                        Notice.Type.RECORDING_STOPPED,
                        new Content.RecordingStop(stopped.id(), stopped.reason()));
            }
            case RoomFact.Ended ended -> end(row, ended.end());
            case RoomFact.Opened _,
                    RoomFact.PlanChanged _,
                    RoomFact.Rejoined _,
                    RoomFact.MediaSet _,
                    RoomFact.Muted _,
                    RoomFact.Transported _,
                    RoomFact.Said _,
                    RoomFact.HandSet _,
                    RoomFact.TopicsSet _,
                    RoomFact.TimeWarned _,
                    RoomFact.LocalRecordingSet _,
                    RoomFact.Transcribed _ -> {}
        }
    }

    private @Nullable Participant present(ParticipantId who) {
        Participant newer = came.get(who);
        return newer != null || went.contains(who) ? newer : before.participant(who);
    }

    private void join(RoomEvent.Logged row, Participant participant) {
        // Who is there already and has another name or role now has not come.
        if (present(participant.id()) == null) {
            tell(
                    row,
                    Notice.Type.PARTICIPANT_JOINED,
                    new Content.Arrival(participant.id(), participant.name(), participant.role()));
        }
        came.put(participant.id(), participant);
    }

    private void leave(RoomEvent.Logged row, ParticipantId who, boolean removed) {
        Participant participant = present(who);
        if (participant != null) {
            tell(
                    row,
                    Notice.Type.PARTICIPANT_LEFT,
                    new Content.Departure(who, participant.role(), removed));
        }
        came.remove(who);
        went.add(who);
    }

    private void time(RoomEvent.Logged row, Timer now) {
        boolean ran = timer.state() == Timer.State.RUNNING;
        switch (now.state()) {
            case RUNNING -> {
                if (!ran) {
                    Notice.Type type =
                            started ? Notice.Type.SESSION_RESUMED : Notice.Type.SESSION_STARTED;
                    tell(row, type, new Content.Time(now));
                }
                started = true;
            }
            // Again, if what was told of the time until then turned out to be wrong.
            case PAUSED, WAITING -> {
                if (ran || now.activeMs() != timer.activeMs()) {
                    tell(row, Notice.Type.SESSION_PAUSED, new Content.Time(now));
                }
            }
            case ENDED -> {}
        }
        timer = now;
    }

    private void end(RoomEvent.Logged row, SessionEnd end) {
        if (recording != null) {
            tell(row, Notice.Type.RECORDING_STOPPED, new Content.RecordingStop(recording, null));
        }
        List<Receipt.Attendance> attendance =
                after.seated(end.atMs()).stream()
                        .map(each ->
                                new Receipt.Attendance(
                                        each.participant().id(),
                                        each.participant().role(),
                                        each.attendanceMs()))
                        .toList();
        tell(
                row,
                Notice.Type.SESSION_ENDED,
                new Content.End(end, after.plan().plannedMs(), attendance));
    }

    private void tell(RoomEvent.Logged row, Notice.Type type, Content content) {
        told.add(new Notice(type, before.plan().id(), row.seq(), row.wallMs(), content));
    }
}
