package live.lyceum.recorder.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.backfill.BatchRecognizer.NotRecognized;
import live.lyceum.recorder.backfill.BatchRecognizer.Segment;
import live.lyceum.recorder.testkit.BatchToneRecognizer;
import live.lyceum.recorder.testkit.LessonSpeaker;
import live.lyceum.recorder.testkit.Network;
import live.lyceum.recorder.testkit.ToneWords;
import live.lyceum.recorder.testkit.VirtualLesson;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A lesson of twelve minutes, in five of which nothing was recognised.
class BackfillTest {
    private static final long STARTED_MS = 1_790_000_000_000L;
    private static final long OUT_MS = 240_000;
    private static final long BACK_MS = 540_000;
    private static final long END_MS = 720_000;
    private static final long NO_LIMIT = Long.MAX_VALUE;
    private static final Hints HINTS = new Hints(List.of(), List.of());
    private static final ParticipantId ANN = new ParticipantId("ann");
    private static final ParticipantId BEN = new ParticipantId("ben");
    private static final List<Gap> OUTAGE = List.of(outage(ANN), outage(BEN));

    @TempDir static Path folder;
    private static LessonSpeaker ann;
    private static LessonSpeaker ben;
    private final List<Long> pauses = new ArrayList<>();

    @BeforeAll
    static void speak() {
        try (var lesson = new VirtualLesson(folder, 7)) {
            var first = lesson.join("ann").clock(77_000_000, 60).network(Network.LOSSY);
            var second = lesson.join("ben").clock(-3_000_000, -40).network(Network.GOOD);
            ann = new LessonSpeaker(first.stream(Source.MIC, Codec.OPUS).clock(50), 1, 0, END_MS);
            ben = new LessonSpeaker(second.stream(Source.MIC, Codec.OPUS), 2, 0, END_MS);
            LessonSpeaker.all(lesson, END_MS, List.of(ann, ben));
            lesson.runTo(END_MS * 1_000 + 500_000);
        }
    }

    private static Gap outage(ParticipantId who) {
        return new Gap(who, STARTED_MS + OUT_MS, STARTED_MS + BACK_MS);
    }

    private static LessonSpeaker speaker(ParticipantId who) {
        return who.equals(ANN) ? ann : ben;
    }

    /// What was recognised live: utterances that were over before the outage or began after it.
    private static List<TranscriptLine> live() {
        var lines = new ArrayList<TranscriptLine>();
        for (ParticipantId who : List.of(ANN, BEN)) {
            for (LessonSpeaker.Utterance each : speaker(who).utterances()) {
                if (wasHeard(each)) {
                    lines.add(
                            new TranscriptLine(
                                    "l" + lines.size(),
                                    who,
                                    STARTED_MS + each.fromMs(),
                                    STARTED_MS + each.toMs() + 100,
                                    each.text(),
                                    null,
                                    0));
                }
            }
        }
        return lines;
    }

    private static boolean wasHeard(LessonSpeaker.Utterance utterance) {
        return utterance.toMs() < OUT_MS || utterance.fromMs() >= BACK_MS;
    }

    /// The utterances of which nothing came, and the outage as a whole.
    private static List<Gap> gaps() {
        var gaps = new ArrayList<Gap>(OUTAGE);
        for (ParticipantId who : List.of(ANN, BEN)) {
            for (LessonSpeaker.Utterance each : speaker(who).utterances()) {
                if (!wasHeard(each)) {
                    gaps.add(new Gap(who, STARTED_MS + each.fromMs(), STARTED_MS + each.toMs()));
                }
            }
        }
        return gaps;
    }

    private Backfill.Result run(
            BatchRecognizer recognizer, List<Gap> gaps, List<TranscriptLine> lines, long maxMs)
            throws IOException, InterruptedException {
        var order =
                new Backfill.Order(
                        folder, STARTED_MS, gaps, lines, HINTS, maxMs, Backfill.Asking.FREELY);
        return new Backfill(recognizer, pauses::add, new Random(4)).run(order);
    }

    private static List<Integer> words(List<TranscriptLine> lines, ParticipantId who) {
        return lines.stream()
                .filter(each -> each.who().equals(who))
                .sorted(Comparator.comparingLong(TranscriptLine::startMs))
                .flatMap(each -> Stream.of(each.text().split(" ", -1)))
                .map(each -> Integer.valueOf(each.substring(1)))
                .toList();
    }

    /// All was said once, by whom it was said and in the order in which it was.
    private static void assertAllOnce(List<TranscriptLine> lines) {
        for (ParticipantId who : List.of(ANN, BEN)) {
            List<Integer> told = words(lines, who);
            List<Integer> said =
                    speaker(who).words(0, END_MS).stream().map(LessonSpeaker.Said::number).toList();
            int common = common(said, told);
            assertThat(common).isGreaterThanOrEqualTo((int) Math.ceil(said.size() * 0.995));
            assertThat(told.size() - common).as("said twice or made up").isLessThanOrEqualTo(2);
        }
    }

    /// How long the longest list is that both have in common, in order.
    private static int common(List<Integer> one, List<Integer> other) {
        var best = new int[one.size() + 1][other.size() + 1];
        for (int i = 1; i <= one.size(); i++) {
            for (int j = 1; j <= other.size(); j++) {
                best[i][j] =
                        one.get(i - 1).equals(other.get(j - 1))
                                ? best[i - 1][j - 1] + 1
                                : Math.max(best[i - 1][j], best[i][j - 1]);
            }
        }
        return best[one.size()][other.size()];
    }

    /// How far the begins of lines are from those of the same words, 95 % of them.
    private static long offMs(List<TranscriptLine> lines) {
        long[] off =
                lines.stream()
                        .mapToLong(line -> {
                            String first = line.text().split(" ", -1)[0];
                            return speaker(line.who()).words(0, END_MS).stream()
                                    .filter(each -> ToneWords.text(each.number()).equals(first))
                                    .mapToLong(each ->
                                            Math.abs(line.startMs() - STARTED_MS - each.atMs()))
                                    .min()
                                    .orElseThrow();
                        })
                        .sorted()
                        .toArray();
        return off[off.length * 95 / 100];
    }

    private static List<TranscriptLine> both(List<TranscriptLine> one, List<TranscriptLine> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    @Test
    void whatAnOutageLeftOutIsSaidAfterwards() throws IOException, InterruptedException {
        var recognizer = new BatchToneRecognizer();
        Backfill.Result filled = run(recognizer, gaps(), live(), NO_LIMIT);

        assertThat(filled.left()).isEmpty();
        assertAllOnce(both(live(), filled.lines()));
        assertThat(offMs(filled.lines())).isLessThanOrEqualTo(150);
        assertThat(filled.lines())
                .isSortedAccordingTo(Comparator.comparingLong(TranscriptLine::startMs))
                .allMatch(each -> each.revision() == 0 && each.id().startsWith("b_"))
                .extracting(TranscriptLine::id)
                .doesNotHaveDuplicates();
        assertThat(recognizer.asked()).allMatch(each -> each.lengthMs() <= 60_000);
        assertThat(filled.sentMs()).isLessThan(2 * (BACK_MS - OUT_MS));
        assertThat(pauses).isEmpty();
    }

    /// Nobody knows what was missed: what there is text of is neither sent nor said again.
    @Test
    void aWholeLessonMayBeAGap() throws IOException, InterruptedException {
        List<Gap> whole =
                Stream.of(ANN, BEN).map(who -> new Gap(who, 0, STARTED_MS + 2 * END_MS)).toList();
        Backfill.Result filled = run(new BatchToneRecognizer(), whole, live(), NO_LIMIT);

        assertAllOnce(both(live(), filled.lines()));
        assertThat(filled.sentMs()).isLessThan(2 * (BACK_MS - OUT_MS));
    }

    /// As a program of the operator's may tell it, or a model that forgot the times.
    @Test
    void aTextWithoutTimesIsOfWhatIsMissing() throws IOException, InterruptedException {
        LessonSpeaker.Utterance part = longUtterance();
        long fromMs = STARTED_MS + part.words().get(2).atMs();
        long toMs = STARTED_MS + part.words().get(6).atMs();
        var line = new TranscriptLine("l1", ANN, fromMs, toMs, "some words", null, 0);
        var gap = new Gap(ANN, STARTED_MS + part.fromMs(), STARTED_MS + part.toMs());
        BatchRecognizer timeless =
                (audio, _) ->
                        CompletableFuture.completedStage(
                                List.of(new Segment(0, audio.lengthMs(), "all of it", null)));
        Backfill.Result filled = run(timeless, List.of(gap), List.of(line), NO_LIMIT);

        assertThat(filled.lines()).as("before and behind the line").hasSize(2);
        assertThat(filled.lines().getFirst().endMs()).isLessThanOrEqualTo(fromMs + 20);
        assertThat(filled.lines().getLast().startMs()).isGreaterThanOrEqualTo(toMs - 20);
    }

    private static LessonSpeaker.Utterance longUtterance() {
        return ann.utterances().stream()
                .filter(each -> each.fromMs() > OUT_MS && each.words().size() > 8)
                .findFirst()
                .orElseThrow();
    }

    /// The service may find something where there is silence.
    @Test
    void whatLiesWithinALineIsNotSaidAgain() throws IOException, InterruptedException {
        LessonSpeaker.Utterance part = longUtterance();
        long fromMs = STARTED_MS + part.words().get(2).atMs();
        long toMs = STARTED_MS + part.words().get(6).atMs();
        var line = new TranscriptLine("l1", ANN, fromMs, toMs, "some words", null, 0);
        var gap = new Gap(ANN, STARTED_MS + part.fromMs(), STARTED_MS + part.toMs());
        BatchRecognizer everywhere =
                (audio, _) -> {
                    var segments = new ArrayList<Segment>();
                    for (long ms = 0; ms + 100 <= audio.lengthMs(); ms += 100) {
                        segments.add(new Segment(ms, ms + 100, "word", null));
                    }
                    return CompletableFuture.completedStage(segments);
                };
        Backfill.Result filled = run(everywhere, List.of(gap), List.of(line), NO_LIMIT);

        assertThat(filled.lines()).hasSizeGreaterThan(10);
        assertThat(filled.lines())
                .allMatch(each -> each.endMs() - 50 <= fromMs || each.startMs() + 50 >= toMs);
    }

    @Test
    void aServiceThatFailsNowAndThenIsAskedAgain() throws IOException, InterruptedException {
        var random = new Random(5);
        var recognizer =
                new BatchToneRecognizer(() -> {
                    double luck = random.nextDouble();
                    End why = luck < 0.15 ? End.BUSY : End.BROKEN;
                    return luck < 0.3 ? new NotRecognized(why, 0, "now and then") : null;
                });
        Backfill.Result filled = run(recognizer, gaps(), live(), NO_LIMIT);

        assertThat(filled.left()).hasSizeLessThanOrEqualTo(1);
        assertThat(pauses).isNotEmpty().allMatch(each -> each >= 2_000);
        List<TranscriptLine> known = both(live(), filled.lines());
        Backfill.Result rest = run(new BatchToneRecognizer(), filled.left(), known, NO_LIMIT);
        assertAllOnce(both(known, rest.lines()));
    }

    @Test
    void whatIsLeftCanBeTriedLater() throws IOException, InterruptedException {
        var refusing = BatchToneRecognizer.failing(End.REFUSED);
        Backfill.Result first = run(refusing, gaps(), live(), NO_LIMIT);

        assertThat(first.failure()).isEqualTo(End.REFUSED);
        assertThat(refusing.asked()).hasSize(1);
        assertThat(pauses).isEmpty();
        assertThat(first.lines()).isEmpty();
        assertAllOnce(
                both(
                        live(),
                        run(new BatchToneRecognizer(), first.left(), live(), NO_LIMIT).lines()));
    }

    @Test
    void aServiceThatIsAwayIsNotAskedForEver() throws IOException, InterruptedException {
        var away = BatchToneRecognizer.failing(End.BUSY);
        Backfill.Result none = run(away, gaps(), live(), NO_LIMIT);

        assertThat(away.asked()).hasSize(10);
        assertThat(pauses.stream().mapToLong(Long::longValue).sum()).isEqualTo(2 * 120_000);
        assertThat(none.left()).hasSizeGreaterThan(2);
        assertThat(none.failure()).isEqualTo(End.BUSY);
        assertThat(none.sentMs()).as("it took nothing").isZero();
    }

    @Test
    void aPieceOfWhichTheServiceMakesNothingIsGivenUpAlone()
            throws IOException, InterruptedException {
        var first = new ArrayList<>(Arrays.asList(End.UNFIT, End.UNFIT));
        var recognizer =
                new BatchToneRecognizer(() ->
                        first.isEmpty() ? null : new NotRecognized(first.removeFirst(), 0, "HTTP"));
        Backfill.Result filled = run(recognizer, gaps(), live(), NO_LIMIT);

        assertThat(filled.unfit()).hasSize(1).isEqualTo(filled.left());
        assertThat(filled.lines()).hasSizeGreaterThan(10);
        assertThat(filled.answered()).isTrue();
        assertThat(filled.failure()).isNull();
        assertThat(pauses).hasSize(1);
    }

    @Test
    void aServiceThatWasAwayIsAskedOnceFirst() throws IOException, InterruptedException {
        var away = BatchToneRecognizer.failing(End.BROKEN);
        Backfill.Result none = run(away, Backfill.Asking.ONCE_FIRST);
        assertThat(away.asked()).hasSize(1);
        assertThat(pauses).isEmpty();
        assertThat(none.failure()).isEqualTo(End.BROKEN);
        assertThat(none.answered()).isFalse();

        Backfill.Result all = run(new BatchToneRecognizer(), Backfill.Asking.ONCE_FIRST);
        assertThat(all.left()).isEmpty();
        assertAllOnce(both(live(), all.lines()));
    }

    @Test
    void whatIsNotToBeAskedIsLeft() throws IOException, InterruptedException {
        var recognizer = new BatchToneRecognizer();
        Backfill.Result none = run(recognizer, Backfill.Asking.NOT);

        assertThat(recognizer.asked()).isEmpty();
        assertThat(none.left()).isNotEmpty();
        assertThat(none.failure()).isNull();
        assertAllOnce(
                both(
                        live(),
                        run(new BatchToneRecognizer(), none.left(), live(), NO_LIMIT).lines()));
    }

    private Backfill.Result run(BatchRecognizer recognizer, Backfill.Asking asking)
            throws IOException, InterruptedException {
        var order = new Backfill.Order(folder, STARTED_MS, gaps(), live(), HINTS, NO_LIMIT, asking);
        return new Backfill(recognizer, pauses::add, new Random(4)).run(order);
    }

    @Test
    void theServiceSaysWhenToComeAgain() throws IOException, InterruptedException {
        var once = new ArrayList<>(Arrays.asList(new NotRecognized(End.BUSY, 17_000, "busy")));
        var recognizer = new BatchToneRecognizer(() -> once.isEmpty() ? null : once.removeFirst());

        assertThat(run(recognizer, gaps(), live(), NO_LIMIT).left()).isEmpty();
        assertThat(pauses).containsExactly(17_000L);
    }

    @Test
    void whatABusyServiceDidNotTakeIsNotCounted() throws IOException, InterruptedException {
        var ends = new ArrayList<>(Arrays.asList(End.BUSY, End.BROKEN, End.BUSY));
        var recognizer =
                new BatchToneRecognizer(() ->
                        ends.isEmpty() ? null : new NotRecognized(ends.removeFirst(), 0, "once"));

        Backfill.Result filled = run(recognizer, gaps(), live(), NO_LIMIT);

        List<BatchRecognizer.Audio> asked = recognizer.asked();
        long allMs = asked.stream().mapToLong(BatchRecognizer.Audio::lengthMs).sum();
        assertThat(filled.left()).isEmpty();
        assertThat(filled.sentMs()).isEqualTo(allMs - 2 * asked.getFirst().lengthMs());
    }

    @Test
    void noMoreIsSentThanMayBe() throws IOException, InterruptedException {
        Backfill.Result some = run(new BatchToneRecognizer(), gaps(), live(), 120_000);

        assertThat(some.sentMs()).isBetween(60_000L, 120_000L);
        assertThat(some.lines()).isNotEmpty();
        assertThat(some.left()).isNotEmpty();
        assertAllOnce(
                both(
                        both(live(), some.lines()),
                        run(
                                        new BatchToneRecognizer(),
                                        some.left(),
                                        both(live(), some.lines()),
                                        NO_LIMIT)
                                .lines()));
    }
}
