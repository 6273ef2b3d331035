package live.lyceum.recorder.io;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;
import org.jspecify.annotations.Nullable;

/// Tells a listener that is there before there is anything to tell.
final class LateListener implements Recorder.Listener {
    private final CompletableFuture<Recorder.Listener> there = new CompletableFuture<>();

    void set(Recorder.Listener listener) {
        there.complete(listener);
    }

    @Override
    public void broke(RoomId session, RecordingId id, Recorder.Trouble trouble) {
        there.join().broke(session, id, trouble);
    }

    @Override
    public void progressed(RoomId session, RecordingId id, double progress) {
        there.join().progressed(session, id, progress);
    }

    @Override
    public CompletionStage<@Nullable Void> ready(RoomId session, RecordingId id, String manifest) {
        return there.join().ready(session, id, manifest);
    }

    @Override
    public CompletionStage<@Nullable Void> deleted(RoomId session, RecordingId id) {
        return there.join().deleted(session, id);
    }

    @Override
    public void failed(RoomId session, RecordingId id, String why) {
        there.join().failed(session, id, why);
    }
}
