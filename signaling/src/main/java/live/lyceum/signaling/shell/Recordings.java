package live.lyceum.signaling.shell;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Reading;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Recording;
import live.lyceum.signaling.store.RecordingStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the REST API does with recordings, and what a node does with those of before. Safe to call
/// from any thread; nothing here blocks.
public final class Recordings {
    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);
    private static final int AT_A_TIME = 100;

    private final Rooms rooms;
    private final Sessions sessions;
    private final RecordingStore store;
    private final Recorder recorder;
    private final LongSupplier clock;

    /// @param clock epoch milliseconds
    public Recordings(
            Rooms rooms,
            Sessions sessions,
            RecordingStore store,
            Recorder recorder,
            LongSupplier clock) {
        this.rooms = rooms;
        this.sessions = sessions;
        this.store = store;
        this.recorder = recorder;
        this.clock = clock;
        recorder.listen(new RecordingNews(rooms, store, clock));
    }

    /// A recording, with how far its film is: null if none is made.
    public record Known(Recording recording, @Nullable Double progress) {}

    private Known known(Recording recording) {
        boolean making = recording.state() == Recording.State.PROCESSING;
        return new Known(recording, making ? recorder.progress(recording.id()) : null);
    }

    /// Those of a session, oldest first. Fails with [RoomException] for an unknown session.
    public CompletionStage<List<Known>> of(RoomId session) {
        return sessions.get(session)
                .thenCompose(there -> store.recordings(session))
                .thenApply(found -> found.stream().map(this::known).toList());
    }

    /// Fails with [ProblemException] for an unknown one.
    public CompletionStage<Known> get(RecordingId id) {
        return store.recording(id)
                .thenCompose(found ->
                        found.map(each -> CompletableFuture.completedStage(known(each)))
                                .orElseGet(() -> CompletableFuture.failedStage(unknown())));
    }

    /// One of a session. Fails as [#get(RecordingId)] does, also for another session's.
    public CompletionStage<Known> get(RoomId session, RecordingId id) {
        return get(id).thenCompose(known ->
                known.recording().session().equals(session)
                        ? CompletableFuture.completedStage(known)
                        : CompletableFuture.failedStage(unknown()));
    }

    /// Of a recording that is not there, or somebody else's.
    public static ProblemException unknown() {
        return new ProblemException(Problem.Code.NOT_FOUND, "There is no such recording");
    }

    /// Has a session recorded; complete when that is durable. Fails with [ProblemException] when it
    /// is recorded already or over, and with [RoomException].
    ///
    /// @param again whether the same may have been asked for before: then the recording of then is
    ///   it
    public CompletionStage<Known> start(RoomId session, boolean again) {
        return rooms.startRecording(session)
                .thenCompose(started -> started == null ? newest(session) : get(started.id()))
                .exceptionallyCompose(error ->
                        again && Told.isRefusal(error)
                                ? newest(session)
                                : CompletableFuture.failedStage(error));
    }

    private CompletionStage<Known> newest(RoomId session) {
        return of(session)
                .thenCompose(all ->
                        all.isEmpty()
                                ? CompletableFuture.failedStage(
                                        new ProblemException(
                                                Problem.Code.CONFLICT, "It is not recorded"))
                                : CompletableFuture.completedStage(all.getLast()));
    }

    /// Stops a recording; complete when that is durable. One that has stopped already stays so.
    /// Fails as [#get(RecordingId)] does.
    public CompletionStage<Known> stop(RecordingId id) {
        return get(id).thenCompose(known ->
                known.recording().state() == Recording.State.RECORDING
                        ? rooms.stopRecording(known.recording().session(), id)
                                .thenCompose(done -> get(id))
                        : CompletableFuture.completedStage(known));
    }

    /// Deletes the files of a recording; that there was one stays known. Fails as
    /// [#get(RecordingId)] does, and with [ProblemException] for one that goes on. What fails
    /// otherwise may be deleted later all the same ([Recorder#delete]).
    public CompletionStage<@Nullable Void> delete(RecordingId id) {
        return get(id).thenCompose(known ->
                known.recording().state() == Recording.State.RECORDING
                        ? CompletableFuture.failedStage(
                                new ProblemException(
                                        Problem.Code.CONFLICT, "It goes on: stop it first"))
                        : remove(known.recording()));
    }

    /// Where a file of a film is on this machine, if it is here.
    public Path file(RoomId session, RecordingId id, String name) {
        return recorder.file(session, id, name);
    }

    /// Where a file of a film is to be read that is not on this machine, or null. Blocks.
    public @Nullable URI elsewhere(Reading reading) {
        return recorder.elsewhere(reading);
    }

    /// The origin of what [#elsewhere] answers, or null if all files are on this machine.
    public @Nullable String filesOrigin() {
        return recorder.filesOrigin();
    }

    /// What is said to be deleted is gone: a process that ends in between leaves it to be deleted
    /// again.
    private CompletionStage<@Nullable Void> remove(Recording recording) {
        return recorder.delete(recording.session(), recording.id())
                .thenCompose(gone -> store.deleted(recording.id()))
                .thenApply(done -> null);
    }

    private void removeOld(Recording recording) {
        var _ =
                remove(recording)
                        .exceptionally(error -> {
                            LOG.error("{} cannot be deleted yet", recording.id(), error);
                            return null;
                        });
    }

    /// Has the films made that a process before this one did not finish.
    public void recover() {
        store.unmade()
                .thenAccept(all -> all.forEach(this::finish))
                .exceptionally(error -> {
                    LOG.error("recordings without a film cannot be found", error);
                    return null;
                });
    }

    private void finish(Recording recording) {
        var _ =
                sessions.find(recording.session())
                        .thenAccept(found ->
                                recorder.finish(
                                        new Recorder.Order(
                                                recording.id(),
                                                recording.session(),
                                                found.map(each -> each.plan().title()).orElse(""),
                                                recording.startedAtMs()),
                                        Objects.requireNonNullElse(
                                                        recording.endedAtMs(),
                                                        recording.startedAtMs())
                                                - recording.startedAtMs()));
    }

    /// Deletes those that are kept for longer than `keepMs`; one that cannot be deleted the next
    /// time.
    public void expire(long keepMs) {
        store.doneBefore(clock.getAsLong() - keepMs, AT_A_TIME)
                .thenAccept(all -> all.forEach(this::removeOld))
                .exceptionally(error -> {
                    LOG.error("recordings that are kept for too long cannot be found", error);
                    return null;
                });
    }
}
