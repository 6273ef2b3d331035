package live.lyceum.recorder.io;

import static live.lyceum.recorder.io.TranscriberStage.ROOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.Transcriber.Standing;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.io.TranscriberStage.Voice;
import live.lyceum.recorder.testkit.BatchToneRecognizer;
import live.lyceum.recorder.testkit.ToneRecognizer.Mood;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said becomes text, whatever becomes of the recogniser and of the process.
class KeepingTranscriberTest {
    @TempDir Path root;
    private final BatchToneRecognizer batch = new BatchToneRecognizer();
    private final Voice ann = new Voice("ann", 1);
    private @Nullable TranscriberStage open;

    private TranscriberStage stage(@Nullable BatchRecognizer by, boolean exact) {
        var stage = new TranscriberStage(root, by, exact);
        open = stage;
        return stage;
    }

    private TranscriberStage stage() {
        return stage(batch, false);
    }

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    private void say(TranscriberStage stage, int number) {
        stage.say(3_000, List.of(ann), List.of(ann.word(number, 500)));
    }

    @Test
    void whatTheServiceDidNotWantIsRecognisedAfterwards() throws IOException {
        TranscriberStage stage = stage();
        stage.goOn();
        stage.begin();
        say(stage, 17);
        stage.awaitTold("w17");
        stage.recognizer.mood(Mood.REFUSING);
        stage.recognizer.end();
        say(stage, 18);
        stage.awaitTold("OFF");
        say(stage, 19);
        assertThat(stage.told).containsExactly("ON", "w17", "OFF");
        assertThat(stage.transcriber.busy(ROOM)).isTrue();

        stage.end();
        stage.awaitEnded();

        assertThat(stage.said("ann")).containsExactly("w17", "w18", "w19");
        assertThat(stage.told).last().isEqualTo("ended");
        assertThat(stage.folders.all()).isEmpty();
        assertThat(stage.tapped()).isFalse();
        assertThat(stage.transcriber.busy(ROOM)).isFalse();
        KeepingTranscriber.Statistics statistics = stage.transcriber.statistics();
        assertThat(statistics.lines()).isPositive();
        assertThat(statistics.sentMs()).isBetween(600L, 7_000L);
        assertThat(statistics.left() + statistics.unkept() + statistics.refused()).isZero();
    }

    @Test
    void wordsThatAreOrderedLaterAreExpected() {
        TranscriberStage stage = stage();
        stage.goOn();
        stage.begin();
        stage.expect(List.of("Ann", "Trees"));
        say(stage, 17);
        stage.awaitTold("w17");
        assertThat(stage.hints).extracting(Hints::words).containsExactly(List.of("Ann", "Trees"));
    }

    @Test
    void nothingIsKeptOfASessionWhoseLinesAreNot() throws IOException {
        TranscriberStage stage = stage();
        stage.goOn();
        stage.transcriber.transcribe(new Transcriber.Order(ROOM, List.of(), List.of(), false));
        await().until(stage::tapped);
        say(stage, 17);
        stage.awaitTold("w17");
        assertThat(stage.folders.all()).isEmpty();
        stage.end();
        stage.awaitEnded();
    }

    @Test
    void whatWasRecognisedIsNotSentAgain() throws IOException {
        TranscriberStage stage = stage();
        stage.goOn();
        stage.begin();
        say(stage, 17);
        stage.end();
        stage.awaitEnded();

        assertThat(stage.said("ann")).containsExactly("w17");
        assertThat(batch.asked()).isEmpty();
        assertThat(stage.folders.all()).isEmpty();
    }

    /// What was being said when the process ended, and what had no result yet, is not lost.
    @Test
    void whatWasBeingSaidWhenTheProcessEndedComesWithTheNext() throws IOException {
        TranscriberStage stage = stage();
        stage.goOn();
        stage.begin();
        say(stage, 17);
        stage.recognizer.mood(Mood.SILENT);
        say(stage, 18);
        stage.say(900, List.of(ann), List.of(ann.word(19, 500)));

        stage.restart();
        stage.goOn();
        assertThat(stage.transcriber.busy(ROOM)).isTrue();
        stage.recognizer.mood(Mood.WORKS);
        stage.begin();
        say(stage, 20);
        stage.end();
        stage.awaitEnded();

        assertThat(stage.said("ann")).containsExactly("w17", "w18", "w19", "w20");
        assertThat(stage.folders.all()).isEmpty();
    }

    /// Of the last words of each, only a part may have been kept when the process was killed.
    @Test
    void whatWasCutShortByTheEndOfAProcessComesOnce() throws IOException {
        var ben = new Voice("ben", 2);
        TranscriberStage stage = stage();
        stage.goOn();
        stage.begin();
        sayTwo(stage, ben, 11);
        sayTwo(stage, ann, 17);
        stage.awaitTold("w17 w18");
        keepFirstWord(stage, ben);
        keepFirstWord(stage, ann);
        for (int again = 0; again < 2; again++) {
            stage.restart();
            stage.goOn();
            stage.begin();
            sayTwo(stage, ann, 21 + 10 * again);
            stage.awaitTold("w%d w%d".formatted(21 + 10 * again, 22 + 10 * again));
        }
        stage.end();
        stage.awaitEnded();

        assertThat(stage.said("ben")).containsExactly("w11", "w12");
        assertThat(stage.said("ann")).containsExactly("w17", "w18", "w21", "w22", "w31", "w32");
        assertThat(stage.lines).as("those that there were").hasSize(4);
        assertThat(batch.asked()).as("the last line before each end").hasSize(3);
    }

    @Test
    void whatWasCutShortOfASessionThatEndedMeanwhileComesOnce() throws IOException {
        TranscriberStage stage = stage();
        stage.begin();
        sayTwo(stage, ann, 17);
        stage.awaitTold("w17 w18");
        keepFirstWord(stage, ann);
        stage.restart();
        stage.standing = Standing.OVER;

        stage.goOn();
        stage.awaitEnded();

        assertThat(stage.said("ann")).containsExactly("w17", "w18");
        assertThat(stage.lines).hasSize(1);
    }

    private static void sayTwo(TranscriberStage stage, Voice who, int first) {
        stage.say(3_000, List.of(who), List.of(who.word(first, 500), who.word(first + 1, 1_000)));
    }

    /// The versions with more were on their way only.
    private static void keepFirstWord(TranscriberStage stage, Voice who) {
        stage.lines.replaceAll(each ->
                each.who().equals(who.who())
                        ? new TranscriptLine(
                                each.id(),
                                each.who(),
                                each.startMs(),
                                each.endMs(),
                                each.text().substring(0, 3),
                                null,
                                0)
                        : each);
    }

    @Test
    void whatCouldNotBeKeptAsALineIsRecognisedAgain() throws IOException {
        TranscriberStage stage = stage();
        stage.goOn();
        stage.begin();
        say(stage, 17);
        stage.awaitTold("w17");
        stage.losing = true;
        say(stage, 18);
        stage.awaitTold("w18");
        stage.losing = false;
        say(stage, 19);
        stage.awaitTold("w19");
        assertThat(stage.said("ann")).containsExactly("w17", "w19");
        stage.end();
        stage.awaitEnded();

        assertThat(stage.said("ann")).containsExactly("w17", "w18", "w19");
        assertThat(batch.asked()).hasSize(1);
    }

    @Test
    void aSessionThatEndedMeanwhileIsCompleted() throws IOException {
        TranscriberStage stage = stage();
        stage.begin();
        stage.recognizer.mood(Mood.BROKEN);
        say(stage, 17);
        stage.restart();
        stage.standing = Standing.OVER;

        stage.goOn();
        stage.awaitEnded();

        assertThat(stage.said("ann")).containsExactly("w17");
        assertThat(stage.folders.all()).isEmpty();
        assertThat(stage.transcriber.busy(ROOM)).isFalse();
    }

    /// Nobody came back to it.
    @Test
    void aSessionThatEndsWithoutBeingTranscribedAgainIsCompleted() throws IOException {
        TranscriberStage stage = stage();
        stage.begin();
        stage.recognizer.mood(Mood.BROKEN);
        say(stage, 17);
        stage.restart();
        stage.goOn();
        assertThat(stage.folders.all()).containsExactly(ROOM);

        stage.end();
        stage.awaitEnded();

        assertThat(stage.said("ann")).containsExactly("w17");
        assertThat(stage.folders.all()).isEmpty();
    }

    @Test
    void whatIsNotToBeSavedIsNotSentAgain() throws IOException {
        TranscriberStage stage = stage();
        stage.goOn();
        stage.begin();
        stage.recognizer.mood(Mood.BROKEN);
        say(stage, 17);
        stage.standing = Standing.CLOSED;
        stage.transcriber.stop(ROOM);
        stage.awaitEnded();

        assertThat(batch.asked()).isEmpty();
        assertThat(stage.folders.all()).isEmpty();
    }

    @Test
    void whatNobodyKnowsIsDeleted() throws IOException {
        TranscriberStage stage = stage();
        Files.createDirectories(stage.folders.of(new RoomId("ses_other")));
        stage.goOn();
        await().until(() -> stage.folders.all().isEmpty());
        assertThat(stage.told).isEmpty();
    }

    @Test
    void whereNothingCanBeCompletedNothingIsKept() throws IOException {
        TranscriberStage stage = stage(null, false);
        stage.goOn();
        stage.begin();
        say(stage, 17);
        stage.end();
        stage.awaitEnded();

        assertThat(stage.told).containsExactly("ON", "w17", "OFF", "ended");
        assertThat(stage.folders.all()).isEmpty();
    }

    /// Somebody forgot the key at a start.
    @Test
    void whatAStartWithoutARecogniserFindsIsCompletedByTheNext() throws IOException {
        TranscriberStage stage = stage();
        stage.begin();
        stage.recognizer.mood(Mood.BROKEN);
        say(stage, 17);
        stage.close();
        SpeechAge.set(stage.folders.of(ROOM), TranscriberStage.BEGIN_MS);

        stage = stage(null, false);
        stage.standing = Standing.OVER;
        stage.goOn();
        stage.transcriber.stop(ROOM);
        stage.lookForOld();
        assertThat(stage.folders.all()).containsExactly(ROOM);
        assertThat(stage.transcriber.busy(ROOM)).as("more may come").isTrue();
        assertThat(stage.told).isEmpty();
        stage.close();

        stage = stage();
        stage.pass();
        stage.standing = Standing.OVER;
        stage.goOn();
        stage.awaitEnded();
        assertThat(stage.said("ann")).containsExactly("w17");
        assertThat(stage.folders.all()).isEmpty();
    }

    @Test
    void withoutARecogniserWhatIsOldIsDeletedAndWhatIsNotToBeSaved() throws IOException {
        TranscriberStage stage = stage(null, false);
        stage.standing = Standing.OVER;
        var closed = new RoomId("ses_closed");
        for (RoomId each : List.of(ROOM, closed)) {
            Files.createDirectories(stage.folders.of(each));
            SpeechAge.set(stage.folders.of(each), TranscriberStage.BEGIN_MS);
        }
        stage.goOn();
        await().until(() -> stage.folders.all().equals(List.of(ROOM)));

        SpeechAge.set(
                stage.folders.of(ROOM), TranscriberStage.BEGIN_MS - SpeechFolders.KEPT_MS + 1);
        stage.lookForOld();
        assertThat(stage.folders.all()).containsExactly(ROOM);

        SpeechAge.set(stage.folders.of(ROOM), TranscriberStage.BEGIN_MS - SpeechFolders.KEPT_MS);
        stage.lookForOld();
        stage.awaitEnded();
        assertThat(stage.folders.all()).isEmpty();
        assertThat(stage.transcriber.busy(ROOM)).isFalse();
        assertThat(stage.transcriber.statistics().expired()).isEqualTo(1);
    }

    @Test
    void withoutARecogniserWhatIsOldIsDeletedAtTheStart() throws IOException {
        TranscriberStage stage = stage(null, false);
        stage.standing = Standing.OVER;
        Files.createDirectories(stage.folders.of(ROOM));
        SpeechAge.set(stage.folders.of(ROOM), TranscriberStage.BEGIN_MS - SpeechFolders.KEPT_MS);
        stage.goOn();

        assertThat(stage.folders.all()).isEmpty();
        assertThat(stage.transcriber.busy(ROOM)).isFalse();
        assertThat(stage.told).as("signaling's sweep tells of it").isEmpty();
    }

    @Test
    void whatIsOrderedAgainGoesOn() throws IOException {
        TranscriberStage stage = stage();
        stage.goOn();
        stage.begin();
        stage.transcriber.stop(ROOM);
        stage.transcribe();
        await().until(() -> stage.told.size() >= 4);
        assertThat(stage.told).containsExactly("ON", "OFF", "ended", "ON");
        await().until(stage::tapped);
        say(stage, 17);
        stage.awaitTold("w17");
        assertThat(stage.transcriber.busy(ROOM)).isTrue();
        assertThat(stage.folders.all()).containsExactly(ROOM);
    }

    @Test
    void whatIsOrderedWhileTheLastResultsAreAwaitedBeginsAfterThem() {
        TranscriberStage stage = stage();
        stage.goOn();
        stage.begin();
        stage.recognizer.mood(Mood.SILENT);
        say(stage, 17);
        await().until(() -> stage.hearing().connections() == 1);
        stage.transcriber.stop(ROOM);
        stage.transcribe();
        stage.awaitEnded();
        await().until(() -> stage.told.size() >= 4);
        assertThat(stage.told).containsExactly("ON", "OFF", "ended", "ON");
        assertThat(stage.hearing().connections()).isZero();
        assertThat(stage.hearing().speakers()).isZero();
        await().until(stage::tapped);
    }

    /// The whole is recognised again, and better texts take the place of those of then.
    @Test
    void theTextMayBecomeMoreExact() throws IOException {
        BatchRecognizer better =
                (audio, _) ->
                        CompletableFuture.completedStage(
                                BatchToneRecognizer.segments(audio.samples()).stream()
                                        .map(each ->
                                                new BatchRecognizer.Segment(
                                                        each.startMs(),
                                                        each.endMs(),
                                                        each.text() + "!",
                                                        "de"))
                                        .toList());
        TranscriberStage stage = stage(better, true);
        stage.goOn();
        stage.begin();
        say(stage, 17);
        stage.awaitTold("w17");
        TranscriptLine before = stage.lines.getFirst();
        stage.end();
        stage.awaitEnded();

        assertThat(stage.lines)
                .containsExactly(
                        new TranscriptLine(
                                before.id(),
                                before.who(),
                                before.startMs(),
                                before.endMs(),
                                "w17!",
                                "de",
                                1));
    }
}
