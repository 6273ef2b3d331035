package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import live.lyceum.config.RecordingSettings;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Reading;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.archive.S3Archive;
import live.lyceum.recorder.cue.CueFile;
import live.lyceum.recorder.cue.Heading;
import live.lyceum.recorder.testkit.StoreServer;
import live.lyceum.recorder.testkit.StoredFilm;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Films of a recorder that keeps them in a store, whatever happens to the two.
class ArchivingTest {
    private static final RoomId SESSION = new RoomId("ses_1");
    private static final RecordingId ID = new RecordingId("rec_1");
    private static final Recorder.Order ORDER =
            new Recorder.Order(ID, SESSION, "Graphs", 1_800_000_000_000L);
    private static final int BYTES = 100_000;

    @TempDir Path root;

    private final StoreServer store = StoreServer.start();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile boolean databaseIsAway;
    private @Nullable FileRecorder recorder;

    private final class Told implements Recorder.Listener {
        private CompletionStage<@Nullable Void> keep(String what) {
            if (databaseIsAway) {
                return CompletableFuture.failedStage(new IOException("the database is away"));
            }
            told.add(what);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void broke(RoomId session, RecordingId id, Recorder.Trouble trouble) {}

        @Override
        public void progressed(RoomId session, RecordingId id, double progress) {}

        @Override
        public CompletionStage<@Nullable Void> ready(
                RoomId session, RecordingId id, String manifest) {
            return keep("ready with %d in the store".formatted(stored().size()));
        }

        @Override
        public CompletionStage<@Nullable Void> deleted(RoomId session, RecordingId id) {
            return keep("deleted with %d in the store".formatted(stored().size()));
        }

        @Override
        public void failed(RoomId session, RecordingId id, String why) {
            told.add("failed " + why);
        }
    }

    private static final TapPoint NO_MEDIA =
            (room, _) -> {
                throw new UnsupportedOperationException(room.value());
            };

    /// A worker that finds everything made.
    private static FilmWorker worker(FilmWorker.Listener listener) {
        Thread.startVirtualThread(() -> {
            listener.progressed(1);
            listener.ended(0, "");
        });
        return new FilmWorker() {
            @Override
            public long residentBytes() {
                return 0;
            }

            @Override
            public void kill() {}
        };
    }

    private FileRecorder start() {
        return start(S3Archive.open(store.settings("")));
    }

    private FileRecorder start(@Nullable Archive archive) {
        var fresh =
                new FileRecorder(
                        new RecordingFolders(root),
                        new RecordingSettings(0, 1, 4, null, null),
                        NO_MEDIA,
                        ORDER::startedAtMs,
                        archive,
                        (_, listener) -> worker(listener));
        fresh.listen(new Told());
        recorder = fresh;
        return fresh;
    }

    @AfterEach
    void close() {
        if (recorder != null) {
            recorder.close();
        }
        store.close();
    }

    private Path folder() {
        return root.resolve("ses_1/rec_1");
    }

    private List<String> stored() {
        return store.names("ses_1/rec_1/");
    }

    /// What a process leaves whose worker had just made the film.
    private byte[] madeFilm() throws IOException {
        Files.createDirectories(folder());
        try (CueFile cues =
                CueFile.create(
                        folder(),
                        new Heading(
                                ID,
                                SESSION.value(),
                                "Graphs",
                                Instant.ofEpochMilli(ORDER.startedAtMs())))) {
            cues.append(new Cue.Ended(7));
        }
        Files.writeString(folder().resolve("0001.journal"), "x");
        StoredFilm.write(folder().resolve("files"), BYTES);
        return Files.readAllBytes(folder().resolve("files/lesson.webm"));
    }

    private List<String> here() throws IOException {
        try (var all = Files.list(folder().resolve("files"))) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private static @Nullable URI address(FileRecorder of) {
        return of.elsewhere(
                new Reading(SESSION, ID, "lesson.webm", false, false, Duration.ofMinutes(5)));
    }

    private static byte[] read(FileRecorder of) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(Objects.requireNonNull(address(of))).build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        }
    }

    private void awaitLight() {
        await().until(() -> here().equals(List.of("manifest.json", "strip.vtt")));
    }

    private void archived(FileRecorder by) throws IOException {
        madeFilm();
        by.finish(ORDER, 7);
        awaitLight();
        await().until(() -> by.progress(ID) == null);
        told.clear();
    }

    @Test
    void aFilmIsInTheStoreBeforeItIsToldAndNotHereAfterwards() throws Exception {
        byte[] lesson = madeFilm();
        FileRecorder recorder = start();
        assertThat(address(recorder)).isNull();
        recorder.finish(ORDER, 7);

        awaitLight();

        assertThat(told).containsExactly("ready with 4 in the store");
        await().until(() -> !Files.exists(folder().resolve("0001.journal")));
        assertThat(read(recorder)).isEqualTo(lesson);
        assertThat(recorder.filesOrigin()).isEqualTo(store.endpoint().toString());
        assertThat(recorder.statistics().uploadsFailed()).isZero();
    }

    @Test
    void aFilmStaysHereUntilTheStoreHasIt() throws Exception {
        madeFilm();
        store.down();
        FileRecorder recorder = start();
        recorder.finish(ORDER, 7);

        await().until(() -> recorder.statistics().uploadsFailed() > 0);
        assertThat(told).isEmpty();
        assertThat(recorder.progress(ID)).isEqualTo(0.99);
        assertThat(recorder.statistics().uploading()).isOne();
        assertThat(here()).isEqualTo(StoredFilm.names());
        assertThat(address(recorder)).isNull();

        store.up();
        await().atMost(30, TimeUnit.SECONDS).until(() -> !told.isEmpty());
        assertThat(told).containsExactly("ready with 4 in the store");
        awaitLight();
    }

    @Test
    void theNextProcessBringsWhatThisOneDidNot() throws Exception {
        byte[] lesson = madeFilm();
        store.down();
        FileRecorder before = start();
        before.finish(ORDER, 7);
        await().until(() -> before.statistics().uploadsFailed() > 0);
        before.close();
        store.up();

        FileRecorder after = start();
        after.finish(ORDER, 7);

        awaitLight();
        assertThat(told).containsExactly("ready with 4 in the store");
        assertThat(read(after)).isEqualTo(lesson);
    }

    @Test
    void aFilmThatIsNotKnownYetStaysHere() throws Exception {
        madeFilm();
        databaseIsAway = true;
        FileRecorder before = start();
        before.finish(ORDER, 7);
        await().until(() -> stored().size() == 4);
        before.close();
        assertThat(here()).isEqualTo(StoredFilm.names());

        databaseIsAway = false;
        FileRecorder after = start();
        after.finish(ORDER, 7);
        awaitLight();
        assertThat(told).containsExactly("ready with 4 in the store");
    }

    /// The database was put back to before the film was known.
    @Test
    void aFilmThatIsInTheStoreCanBeToldAgain() throws Exception {
        FileRecorder recorder = start();
        archived(recorder);

        recorder.finish(ORDER, 7);

        await().until(() -> !told.isEmpty());
        assertThat(told).containsExactly("ready with 4 in the store");
    }

    @Test
    void whatIsLeftOfAnArchivedFilmGoesWithTheNextProcess() throws Exception {
        FileRecorder before = start();
        archived(before);
        before.close();
        Files.writeString(folder().resolve("files/lesson.webm"), "left");

        start();
        awaitLight();
    }

    @Test
    void deletedIsGoneHereAndThere() throws Exception {
        FileRecorder recorder = start();
        archived(recorder);

        recorder.delete(SESSION, ID).toCompletableFuture().join();

        assertThat(stored()).isEmpty();
        assertThat(folder()).doesNotExist();
        assertThat(told).containsExactly("deleted with 0 in the store");
        assertThat(address(recorder)).isNull();
    }

    @Test
    void whatTheStoreDoesNotDeleteIsDeletedLater() throws Exception {
        FileRecorder recorder = start();
        archived(recorder);
        store.down();

        assertThatThrownBy(() -> recorder.delete(SESSION, ID).toCompletableFuture().join())
                .rootCause()
                .isInstanceOf(IOException.class);
        assertThat(told).isEmpty();
        assertThat(address(recorder)).as("it is not shown any more").isNull();

        store.up();
        await().atMost(30, TimeUnit.SECONDS).until(() -> !Files.exists(folder()));
        assertThat(told).containsExactly("deleted with 0 in the store");
    }

    @Test
    void theNextProcessDeletesWhatThisOneDidNot() throws Exception {
        FileRecorder before = start();
        archived(before);
        store.down();
        assertThatThrownBy(() -> before.delete(SESSION, ID).toCompletableFuture().join())
                .isInstanceOf(Exception.class);
        before.close();
        store.up();

        FileRecorder after = start();
        after.finish(ORDER, 7);

        await().until(() -> !Files.exists(folder()));
        assertThat(told).containsExactly("deleted with 0 in the store");
        assertThat(stored()).isEmpty();
    }

    @Test
    void aFilmOnItsWayIsDeletedToo() throws Exception {
        madeFilm();
        store.down();
        FileRecorder recorder = start();
        recorder.finish(ORDER, 7);
        await().until(() -> recorder.statistics().uploadsFailed() > 0);
        store.up();

        recorder.delete(SESSION, ID).toCompletableFuture().join();

        assertThat(folder()).doesNotExist();
        assertThat(stored()).isEmpty();
        assertThat(told).containsExactly("deleted with 0 in the store");
        assertThat(recorder.statistics().uploading()).isZero();
    }

    @Test
    void withoutTheStoreItsFilmsAreNotSaidToBeDeleted() throws Exception {
        FileRecorder before = start();
        archived(before);
        before.close();

        FileRecorder after = start(null);

        assertThatThrownBy(() -> after.delete(SESSION, ID).toCompletableFuture().join())
                .rootCause()
                .hasMessageContaining("in a store that is not set any more");
        assertThat(stored()).hasSize(4);
        assertThat(address(after)).isNull();
        assertThat(after.filesOrigin()).isNull();
    }

    /// Callers who ask again and again do not make a store that is away busier.
    @Test
    void whoAsksAgainIsAnsweredEachTime() throws Exception {
        FileRecorder recorder = start();
        archived(recorder);
        store.down();
        var asked = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < 20; i++) {
            asked.add(recorder.delete(SESSION, ID).toCompletableFuture());
        }
        for (CompletableFuture<?> each : asked) {
            assertThatThrownBy(each::join).rootCause().isInstanceOf(IOException.class);
        }
        store.up();
        recorder.delete(SESSION, ID).toCompletableFuture().join();
        assertThat(stored()).isEmpty();
    }
}
