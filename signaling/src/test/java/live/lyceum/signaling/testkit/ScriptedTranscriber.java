package live.lyceum.signaling.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import org.jspecify.annotations.Nullable;

/// A transcriber that hears nothing and keeps what it was asked for, in words. What it has to tell
/// is told by the test.
public final class ScriptedTranscriber implements Transcriber {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Listener> listener = new CompletableFuture<>();
    private final CompletableFuture<Lines> lines = new CompletableFuture<>();
    private final Set<RoomId> busy = ConcurrentHashMap.newKeySet();
    private volatile CompletionStage<@Nullable Void> looked =
            CompletableFuture.completedStage(null);
    private volatile boolean available;

    /// @param available from the start
    public ScriptedTranscriber(boolean available) {
        this.available = available;
    }

    /// What it was asked for so far, as in `transcribe ses_1 [Ann, Trees]`.
    public List<String> asked() {
        return new ArrayList<>(asked);
    }

    /// Whom the test tells.
    public Listener listener() {
        return listener.join();
    }

    /// From now on it can transcribe, or cannot.
    public void available(boolean now) {
        available = now;
    }

    /// A line of a second, said at `atMs`.
    public static TranscriptLine line(String id, String who, long atMs, String text, int rev) {
        return new TranscriptLine(id, new ParticipantId(who), atMs, atMs + 1_000, text, "en", rev);
    }

    @Override
    public boolean available() {
        return available;
    }

    @Override
    public void listen(Listener told) {
        listener.complete(told);
    }

    @Override
    public void transcribe(Order order) {
        asked.add("transcribe %s %s".formatted(order.session(), order.words()));
    }

    /// What a test says is under way.
    public Set<RoomId> busy() {
        return busy;
    }

    /// When it is known what a process before has left; at once, unless this is called.
    public void looks(CompletionStage<@Nullable Void> until) {
        looked = until;
    }

    /// Where it can ask for lines.
    public Lines lines() {
        return lines.join();
    }

    @Override
    public CompletionStage<@Nullable Void> goOn(Lines asked) {
        lines.complete(asked);
        return looked;
    }

    @Override
    public boolean busy(RoomId session) {
        return busy.contains(session);
    }

    @Override
    public void stop(RoomId session) {
        asked.add("stop " + session);
    }

    @Override
    public void missed(RoomId session, TranscriptLine line) {
        asked.add("missed %s %s".formatted(session, line.id()));
    }
}
