package live.lyceum.signaling.shell;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.room.RoomState;

/// What a durable row means besides being shown: for sockets that come to or lose a seat, and for
/// gates, for the recorder and the transcriber. Owned by the room's mailbox.
final class RowEffects {
    private final Audience audience;
    private final ResourceDesk resources;
    private final Gates gates;
    private final RoomRecorder recorder;
    private final RoomTranscriber transcriber;

    RowEffects(Audience audience, ResourceDesk resources, Gates gates, RoomParts parts) {
        this.audience = audience;
        this.resources = resources;
        this.gates = gates;
        recorder = new RoomRecorder(parts.recorder());
        transcriber = new RoomTranscriber(parts.transcriber());
    }

    /// What rows of before mean.
    void begin(RoomState durable) {
        recorder.begin(durable);
    }

    /// The room has begun: what it is told from here on it hears.
    void begun(RoomState durable) {
        transcriber.begin(durable);
    }

    /// @param durable with the row
    void of(RoomEvent.Logged row, RoomState durable) {
        recorder.of(row, durable);
        transcriber.of(row, durable);
        switch (row.fact()) {
            case RoomFact.Joined joined -> {
                ParticipantId who = joined.participant().id();
                audience.seated(who, joined.holder());
                gates.refresh(who);
            }
            case RoomFact.Rejoined again -> {
                audience.seated(again.who(), again.holder());
                gates.refresh(again.who());
            }
            case RoomFact.Left left -> audience.unseated(left.who());
            case RoomFact.Removed removed -> {
                audience.unseated(removed.who());
                resources.endViews(removed.who());
            }
            case RoomFact.MediaSet set -> gates.refresh(set.who());
            case RoomFact.Muted muted -> gates.refresh(muted.who());
            case RoomFact.Opened _,
                    RoomFact.PlanChanged _,
                    RoomFact.TimerSet _,
                    RoomFact.Ended _,
                    RoomFact.Transported _,
                    RoomFact.Said _,
                    RoomFact.HandSet _,
                    RoomFact.TopicsSet _,
                    RoomFact.TimeWarned _,
                    RoomFact.RecordingStarted _,
                    RoomFact.RecordingStopped _,
                    RoomFact.LocalRecordingSet _,
                    RoomFact.Transcribed _ -> {}
        }
    }
}
