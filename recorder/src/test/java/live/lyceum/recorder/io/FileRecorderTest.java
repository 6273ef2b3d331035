package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import live.lyceum.config.RecordingSettings;
import live.lyceum.media.api.MediaOverloaded;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.cue.CueFile;
import live.lyceum.recorder.cue.CueReader;
import live.lyceum.recorder.journal.JournalEntry;
import live.lyceum.recorder.journal.JournalReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRecorderTest {
    private static final RoomId SESSION = new RoomId("ses_1");
    private static final RecordingId ID = new RecordingId("rec_1_7");
    private static final long STARTED_MS = 1_800_000_000_000L;
    private static final Recorder.Order ORDER =
            new Recorder.Order(ID, SESSION, "Graphs", STARTED_MS);
    private static final Cue ANN =
            new Cue.Person(5, new ParticipantId("ann"), "Ann", Cue.Part.MENTOR);
    private static final MediaTap.Stream MIC =
            new MediaTap.Stream(new ParticipantId("ann"), Source.MIC, 0, "opus", 48_000, 1);

    @TempDir Path root;

    private final Map<RoomId, MediaTap> taps = new ConcurrentHashMap<>();
    private final AtomicInteger overloaded = new AtomicInteger();
    private final AtomicLong nowMs = new AtomicLong(STARTED_MS);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Path> workers = new CopyOnWriteArrayList<>();
    private @Nullable FileRecorder recorder;

    private CompletionStage<Void> tap(RoomId room, @Nullable MediaTap tap) {
        if (overloaded.getAndDecrement() > 0) {
            return CompletableFuture.failedStage(new MediaOverloaded());
        }
        if (tap == null) {
            taps.remove(room);
        } else {
            taps.put(room, tap);
            tap.began(1_000_000_000L);
        }
        return CompletableFuture.completedStage(null);
    }

    private final class Told implements Recorder.Listener {
        @Override
        public void broke(RoomId session, RecordingId id, Recorder.Trouble trouble) {
            told.add("broke %s %s".formatted(id, trouble));
        }

        @Override
        public void progressed(RoomId session, RecordingId id, double progress) {}

        @Override
        public CompletionStage<@Nullable Void> ready(
                RoomId session, RecordingId id, String manifest) {
            told.add("ready " + id);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<@Nullable Void> deleted(RoomId session, RecordingId id) {
            told.add("deleted " + id);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void failed(RoomId session, RecordingId id, String why) {
            told.add("failed %s: %s".formatted(id, why));
        }
    }

    private FileRecorder start(long minFreeBytes) {
        var fresh =
                new FileRecorder(
                        new RecordingFolders(root),
                        new RecordingSettings(minFreeBytes, 1, 4, null, null),
                        this::tap,
                        nowMs::get,
                        null,
                        (folder, listener) -> {
                            workers.add(folder);
                            return new FilmWorker() {
                                @Override
                                public long residentBytes() {
                                    return 0;
                                }

                                @Override
                                public void kill() {}
                            };
                        });
        fresh.listen(new Told());
        recorder = fresh;
        return fresh;
    }

    @AfterEach
    void close() {
        if (recorder != null) {
            recorder.close();
        }
    }

    private Path folder() {
        return root.resolve("ses_1").resolve("rec_1_7");
    }

    private List<Cue> cues() throws IOException {
        var all = new ArrayList<Cue>();
        try (CueReader reader = CueReader.open(folder())) {
            for (Cue cue = reader.next(); cue != null; cue = reader.next()) {
                all.add(cue);
            }
        }
        return all;
    }

    private MediaTap tapped() {
        return await().until(() -> taps.get(SESSION), Objects::nonNull);
    }

    private void speak(long atMs) {
        tapped().packet(
                        MIC,
                        MediaTap.NO_LEVEL,
                        new byte[40],
                        0,
                        40,
                        1_000_000_000L + atMs * 1_000_000);
    }

    private void awaitEnd() {
        await().until(() -> cues().stream().anyMatch(Cue.Ended.class::isInstance));
    }

    private List<JournalEntry> journal(String name) throws IOException {
        var all = new ArrayList<JournalEntry>();
        try (JournalReader reader = JournalReader.open(folder().resolve(name))) {
            for (JournalEntry each = reader.next(); each != null; each = reader.next()) {
                all.add(each);
            }
        }
        return all;
    }

    @Test
    void aRoomIsRecordedFromStartToStop() throws IOException {
        FileRecorder recorder = start(0);
        recorder.record(ORDER);
        recorder.note(ID, ANN);
        speak(20);
        assertThat(recorder.statistics().recordings()).isEqualTo(1);
        nowMs.addAndGet(1_500);
        recorder.stop(ID);
        awaitEnd();

        assertThat(taps).isEmpty();
        assertThat(cues()).containsExactly(ANN, new Cue.Ended(1_500));
        assertThat(journal("0001.journal").stream().map(JournalEntry::atUs))
                .containsExactly(20_000L, 1_500_000L);
        await().until(() -> recorder.statistics().recordings() == 0);
        assertThat(workers).containsExactly(folder());
    }

    @Test
    void aStartThatIsRepeatedIsOne() {
        FileRecorder recorder = start(0);
        recorder.record(ORDER);
        MediaTap tap = tapped();
        recorder.record(ORDER);
        recorder.note(ID, ANN);
        await().until(() -> cues().contains(ANN));

        assertThat(taps.get(SESSION)).isSameAs(tap);
    }

    @Test
    void anotherProcessGoesOnWithTheSameRecording() throws IOException {
        FileRecorder first = start(0);
        first.record(ORDER);
        speak(20);
        first.close();
        // As if the last line had been cut off by a crash.
        Files.writeString(
                folder().resolve(CueFile.NAME),
                Files.readString(folder().resolve(CueFile.NAME)) + "{\"atMs\":3");
        nowMs.addAndGet(60_000);

        FileRecorder second = start(0);
        second.record(ORDER);
        speak(20);
        second.note(ID, ANN);
        second.stop(ID);
        awaitEnd();

        assertThat(cues()).containsExactly(new Cue.Resumed(60_000), ANN, new Cue.Ended(60_000));
        assertThat(journal("0002.journal").getFirst().atUs()).isEqualTo(60_020_000);
    }

    @Test
    void tooLittleRoomIsToldAtOnceAndWhenTheRoomKnows() {
        FileRecorder recorder = start(Long.MAX_VALUE);
        recorder.record(ORDER);
        await().untilAsserted(() -> assertThat(told).containsExactly("broke rec_1_7 DISK_FULL"));
        assertThat(recorder.statistics().broken()).isOne();
        assertThat(taps).isEmpty();

        recorder.stop(ID);
        await().untilAsserted(() ->
                assertThat(told).contains("failed rec_1_7: there was no room on the disk"));
    }

    @Test
    void whatWasRecordedBeforeTheDiskWasFullIsFinished() throws IOException {
        FileRecorder first = start(0);
        first.record(ORDER);
        speak(20);
        first.close();
        nowMs.addAndGet(60_000);

        FileRecorder second = start(Long.MAX_VALUE);
        second.record(ORDER);
        await().untilAsserted(() -> assertThat(told).containsExactly("broke rec_1_7 DISK_FULL"));
        second.stop(ID);
        awaitEnd();
        await().until(() -> workers.size() == 2);
        assertThat(told).containsExactly("broke rec_1_7 DISK_FULL");
    }

    @Test
    void aRoomIsToldOfWhatWentWrongUnexpectedly() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("strange.journal"), "x");
        start(0).record(ORDER);

        await().untilAsserted(() -> assertThat(told).containsExactly("broke rec_1_7 FAILED"));
    }

    /// Its end is written late, for the disk is full; the next one is not to be cut off by that.
    @Test
    void whatHasStoppedDoesNotTakeTheTapOfTheNext() {
        FileRecorder recorder = start(0);
        recorder.record(ORDER);
        MediaTap before = tapped();
        overloaded.set(Integer.MAX_VALUE);
        recorder.stop(ID);
        nowMs.addAndGet(3_600_001);
        var next = new Recorder.Order(new RecordingId("rec_1_9"), SESSION, "Graphs", nowMs.get());
        recorder.record(next);
        await().pollDelay(Duration.ofMillis(1_500)).until(() -> told.isEmpty());
        overloaded.set(0);
        await().untilAsserted(() -> assertThat(taps.get(SESSION)).isNotNull().isNotSameAs(before));

        assertThat(told).isEmpty();
    }

    @Test
    void aRecordingThatIsTooLongBreaks() throws IOException {
        FileRecorder recorder = start(0);
        recorder.record(ORDER);
        var _ = tapped();
        nowMs.addAndGet(3_600_001);
        await().untilAsserted(() -> assertThat(told).containsExactly("broke rec_1_7 LIMIT"));
        await().until(taps::isEmpty);

        recorder.stop(ID);
        awaitEnd();
        assertThat(cues()).containsExactly(new Cue.Ended(3_600_001));
    }

    /// As by a room that failed just when it was told, and is loaded anew.
    @Test
    void whatHasBrokenIsToldToWhoAsksForItAgain() {
        FileRecorder recorder = start(0);
        recorder.record(ORDER);
        var _ = tapped();
        nowMs.addAndGet(3_600_001);
        await().until(() -> told.size() == 1);
        recorder.record(ORDER);

        await().untilAsserted(() ->
                assertThat(told).containsExactly("broke rec_1_7 LIMIT", "broke rec_1_7 LIMIT"));
        assertThat(taps).isEmpty();
    }

    @Test
    void aMediaPlaneThatIsOverloadedIsAskedAgain() {
        FileRecorder recorder = start(0);
        overloaded.set(2);
        recorder.record(ORDER);
        var _ = tapped();
        overloaded.set(3);
        recorder.stop(ID);
        awaitEnd();

        assertThat(taps).isEmpty();
    }

    @Test
    void whatAProcessBeforeLeftIsFinished() throws IOException {
        FileRecorder first = start(0);
        first.record(ORDER);
        speak(20);
        first.close();

        FileRecorder second = start(0);
        second.finish(ORDER, 700);
        awaitEnd();
        assertThat(cues()).containsExactly(new Cue.Ended(700));
        await().until(() -> workers.size() == 2);
    }

    @Test
    void whatIsNotHereCannotBeFinished() {
        start(0).finish(ORDER, 700);

        await().untilAsserted(() ->
                assertThat(told)
                        .containsExactly("failed rec_1_7: nothing of it is on this machine"));
    }

    @Test
    void deletedIsGone() throws IOException {
        FileRecorder recorder = start(0);
        recorder.record(ORDER);
        recorder.stop(ID);
        awaitEnd();
        recorder.delete(SESSION, ID).toCompletableFuture().join();

        assertThat(root.resolve("ses_1")).doesNotExist();
        recorder.delete(SESSION, ID).toCompletableFuture().join();
    }

    @Test
    void aWorkerThatEndsInItsOwnTimeDoesNotKeepItsFiles() throws Exception {
        FileRecorder recorder = start(0);
        recorder.record(ORDER);
        recorder.stop(ID);
        awaitEnd();
        Path files = Files.createDirectories(folder().resolve("files"));
        var worker = Thread.ofPlatform().start(() -> keepWriting(files));
        CompletableFuture<@Nullable Void> deleted =
                recorder.delete(SESSION, ID).toCompletableFuture();
        worker.join(300);
        worker.interrupt();

        deleted.get(5, TimeUnit.SECONDS);
        assertThat(root.resolve("ses_1")).doesNotExist();
    }

    private static void keepWriting(Path files) {
        try {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                Files.createFile(files.resolve("track-%d.part".formatted(i)));
            }
        } catch (IOException gone) {
            // The folder is.
        }
    }
}
