package live.lyceum.signaling.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Reading;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;
import org.jspecify.annotations.Nullable;

/// A recorder that records nothing and keeps what it was asked for, in words. What it has to tell
/// is told by the test.
public final class ScriptedRecorder implements Recorder {
    /// What a worker leaves beside the files.
    public static final String MANIFEST =
            """
            {"state":"ready","durationMs":60000,"incomplete":null,
             "files":[
              {"name":"lesson.webm","kind":"lesson","type":"video/webm","bytes":1000,
               "sha256":"%1$s"},
              {"name":"strip.vtt","kind":"strip_index","type":"text/vtt","bytes":20,
               "sha256":"%1$s"},
              {"name":"ann.screen_audio.1.webm","kind":"track","type":"audio/webm","bytes":300,
               "sha256":"%1$s"}],
             "tracks":[
              {"file":"ann.screen_audio.1.webm","participant":"ann","source":"screen_audio",
               "codec":"opus","startMs":5,"endMs":900}],
             "chapters":[{"atMs":0,"title":"One"}]}
            """
                    .formatted("0123456789abcdef".repeat(4));

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Listener> listener = new CompletableFuture<>();
    private volatile @Nullable Double progress;
    private volatile boolean keepsFiles;
    private volatile Path folder = Path.of("nowhere");
    private volatile @Nullable URI store;

    /// What it was asked for so far, as in `record rec_1`.
    public List<String> asked() {
        return new ArrayList<>(asked);
    }

    /// Whom the test tells.
    public Listener listener() {
        return listener.join();
    }

    /// Tells that the film of [#MANIFEST] is made of a recording; returns once that is kept.
    public void ready(String session, String recording) {
        listener()
                .ready(new RoomId(session), new RecordingId(recording), MANIFEST)
                .toCompletableFuture()
                .join();
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

    /// From now on nothing can be deleted, or everything again.
    public void keepsFiles(boolean keeps) {
        keepsFiles = keeps;
    }

    /// All files are here.
    public void here() {
        store = null;
    }

    /// Where files that are not here are from now on: below this address.
    public void elsewhere(URI store) {
        this.store = store;
    }

    /// Where files of films are, as the recorder keeps them.
    public void keepIn(Path recordings) {
        folder = recordings;
    }

    @Override
    public Path file(RoomId session, RecordingId id, String name) {
        return folder.resolve(session.value()).resolve(id.value()).resolve("files").resolve(name);
    }

    @Override
    public @Nullable URI elsewhere(Reading reading) {
        URI at = store;
        return at == null
                ? null
                : at.resolve(
                        "/%s/%s/%s?head=%s&save=%s&within=%d"
                                .formatted(
                                        reading.session(),
                                        reading.id(),
                                        reading.file(),
                                        reading.head(),
                                        reading.save(),
                                        reading.within().toSeconds()));
    }

    @Override
    public @Nullable String filesOrigin() {
        URI at = store;
        return at == null ? null : at.toString();
    }

    @Override
    public CompletionStage<@Nullable Void> delete(RoomId session, RecordingId id) {
        asked.add("delete " + id);
        return keepsFiles
                ? CompletableFuture.failedStage(new IOException("the disk is read-only"))
                : CompletableFuture.completedStage(null);
    }
}
