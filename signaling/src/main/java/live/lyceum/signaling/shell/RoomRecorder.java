package live.lyceum.signaling.shell;

import java.util.List;
import java.util.Objects;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.Topic;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.room.RoomState;
import org.jspecify.annotations.Nullable;

/// Has a room recorded as its durable rows say: nobody is recorded who was not told. Owned by the
/// room's mailbox.
final class RoomRecorder {
    private final Recorder recorder;
    private @Nullable LiveRecording now;
    private @Nullable String topic;

    RoomRecorder(Recorder recorder) {
        this.recorder = recorder;
    }

    /// Starts, or goes on with, what the state says.
    void begin(RoomState durable) {
        LiveRecording wanted = durable.recording();
        if (wanted == null) {
            return;
        }
        now = wanted;
        recorder.record(
                new Recorder.Order(
                        wanted.id(),
                        durable.plan().id(),
                        durable.plan().title(),
                        wanted.startedAtMs()));
        long atMs = durable.wallMs() - wanted.startedAtMs();
        for (Participant each : durable.participants()) {
            person(each, atMs);
        }
        topic = null;
        topics(durable.topics(), atMs);
    }

    /// @param durable with the row
    void of(RoomEvent.Logged row, RoomState durable) {
        LiveRecording recorded = now;
        switch (row.fact()) {
            case RoomFact.RecordingStarted _ -> begin(durable);
            case RoomFact.RecordingStopped _, RoomFact.Ended _ -> stop();
            case RoomFact.Joined joined when recorded != null ->
                    person(joined.participant(), row.wallMs() - recorded.startedAtMs());
            case RoomFact.TopicsSet set when recorded != null ->
                    topics(set.topics(), row.wallMs() - recorded.startedAtMs());
            default -> {}
        }
    }

    private void stop() {
        if (now != null) {
            recorder.stop(now.id());
            now = null;
        }
    }

    private void person(Participant who, long atMs) {
        if (now != null && who.role().sends()) {
            Cue.Part part = who.role() == Role.MENTOR ? Cue.Part.MENTOR : Cue.Part.LEARNER;
            recorder.note(now.id(), new Cue.Person(atMs, who.id(), who.name(), part));
        }
    }

    /// The first that is not done is talked about.
    private void topics(List<Topic> topics, long atMs) {
        Topic current = topics.stream().filter(each -> !each.done()).findFirst().orElse(null);
        if (now != null && current != null && !Objects.equals(topic, current.id())) {
            topic = current.id();
            recorder.note(now.id(), new Cue.Topic(atMs, current.title()));
        }
    }
}
