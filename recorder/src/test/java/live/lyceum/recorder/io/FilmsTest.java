package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmsTest {
    private static final RoomId SESSION = new RoomId("ses_1");
    private static final long LONG_NS = TimeUnit.MINUTES.toNanos(1);

    @TempDir Path root;

    private final List<Worker> started = new ArrayList<>();
    private final Told told = new Told();
    private final Films films = new Films(2, this::start, Runnable::run, Shelf.HERE, told);
    private boolean nothingStarts;

    /// A worker that does what the test says.
    private static final class Worker implements FilmWorker {
        private final Path folder;
        private final FilmWorker.Listener listener;
        private boolean killed;
        private long bytes;

        private Worker(Path folder, FilmWorker.Listener listener) {
            this.folder = folder;
            this.listener = listener;
        }

        @Override
        public long residentBytes() {
            return bytes;
        }

        @Override
        public void kill() {
            killed = true;
        }
    }

    private static final class Told implements Recorder.Listener {
        private final List<String> all = new ArrayList<>();
        private @Nullable CompletableFuture<@Nullable Void> keeps;

        @Override
        public void broke(RoomId session, RecordingId id, Recorder.Trouble trouble) {
            all.add("broke %s %s".formatted(id, trouble));
        }

        @Override
        public void progressed(RoomId session, RecordingId id, double progress) {
            all.add("progressed %s %s".formatted(id, progress));
        }

        @Override
        public CompletionStage<@Nullable Void> ready(
                RoomId session, RecordingId id, String manifest) {
            all.add("ready " + id);
            return keeps == null ? CompletableFuture.completedStage(null) : keeps;
        }

        @Override
        public CompletionStage<@Nullable Void> deleted(RoomId session, RecordingId id) {
            all.add("deleted " + id);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void failed(RoomId session, RecordingId id, String why) {
            all.add("failed %s: %s".formatted(id, why));
        }
    }

    private FilmWorker start(Path folder, FilmWorker.Listener listener) throws IOException {
        if (nothingStarts) {
            throw new IOException("no processes left");
        }
        var worker = new Worker(folder, listener);
        started.add(worker);
        return worker;
    }

    private static Recorder.Order order(String id, long startedAtMs) {
        return new Recorder.Order(new RecordingId(id), SESSION, "Graphs", startedAtMs);
    }

    private Path folder(String id) throws IOException {
        Path folder = Files.createDirectories(root.resolve(id));
        Files.writeString(folder.resolve("0001.journal"), "x");
        Files.writeString(Files.createDirectories(folder.resolve("work")).resolve("a"), "x");
        return folder;
    }

    private void make(String id, long startedAtMs, boolean over) throws IOException {
        films.make(order(id, startedAtMs), folder(id), over, System.nanoTime());
    }

    private Worker last(String id) {
        return started.stream()
                .filter(each -> each.folder.endsWith(id))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private void leaveManifest(String id) throws IOException {
        Path files = Files.createDirectories(root.resolve(id).resolve("files"));
        Files.writeString(
                files.resolve("manifest.json"),
                """
                {"state":"ready","durationMs":7,"files":[],"tracks":[],"chapters":[]}\
                """);
    }

    @Test
    void aFilmThatIsMadeAndKeptLeavesNothingElse() throws IOException {
        make("a", 1, true);
        leaveManifest("a");
        told.keeps = new CompletableFuture<>();
        last("a").listener.progressed(0.5);
        last("a").listener.ended(0, "");

        assertThat(told.all).containsExactly("progressed a 0.5", "ready a");
        assertThat(root.resolve("a/0001.journal")).exists();

        told.keeps.complete(null);
        assertThat(root.resolve("a/0001.journal")).doesNotExist();
        assertThat(root.resolve("a/work")).doesNotExist();
        assertThat(root.resolve("a/files/manifest.json")).exists();
    }

    @Test
    void whatCannotBeKeptIsTriedAgain() throws IOException {
        make("a", 1, true);
        leaveManifest("a");
        told.keeps = CompletableFuture.failedFuture(new IOException("the store is away"));
        last("a").listener.ended(0, "");
        assertThat(root.resolve("a/0001.journal")).exists();

        told.keeps = null;
        films.look(System.nanoTime() + LONG_NS);
        last("a").listener.ended(0, "");
        assertThat(told.all).containsExactly("ready a", "ready a");
        assertThat(root.resolve("a/0001.journal")).doesNotExist();
    }

    @Test
    void aWorkerThatDiesIsStartedAgain() throws IOException {
        make("a", 1, true);
        for (int deaths = 1; deaths <= 5; deaths++) {
            last("a").listener.ended(137, "");
            assertThat(started).hasSize(deaths);
            films.look(System.nanoTime() + LONG_NS);
            assertThat(started).hasSize(deaths + 1);
        }
        assertThat(told.all).isEmpty();
    }

    @Test
    void oneThatDiesWithoutEndIsGivenUpAndKeepsItsJournals() throws IOException {
        make("a", 1, true);
        for (int deaths = 1; deaths <= 11; deaths++) {
            last("a").listener.ended(134, "SIGABRT");
            films.look(System.nanoTime() + 100 * LONG_NS);
        }
        assertThat(told.all).containsExactly("failed a: its worker died again and again");
        assertThat(films.workersDied()).isEqualTo(11);
        assertThat(films.failures()).isEqualTo(1);
        assertThat(root.resolve("a/0001.journal")).exists();
        assertThat(films.progress(new RecordingId("a"))).isNull();
    }

    @Test
    void whatGoesOnIsNotGivenUp() throws IOException {
        make("a", 1, true);
        for (int deaths = 1; deaths <= 30; deaths++) {
            last("a").listener.progressed(deaths / 100.0);
            last("a").listener.ended(137, "");
            films.look(System.nanoTime() + LONG_NS);
        }
        assertThat(told.all).hasSize(30).allMatch(each -> each.startsWith("progressed"));
    }

    @Test
    void whatCannotBeMadeIsTold() throws IOException {
        make("a", 1, true);
        last("a").listener.ended(65, "NoSuchFileException: /var/lib/lyceum/recordings/a/work");

        // Without the words of the worker, which has paths in them: it goes to people and webhooks.
        assertThat(told.all).containsExactly("failed a: its film cannot be made");
    }

    /// What a JVM exits with that has no memory, or was stopped by an error.
    @Test
    void aMachineWithoutMemoryIsNoReasonToGiveUp() throws IOException {
        make("a", 1, true);
        last("a").listener.ended(1, "Could not create the Java Virtual Machine");
        films.look(System.nanoTime() + LONG_NS);

        assertThat(started).hasSize(2);
        assertThat(told.all).isEmpty();
    }

    @Test
    void aFilmThatWaitsForTheDiskTakesNobodysPlace() throws IOException {
        make("over", 1, true);
        last("over").listener.ended(28, "");
        make("live1", 2, false);
        make("live2", 3, false);
        films.look(System.nanoTime());

        assertThat(last("live1").killed).isFalse();
        assertThat(last("live2").killed).isFalse();
    }

    @Test
    void aReadyWorkerWithoutAManifestHasFailed() throws IOException {
        make("a", 1, true);
        last("a").listener.ended(0, "");

        assertThat(told.all).hasSize(1);
        assertThat(told.all.getFirst()).startsWith("failed a: the manifest cannot be read");
    }

    @Test
    void aFullDiskIsWaitedFor() throws IOException {
        make("a", 1, true);
        for (int full = 1; full <= 50; full++) {
            last("a").listener.ended(28, "");
            films.look(System.nanoTime() + LONG_NS);
        }
        assertThat(started).hasSize(51);
        assertThat(told.all).isEmpty();
    }

    @Test
    void lessonsThatAreOverGoFirst() throws IOException {
        make("live1", 1, false);
        make("live2", 2, false);
        make("live3", 3, false);
        assertThat(started).hasSize(2);

        make("over", 4, true);
        assertThat(started).hasSize(2);
        Worker gone = started.stream().filter(each -> each.killed).findFirst().orElseThrow();
        gone.listener.ended(137, "");
        assertThat(last("over").folder).endsWith(Path.of("over"));
        assertThat(films.running()).isEqualTo(2);
    }

    @Test
    void aWorkerThatHangsOrGrowsIsKilled() throws IOException {
        make("a", 1, true);
        make("b", 2, true);
        films.look(System.nanoTime() + LONG_NS);
        assertThat(last("a").killed).isFalse();

        last("b").bytes = 2L * 1024 * 1024 * 1024;
        films.look(System.nanoTime() + LONG_NS);
        assertThat(last("a").killed).isFalse();
        assertThat(last("b").killed).isTrue();

        films.look(System.nanoTime() + 3 * LONG_NS);
        assertThat(last("a").killed).isTrue();
    }

    @Test
    void aSystemThatStartsNothingIsAskedAgain() throws IOException {
        nothingStarts = true;
        make("a", 1, true);
        nothingStarts = false;
        films.look(System.nanoTime());
        assertThat(started).isEmpty();
        films.look(System.nanoTime() + LONG_NS);
        assertThat(started).hasSize(1);
    }

    @Test
    void whatNobodyWantsAnyMoreIsNotToldOf() throws IOException {
        make("a", 1, true);
        films.forget(new RecordingId("a"));
        assertThat(last("a").killed).isTrue();
        last("a").listener.ended(137, "");
        films.look(System.nanoTime() + LONG_NS);

        assertThat(started).hasSize(1);
        assertThat(told.all).isEmpty();
    }

    @Test
    void progressIsKnownOnceTheLessonIsOver() throws IOException {
        make("a", 1, false);
        last("a").listener.progressed(0.4);
        assertThat(films.progress(new RecordingId("a"))).isNull();

        films.make(order("a", 1), root.resolve("a"), true, System.nanoTime());
        last("a").listener.progressed(0.5);
        assertThat(films.progress(new RecordingId("a"))).isEqualTo(0.5);
        assertThat(started).hasSize(1);
    }
}
