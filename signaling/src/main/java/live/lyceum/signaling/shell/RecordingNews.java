package live.lyceum.signaling.shell;

import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.FilmCodec;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.store.RecordingStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the recorder's news to the rooms and into the store.
final class RecordingNews implements Recorder.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingNews.class);

    private final Rooms rooms;
    private final RecordingStore store;
    private final LongSupplier clock;

    RecordingNews(Rooms rooms, RecordingStore store, LongSupplier clock) {
        this.rooms = rooms;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void broke(RoomId session, RecordingId id, Recorder.Trouble trouble) {
        LiveRecording.Stop reason =
                switch (trouble) {
                    case DISK_FULL -> LiveRecording.Stop.DISK_FULL;
                    case LIMIT -> LiveRecording.Stop.LIMIT;
                    case FAILED -> LiveRecording.Stop.FAILED;
                };
        var _ =
                rooms.recordingBroke(session, id, reason)
                        .exceptionally(error -> {
                            LOG.error("{} does not know that {} stopped", session, id, error);
                            return null;
                        });
    }

    @Override
    public void progressed(RoomId session, RecordingId id, double progress) {
        rooms.tell(session, new ServerEvent.RecordingProgressed(id, progress));
    }

    @Override
    public CompletionStage<@Nullable Void> ready(RoomId session, RecordingId id, String manifest) {
        Film film = FilmCodec.read(manifest);
        long nowMs = clock.getAsLong();
        var content = new Notice.Content.RecordingFiles(id, film.durationMs(), film.files());
        var notice = new Notice(Notice.Type.RECORDING_READY, session, null, nowMs, content);
        return store.made(id, manifest, nowMs, notice)
                .<@Nullable Void>thenApply(done -> null)
                .whenComplete((done, error) -> {
                    if (error == null) {
                        rooms.tell(session, new ServerEvent.RecordingProgressed(id, 1));
                    }
                });
    }

    @Override
    public CompletionStage<@Nullable Void> deleted(RoomId session, RecordingId id) {
        return store.deleted(id).thenApply(done -> null);
    }

    @Override
    public void failed(RoomId session, RecordingId id, String why) {
        LOG.error("recording {} of {} failed: {}", id, session, why);
        long nowMs = clock.getAsLong();
        var content = new Notice.Content.RecordingFailure(id, why);
        var notice = new Notice(Notice.Type.RECORDING_FAILED, session, null, nowMs, content);
        var _ =
                store.failed(id, why, nowMs, notice)
                        .exceptionally(error -> {
                            LOG.error("that {} failed is kept by the next process", id, error);
                            return null;
                        });
    }
}
