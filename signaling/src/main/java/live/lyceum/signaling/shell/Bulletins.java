package live.lyceum.signaling.shell;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.signaling.protocol.ServerEvent;

/// What a room is told that no row keeps, and that is not of media. Safe to call from any thread;
/// of what somebody is saying only the newest is kept, so a slow room does not grow.
final class Bulletins {
    private final RoomMailbox mailbox;
    private final Audience audience;
    private final Commits commits;
    private final Map<ParticipantId, TranscriptLine> saying = new ConcurrentHashMap<>();
    private final AtomicBoolean announced = new AtomicBoolean();

    Bulletins(RoomMailbox mailbox, Audience audience, Commits commits) {
        this.mailbox = mailbox;
        this.audience = audience;
        this.commits = commits;
    }

    void progressed(ServerEvent.RecordingProgressed progressed) {
        mailbox.signal(() -> audience.tellProgress(progressed));
    }

    /// It is otherwise with the transcript.
    ///
    /// @param now how, when the room takes its turn
    void transcript(Supplier<Transcriber.State> now) {
        mailbox.signal(() -> {
            audience.tellTranscript(now.get());
            audience.pumpAll(commits.durable().seq());
        });
    }

    /// Somebody is saying this.
    void saying(TranscriptLine line) {
        saying.put(line.who(), line);
        if (announced.compareAndSet(false, true)) {
            mailbox.signal(this::readSaying);
        }
    }

    private void readSaying() {
        announced.set(false);
        for (ParticipantId who : List.copyOf(saying.keySet())) {
            TranscriptLine line = saying.remove(who);
            if (line != null) {
                audience.tellSaying(commits.durable().spoken(line));
            }
        }
    }
}
