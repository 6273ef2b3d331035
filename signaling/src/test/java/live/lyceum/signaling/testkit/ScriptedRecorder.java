package live.lyceum.signaling.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;
import org.jspecify.annotations.Nullable;

/// A recorder that records nothing and keeps what it was asked for, in words. What it has to tell
/// is told by the test.
public final class ScriptedRecorder implements Recorder {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Listener> listener = new CompletableFuture<>();
    private volatile @Nullable Double progress;

    /// What it was asked for so far, as in `record rec_1`.
    public List<String> asked() {
        return new ArrayList<>(asked);
    }

    /// Whom the test tells.
    public Listener listener() {
        return listener.join();
    }

    /// What it says from now on of every film.
    public void progress(@Nullable Double now) {
        progress = now;
    }

    @Override
    public void listen(Listener told) {
        listener.complete(told);
    }

    @Override
    public void record(Order order) {
        asked.add("record " + order.id());
    }

    @Override
    public void note(RecordingId id, Cue cue) {
        asked.add(
                switch (cue) {
                    case Cue.Person person ->
                            "person %s %s %s".formatted(person.who(), person.name(), person.part());
                    case Cue.Topic topic -> "topic " + topic.title();
                    case Cue.Resumed _ -> "resumed";
                    case Cue.Ended _ -> "ended";
                });
    }

    @Override
    public void stop(RecordingId id) {
        asked.add("stop " + id);
    }

    @Override
    public void finish(Order order, long endedMs) {
        asked.add("finish %s %s".formatted(order.id(), order.title()));
    }

    @Override
    public @Nullable Double progress(RecordingId id) {
        return progress;
    }

    @Override
    public CompletionStage<@Nullable Void> delete(RoomId session, RecordingId id) {
        asked.add("delete " + id);
        return CompletableFuture.completedStage(null);
    }
}
