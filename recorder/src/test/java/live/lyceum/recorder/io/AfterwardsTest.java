package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.Transcriber.Standing;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.testkit.BatchToneRecognizer;
import live.lyceum.recorder.testkit.ToneSpeaker;
import live.lyceum.recorder.testkit.ToneSpeaker.Spoken;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    private final SpeechLedger ledger = new SpeechLedger();
    private volatile boolean storeAway;
    private volatile boolean losing;
    private SpeechFolders folders;
    private @Nullable Afterwards open;

    @BeforeEach
    void speak() throws IOException {
        folders = new SpeechFolders(root);
        try (var journals = new Journals(Journals.Limits.DEFAULT)) {
            SpeechJournal journal = SpeechJournal.open(folders, ROOM, () -> BEGIN_MS, journals);
            journal.began(0);
            var speaker = new ToneSpeaker(3);
            var stream =
                    new MediaTap.Stream(
                            new ParticipantId("ann"),
                            Source.MIC,
                            0,
                            "opus",
                            48_000,
                            speaker.ssrc());
            for (ToneSpeaker.Packet each :
                    speaker.packets(List.of(new Spoken(42, 500_000)), 0, 2_000_000)) {
                int length = each.rtp().length;
                journal.packet(stream, each.level(), each.rtp(), 0, length, each.atUs() * 1_000);
            }
            journal.end().toCompletableFuture().join();
        }
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
                            stored.removeIf(each -> each.id().equals(line.id()));
                            stored.add(line);
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
                        () -> BEGIN_MS + 60_000,
                        _ -> {},
                        (inMs, task) -> {
                            tasks.add(task);
                            later.add(inMs);
                        },
                        output);
        open = made;
        return made;
    }

    private void lines() {
        written.complete(session ->
                storeAway
                        ? CompletableFuture.failedStage(new IOException("away"))
                        : CompletableFuture.completedStage(
                                new Transcriber.Written(Standing.OVER, stored)));
    }

    private boolean kept() throws IOException {
        return !folders.all().isEmpty();
    }

    @Test
    void waitsUntilSessionsCanBeAskedFor() throws IOException {
        Afterwards afterwards = by(new BatchToneRecognizer(), HOUR_MS);
        afterwards.add(Afterwards.Job.whole(ROOM));
        await().until(() -> afterwards.counts().waiting() == 1);
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
        tasks.getFirst().run();

        await().until(() -> told.contains("done"));
        assertThat(told).containsExactly("w42", "done");
        assertThat(kept()).isFalse();
    }

    @Test
    void aServiceThatStaysAwayIsGivenUp() throws IOException {
        lines();
        Afterwards afterwards = by(BatchToneRecognizer.failing(End.BROKEN), HOUR_MS);
        afterwards.add(Afterwards.Job.whole(ROOM));
        for (int i = 1; i <= 4; i++) {
            int tries = i;
            await().until(() -> later.size() == tries);
            tasks.get(i - 1).run();
        }
        await().until(() -> told.contains("done"));
        assertThat(later).containsExactly(60_000L, 300_000L, 900_000L, 1_800_000L);
        assertThat(afterwards.counts().left()).isEqualTo(1);
        assertThat(kept()).isFalse();
    }

    @Test
    void aServiceThatDoesNotWantUsIsNot() throws IOException {
        lines();
        var refusing = BatchToneRecognizer.failing(End.REFUSED);
        by(refusing, HOUR_MS).add(Afterwards.Job.whole(ROOM));
        await().until(() -> told.contains("done"));
        assertThat(later).isEmpty();
        assertThat(refusing.asked()).hasSize(1);
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
        by(new BatchToneRecognizer(), HOUR_MS, true)
                .add(new Afterwards.Job(ROOM, Afterwards.Job.whole(ROOM).hints(), List.of(), 0));
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
        by(new BatchToneRecognizer(), HOUR_MS)
                .add(
                        new Afterwards.Job(
                                ROOM, Afterwards.Job.whole(ROOM).hints(), List.of(missed), 0));
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
        tasks.getFirst().run();
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
        assertThat(afterwards.counts().left()).isEqualTo(1);
    }

    @Test
    void onlySoManySessionsWait() {
        Afterwards afterwards = by(new BatchToneRecognizer(), HOUR_MS);
        for (int i = 0; i < 1_003; i++) {
            afterwards.add(Afterwards.Job.whole(new RoomId("ses_x" + i)));
        }
        assertThat(afterwards.counts().waiting()).isEqualTo(1_002);
        assertThat(afterwards.counts().refused()).isEqualTo(1);
        assertThat(told).containsExactly("done");
    }
}
