package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.Transcriber.Standing;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.testkit.BatchToneRecognizer;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A session is over, in which one word was said that nobody recognised.
class AfterwardsTest {
    private static final RoomId ROOM = new RoomId("ses_1");
    private static final long BEGIN_MS = 1_790_000_000_000L;
    private static final long HOUR_MS = 3_600_000;

    @TempDir Path root;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Long> later = new CopyOnWriteArrayList<>();
    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Transcriber.Lines> written = new CompletableFuture<>();
    private final List<TranscriptLine> stored = new CopyOnWriteArrayList<>();
    private final Map<RoomId, List<TranscriptLine>> elsewhere = new ConcurrentHashMap<>();
    private final SpeechLedger ledger = new SpeechLedger();
    private volatile boolean storeAway;
    private volatile boolean losing;
    private final AtomicLong nowMs = new AtomicLong(BEGIN_MS + 60_000);
    private SpeechFolders folders;
    private @Nullable Afterwards open;

    @BeforeEach
    void speak() throws IOException {
        folders = new SpeechFolders(root);
        KeptSpeech.of(folders, ROOM, List.of("ann"), BEGIN_MS);
    }

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    private Afterwards by(BatchRecognizer recognizer, long maxMs) {
        return by(recognizer, maxMs, false);
    }

    private Afterwards by(BatchRecognizer recognizer, long maxMs, boolean exact) {
        var output =
                new Afterwards.Output() {
                    @Override
                    public void line(RoomId session, TranscriptLine line) {
                        told.add(line.text());
                        if (!losing) {
                            List<TranscriptLine> of = storedOf(session);
                            of.removeIf(each -> each.id().equals(line.id()));
                            of.add(line);
                        }
                    }

                    @Override
                    public void done(RoomId session) {
                        told.add("done");
                    }
                };
        var made =
                new Afterwards(
                        new Afterwards.How(recognizer, exact, maxMs),
                        new Afterwards.Kept(folders, ledger),
                        written,
                        nowMs::get,
                        _ -> {},
                        (inMs, task) -> {
                            tasks.add(task);
                            later.add(inMs);
                        },
                        output);
        open = made;
        return made;
    }

    private List<TranscriptLine> storedOf(RoomId session) {
        return session.equals(ROOM)
                ? stored
                : elsewhere.computeIfAbsent(session, _ -> new CopyOnWriteArrayList<>());
    }

    private void lines() {
        written.complete(session ->
                storeAway
                        ? CompletableFuture.failedStage(new IOException("away"))
                        : CompletableFuture.completedStage(
                                new Transcriber.Written(Standing.OVER, storedOf(session))));
    }

    /// Lets time pass until what was set last is to be done, and does it.
    private void pass() {
        nowMs.addAndGet(later.getLast());
        tasks.getLast().run();
    }

    /// The same until nothing more comes.
    private void passAll() {
        for (int done = 0; !told.contains("done"); done++) {
            int timers = done;
            await().pollInterval(2, TimeUnit.MILLISECONDS)
                    .until(() -> later.size() > timers || told.contains("done"));
            if (!told.contains("done")) {
                pass();
            }
        }
    }

    private static Afterwards.Job missing(RoomId room, List<SpeechLedger.Missed> missed) {
        return new Afterwards.Job(room, Afterwards.Job.whole(room).hints(), missed, 0);
    }

    private boolean kept() throws IOException {
        return !folders.all().isEmpty();
    }

    @Test
    void waitsUntilSessionsCanBeAskedFor() throws IOException {
        Afterwards afterwards = by(new BatchToneRecognizer(), HOUR_MS);
        afterwards.add(Afterwards.Job.whole(ROOM));
        await().until(() -> afterwards.statistics(0, 0).waiting() == 1);
        assertThat(told).isEmpty();
        lines();
        await().until(() -> told.contains("done"));
        assertThat(told).containsExactly("w42", "done");
        assertThat(kept()).isFalse();
    }

    @Test
    void aServiceThatIsAwayIsAskedAgainLater() throws IOException {
        lines();
        var failing = new CopyOnWriteArrayList<>(List.of(End.BUSY));
        var recognizer =
                new BatchToneRecognizer(() ->
                        failing.isEmpty()
                                ? null
                                : new BatchRecognizer.NotRecognized(End.BUSY, 0, "away"));
        by(recognizer, HOUR_MS).add(Afterwards.Job.whole(ROOM));
        await().until(() -> later.size() == 1);
        assertThat(told).isEmpty();
        assertThat(kept()).isTrue();

        failing.clear();
        pass();

        await().until(() -> told.contains("done"));
        assertThat(told).containsExactly("w42", "done");
        assertThat(kept()).isFalse();
    }

    /// A key that has expired on a Friday is another one on Monday.
    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "BUSY", "BROKEN"})
    void aServiceThatStaysAwayIsAskedForThreeDays(End why) throws IOException {
        lines();
        var away = BatchToneRecognizer.failing(why);
        Afterwards afterwards = by(away, HOUR_MS * 100);
        afterwards.add(Afterwards.Job.whole(ROOM));
        passAll();

        assertThat(later)
                .startsWith(60_000L, 300_000L, 900_000L, 1_800_000L, 3_600_000L, 3_600_000L);
        assertThat(nowMs.get() - BEGIN_MS)
                .isBetween(SpeechFolders.KEPT_MS, SpeechFolders.KEPT_MS + HOUR_MS);
        int atFirst = why == End.REFUSED ? 1 : 5;
        assertThat(away.asked()).hasSize(atFirst + later.size() - 1);
        assertThat(afterwards.statistics(0, 0).expired()).isEqualTo(1);
        assertThat(afterwards.statistics(0, 0).left()).isEqualTo(1);
        assertThat(afterwards.statistics(0, 0).waiting()).isZero();
        assertThat(kept()).isFalse();
    }

    @Test
    void whatAServiceDidNotWantIsRecognisedWhenItDoes() throws IOException {
        lines();
        var wrongKey = new AtomicBoolean(true);
        by(
                        new BatchToneRecognizer(() ->
                                wrongKey.get()
                                        ? new BatchRecognizer.NotRecognized(End.REFUSED, 0, "key")
                                        : null),
                        HOUR_MS)
                .add(Afterwards.Job.whole(ROOM));
        for (int i = 1; i <= 40; i++) {
            int timers = i;
            await().pollInterval(2, TimeUnit.MILLISECONDS).until(() -> later.size() == timers);
            pass();
        }
        await().until(() -> later.size() == 41);
        assertThat(kept()).isTrue();
        wrongKey.set(false);
        pass();

        await().until(() -> told.contains("done"));
        assertThat(told).containsExactly("w42", "done");
        assertThat(kept()).isFalse();
    }

    @Test
    void aPieceOfWhichTheServiceMakesNothingIsGivenUp() throws IOException {
        lines();
        var unfit = BatchToneRecognizer.failing(End.UNFIT);
        Afterwards afterwards = by(unfit, HOUR_MS);
        afterwards.add(Afterwards.Job.whole(ROOM));
        await().until(() -> told.contains("done"));

        assertThat(later).isEmpty();
        assertThat(unfit.asked()).hasSize(2);
        assertThat(afterwards.statistics(0, 0).left()).isEqualTo(1);
        assertThat(afterwards.statistics(0, 0).expired()).isZero();
        assertThat(kept()).isFalse();
    }

    /// It is not taken for the service's fault when others are recognised.
    @Test
    void aPieceThatNeverComesIsTriedForAnHour() throws IOException {
        KeptSpeech.of(folders, ROOM, List.of("ann", "ben"), BEGIN_MS);
        lines();
        BatchRecognizer by =
                (audio, _) -> {
                    List<BatchRecognizer.Segment> heard =
                            BatchToneRecognizer.segments(audio.samples());
                    return heard.stream().anyMatch(each -> each.text().contains("w43"))
                            ? CompletableFuture.failedStage(
                                    new BatchRecognizer.NotRecognized(End.BROKEN, 0, "bad"))
                            : CompletableFuture.completedStage(heard);
                };
        Afterwards afterwards = by(by, HOUR_MS);
        afterwards.add(Afterwards.Job.whole(ROOM));
        passAll();

        assertThat(later).containsExactly(60_000L, 300_000L, 900_000L, 1_800_000L);
        assertThat(told).contains("w42").doesNotContain("w43").endsWith("done");
        assertThat(afterwards.statistics(0, 0).left()).isEqualTo(1);
    }

    @Test
    void whileTheServiceIsAwayOneSessionAsksForAll() throws IOException {
        var others = List.of(new RoomId("ses_2"), new RoomId("ses_3"), new RoomId("ses_4"));
        for (RoomId each : others) {
            KeptSpeech.of(folders, each, List.of("ann"), BEGIN_MS);
        }
        lines();
        var wrongKey = new AtomicBoolean(true);
        var recognizer =
                new BatchToneRecognizer(() ->
                        wrongKey.get()
                                ? new BatchRecognizer.NotRecognized(End.REFUSED, 0, "key")
                                : null);
        Afterwards afterwards = by(recognizer, HOUR_MS);
        afterwards.add(Afterwards.Job.whole(ROOM));
        await().until(() -> later.size() == 1);
        others.forEach(each -> afterwards.add(Afterwards.Job.whole(each)));
        await().until(() -> afterwards.statistics(0, 0).away() == 4);
        assertThat(recognizer.asked()).hasSize(1);

        pass();
        await().until(() -> later.size() == 2 && afterwards.statistics(0, 0).away() == 4);
        assertThat(recognizer.asked()).hasSize(2);
        assertThat(told).isEmpty();

        wrongKey.set(false);
        pass();
        await().until(() -> afterwards.statistics(0, 0).waiting() == 0);
        assertThat(told).containsOnly("w42", "done").hasSize(8);
        assertThat(recognizer.asked()).hasSize(2 + 4);
        assertThat(later).hasSize(2);
        assertThat(kept()).isFalse();
    }

    /// Of what somebody did not say nothing comes, whatever the service does.
    @Test
    void whereNothingWasSaidTheServiceIsNotWaitedFor() throws IOException {
        var silent = new RoomId("ses_2");
        KeptSpeech.of(folders, silent, List.of("ann"), BEGIN_MS);
        lines();
        Afterwards afterwards = by(BatchToneRecognizer.failing(End.REFUSED), HOUR_MS);
        afterwards.add(Afterwards.Job.whole(ROOM));
        await().until(() -> later.size() == 1);

        afterwards.add(
                missing(
                        silent,
                        List.of(
                                new SpeechLedger.Missed(
                                        null, BEGIN_MS + 1_500, SpeechLedger.END))));
        await().until(() -> told.contains("done"));
        assertThat(folders.all()).containsExactly(ROOM);
    }

    @Test
    void whatIsCompleteWaitsForNoOther() throws IOException {
        List<RoomId> slow = List.of(new RoomId("ses_2"), new RoomId("ses_3"));
        for (RoomId each : slow) {
            KeptSpeech.of(folders, each, List.of("ann"), BEGIN_MS);
        }
        lines();
        var asked = new AtomicInteger();
        Afterwards afterwards =
                by(
                        (_, _) -> {
                            asked.incrementAndGet();
                            return new CompletableFuture<>();
                        },
                        HOUR_MS);
        slow.forEach(each -> afterwards.add(Afterwards.Job.whole(each)));
        await().until(() -> asked.get() == 2);

        afterwards.add(missing(ROOM, List.of()));
        await().until(() -> told.contains("done"));
        assertThat(folders.all()).containsExactlyInAnyOrderElementsOf(slow);
        assertThat(afterwards.statistics(0, 0).waiting()).isEqualTo(2);
    }

    /// Until then a crash would lose lines that were recognised and are not kept yet.
    @Test
    void whatIsCompleteStaysUntilItsLinesAreKept() throws IOException {
        storeAway = true;
        lines();
        by(new BatchToneRecognizer(), HOUR_MS).add(missing(ROOM, List.of()));
        await().until(() -> later.size() == 1);
        assertThat(kept()).isTrue();
        storeAway = false;
        pass();
        await().until(() -> told.contains("done"));
        assertThat(kept()).isFalse();
    }

    @Test
    void aStoreThatStaysAwayIsWaitedForThreeDays() throws IOException {
        storeAway = true;
        lines();
        Afterwards afterwards = by(new BatchToneRecognizer(), HOUR_MS);
        afterwards.add(Afterwards.Job.whole(ROOM));
        for (int i = 1; i <= 100; i++) {
            int timers = i;
            await().pollInterval(2, TimeUnit.MILLISECONDS).until(() -> later.size() == timers);
            pass();
        }
        await().until(() -> later.size() == 101);
        assertThat(kept()).isTrue();
        nowMs.set(BEGIN_MS + SpeechFolders.KEPT_MS);
        pass();
        await().until(() -> told.contains("done"));
        assertThat(afterwards.statistics(0, 0).expired()).isEqualTo(1);
        assertThat(kept()).isFalse();
    }

    @Test
    void aStoreThatIsAwayIsAskedAgainLater() {
        storeAway = true;
        lines();
        by(new BatchToneRecognizer(), HOUR_MS).add(Afterwards.Job.whole(ROOM));
        await().until(() -> later.size() == 1);
        storeAway = false;
        tasks.getFirst().run();
        await().until(() -> told.contains("done"));
        assertThat(told).containsExactly("w42", "done");
    }

    /// Else a crash, or a store that is away for long, would be the end of it.
    @Test
    void whatIsNotKeptYetIsRecognisedAgain() throws IOException {
        losing = true;
        lines();
        by(new BatchToneRecognizer(), HOUR_MS).add(Afterwards.Job.whole(ROOM));
        await().until(() -> later.size() == 1);
        assertThat(told).containsExactly("w42");
        assertThat(kept()).isTrue();

        losing = false;
        tasks.getFirst().run();

        await().until(() -> told.contains("done"));
        assertThat(told).containsExactly("w42", "w42", "done");
        assertThat(kept()).isFalse();
    }

    @Test
    void allIsRecognisedAgainAlsoIfTheStoreWasAway() {
        storeAway = true;
        lines();
        by(new BatchToneRecognizer(), HOUR_MS, true).add(missing(ROOM, List.of()));
        await().until(() -> later.size() == 1);
        storeAway = false;
        tasks.getFirst().run();
        await().until(() -> told.contains("done"));
        assertThat(told).containsExactly("w42", "done");
    }

    /// A line that was told of the first words of an utterance that was given up then.
    @Test
    void aLineOfAPartGetsTheRest() {
        var ann = new ParticipantId("ann");
        stored.add(new TranscriptLine("l_1", ann, BEGIN_MS + 500, BEGIN_MS + 950, "w4", null, 0));
        lines();
        var missed = new SpeechLedger.Missed(ann, BEGIN_MS + 300, BEGIN_MS + 1_200);
        by(new BatchToneRecognizer(), HOUR_MS).add(missing(ROOM, List.of(missed)));
        await().until(() -> told.contains("done"));
        assertThat(stored).singleElement().extracting(TranscriptLine::text).isEqualTo("w42");
        assertThat(stored).singleElement().extracting(TranscriptLine::revision).isEqualTo(1);
    }

    /// A store that was away too long for a line, and is there again.
    @Test
    void aLineThatIsGivenUpAfterTheEndIsRecognisedAgain() {
        var ann = new ParticipantId("ann");
        stored.add(new TranscriptLine("l_1", ann, BEGIN_MS + 500, BEGIN_MS + 950, "w4", null, 0));
        ledger.begin(ROOM);
        var busy = new CopyOnWriteArrayList<>(List.of(End.BUSY));
        var recognizer =
                new BatchToneRecognizer(() ->
                        busy.isEmpty() ? null : new BatchRecognizer.NotRecognized(End.BUSY, 0, ""));
        by(recognizer, HOUR_MS)
                .add(new Afterwards.Job(ROOM, Afterwards.Job.whole(ROOM).hints(), List.of(), 0));
        ledger.missed(ROOM, ann, BEGIN_MS + 500, BEGIN_MS + 950);
        lines();
        await().until(() -> later.size() == 1);
        assertThat(told).isEmpty();
        busy.clear();
        pass();
        await().until(() -> told.contains("done"));
        assertThat(told).containsExactly("w42", "done");
        assertThat(stored).singleElement().extracting(TranscriptLine::id).isEqualTo("l_1");
    }

    @Test
    void whatIsGivenUpIsNotForgottenIfTheFolderCannotBeReadNow() throws IOException {
        ledger.begin(ROOM);
        ledger.missed(ROOM, new ParticipantId("ann"), BEGIN_MS, BEGIN_MS + 2_000);
        Path folder = folders.of(ROOM);
        Path away = Files.move(folder, root.resolve("away"));
        Files.createFile(folder);
        lines();
        by(new BatchToneRecognizer(), HOUR_MS)
                .add(new Afterwards.Job(ROOM, Afterwards.Job.whole(ROOM).hints(), List.of(), 0));
        await().until(() -> later.size() == 1);
        Files.delete(folder);
        Files.move(away, folder);
        tasks.getFirst().run();
        await().until(() -> told.contains("done"));
        assertThat(told).containsExactly("w42", "done");
    }

    /// What was heard live counts.
    @Test
    void noMoreIsSentThanMayBe() {
        lines();
        var recognizer = new BatchToneRecognizer();
        Afterwards afterwards = by(recognizer, 10_000);
        Afterwards.Job whole = Afterwards.Job.whole(ROOM);
        afterwards.add(new Afterwards.Job(ROOM, whole.hints(), whole.missed(), 9_990));
        await().until(() -> told.contains("done"));
        assertThat(recognizer.asked()).isEmpty();
        assertThat(afterwards.statistics(0, 0).left()).isEqualTo(1);
    }

    @Test
    void onlySoManySessionsWait() {
        Afterwards afterwards = by(new BatchToneRecognizer(), HOUR_MS);
        for (int i = 0; i <= Afterwards.MAX_WAITING; i++) {
            afterwards.add(Afterwards.Job.whole(new RoomId("ses_x" + i)));
        }
        assertThat(afterwards.statistics(0, 0).waiting()).isEqualTo(Afterwards.MAX_WAITING);
        assertThat(afterwards.statistics(0, 0).refused()).isEqualTo(1);
        assertThat(told).containsExactly("done");
    }
}
