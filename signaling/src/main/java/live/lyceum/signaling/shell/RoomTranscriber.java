package live.lyceum.signaling.shell;

import java.util.ArrayList;
import java.util.List;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.Topic;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.room.RoomState;

/// Has a room transcribed as its durable rows say: from when its plan says so and somebody who may
/// speak is in it, until its end. Says again what is likely to be said when that is otherwise.
/// Owned by the room's mailbox.
final class RoomTranscriber {
    private final Transcriber transcriber;
    private boolean begun;
    private boolean on;

    /// What is likely to be said, as it was ordered.
    private List<String> words = List.of();

    RoomTranscriber(Transcriber transcriber) {
        this.transcriber = transcriber;
    }

    /// Starts, or goes on with, what the state says; nothing is done before that.
    void begin(RoomState durable) {
        begun = true;
        follow(durable);
    }

    /// @param durable with the row
    void of(RoomEvent.Logged row, RoomState durable) {
        switch (row.fact()) {
            case RoomFact.Joined _,
                    RoomFact.PlanChanged _,
                    RoomFact.TopicsSet _,
                    RoomFact.Ended _ ->
                    follow(durable);
            default -> {}
        }
    }

    private void follow(RoomState durable) {
        RoomId room = durable.plan().id();
        boolean wanted =
                begun
                        && transcriber.available()
                        && durable.plan().saving().transcribe()
                        && !durable.over()
                        && (on
                                || durable.participants().stream()
                                        .anyMatch(RoomTranscriber::speaks));
        List<String> likely = words(durable);
        if (wanted && (!on || !likely.equals(words))) {
            words = likely;
            boolean kept = durable.plan().saving().transcript();
            transcriber.transcribe(new Transcriber.Order(room, List.of(), likely, kept));
        } else if (!wanted && (on || (begun && durable.over()))) {
            // Also of one that is over when it comes back from a failure: it may be heard still.
            transcriber.stop(room);
        }
        on = wanted;
    }

    private static boolean speaks(Participant who) {
        return who.role().sends();
    }

    /// Who may speak, and what it is about.
    private static List<String> words(RoomState durable) {
        var words = new ArrayList<String>();
        durable.participants().stream()
                .filter(RoomTranscriber::speaks)
                .map(Participant::name)
                .forEach(words::add);
        durable.topics().stream().map(Topic::title).forEach(words::add);
        return words.stream().distinct().toList();
    }
}
