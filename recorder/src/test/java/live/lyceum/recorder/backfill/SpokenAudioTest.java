package live.lyceum.recorder.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.backfill.SpokenAudio.Span;
import live.lyceum.recorder.lesson.LessonEvent;
import live.lyceum.recorder.lesson.LessonReader;
import live.lyceum.recorder.testkit.LessonSpeaker;
import live.lyceum.recorder.testkit.Network;
import live.lyceum.recorder.testkit.ToneWords;
import live.lyceum.recorder.testkit.VirtualLesson;
import live.lyceum.recorder.testkit.VirtualSender;
import live.lyceum.recorder.testkit.VirtualStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is cut out of journals, against what was said.
class SpokenAudioTest {
    private static final ParticipantId ANN = new ParticipantId("ann");

    @TempDir Path folder;

    private static VirtualStream mic(VirtualSender of) {
        return of.stream(Source.MIC, Codec.OPUS);
    }

    /// How much later the first frames of a track are placed than they were made, in milliseconds.
    private long wayMs(int track) throws IOException {
        try (LessonReader reader = LessonReader.open(folder)) {
            reader.finish();
            int frames = 0;
            for (LessonEvent next = reader.next(); next != null; next = reader.next()) {
                if (next instanceof LessonEvent.Frame frame && frame.track() == track) {
                    if (frames == 500) {
                        return (frame.atUs() - 500 * 20_000L) / 1_000;
                    }
                    frames++;
                }
            }
        }
        throw new AssertionError("no frames");
    }

    private static void assertWords(
            short[] cut, long fromMs, long wayMs, List<LessonSpeaker.Said> said) {
        List<ToneWords.Word> heard = ToneWords.hear(cut);
        assertThat(heard)
                .extracting(ToneWords.Word::number)
                .isEqualTo(said.stream().map(LessonSpeaker.Said::number).toList());
        for (int i = 0; i < heard.size(); i++) {
            long atMs = fromMs + heard.get(i).offsetMs() - wayMs;
            assertThat(atMs - said.get(i).atMs()).as("word " + i).isBetween(-20L, 20L);
        }
    }

    @Test
    void wordsAreWhereTheyWereSaid() throws IOException {
        LessonSpeaker ann;
        try (var lesson = new VirtualLesson(folder, 3)) {
            VirtualStream mic =
                    mic(lesson.join("ann").clock(9_000_000, 80).network(Network.GOOD)).clock(200);
            ann = new LessonSpeaker(mic, 1, 0, 110_000);
            VirtualStream other = mic(lesson.join("ben").clock(-5_000_000, -80));
            var ben = new LessonSpeaker(other, 2, 0, 110_000);
            LessonSpeaker.all(lesson, 120_000, List.of(ann, ben));
        }
        long fromMs = 0;
        short[] all = SpokenAudio.cut(folder, new Span(ANN, fromMs, 130_000));

        assertThat(all).hasSize(130_000 * 16);
        assertWords(all, 0, wayMs(1), ann.words(0, 120_000));
        // A part begins with a decoder that knows nothing of what was before.
        LessonSpeaker.Utterance part = ann.utterances().get(3);
        fromMs = part.fromMs() - 200;
        short[] cut = SpokenAudio.cut(folder, new Span(ANN, fromMs, part.toMs() + 300));
        assertWords(cut, fromMs, wayMs(1), part.words());
    }

    @Test
    void lostPacketsMoveNothing() throws IOException {
        LessonSpeaker ann;
        try (var lesson = new VirtualLesson(folder, 3)) {
            var bad = new Network(20_000, 10_000, 0.05, 0, 0, 0);
            ann = new LessonSpeaker(mic(lesson.join("ann").network(bad)), 1, 0, 60_000);
            LessonSpeaker.all(lesson, 60_000, List.of(ann));
        }
        List<LessonSpeaker.Said> said = ann.words(0, 60_000);
        List<ToneWords.Word> heard =
                ToneWords.hear(SpokenAudio.cut(folder, new Span(ANN, 0, 61_000)));
        long right =
                heard.stream()
                        .filter(word ->
                                said.stream()
                                        .anyMatch(each ->
                                                each.number() == word.number()
                                                        && Math.abs(
                                                                        word.offsetMs()
                                                                                - each.atMs()
                                                                                - 40)
                                                                <= 30))
                        .count();

        assertThat(right).isGreaterThan(said.size() * 8L / 10).isEqualTo(heard.size());
    }

    @Test
    void whoIsMutedOrAwayIsSilent() throws IOException {
        LessonSpeaker before;
        LessonSpeaker after;
        try (var lesson = new VirtualLesson(folder, 5)) {
            VirtualSender ann = lesson.join("ann").network(Network.PERFECT);
            before = new LessonSpeaker(mic(ann), 1, 0, 30_000);
            ann.gate(Source.MIC, false, 10_000_000);
            ann.gate(Source.MIC, true, 15_000_000);
            ann.leave(20_000_000);
            LessonSpeaker.all(lesson, 20_000, List.of(before));
            lesson.runTo(25_000_000);
            VirtualStream again = mic(lesson.join("ann").network(Network.PERFECT));
            after = new LessonSpeaker(again, 7, 26_000, 40_000);
            after.speak(25_000);
            LessonSpeaker.all(lesson, 41_000, List.of(after));
        }
        short[] all = SpokenAudio.cut(folder, new Span(ANN, 0, 45_000));

        assertThat(SpokenAudio.speakers(folder)).containsExactly(ANN);
        assertSilent(all, 10_200, 14_900);
        assertSilent(all, 20_200, 24_900);
        assertSilent(all, 42_000, 45_000);
        assertThat(ToneWords.hear(all))
                .extracting(ToneWords.Word::number)
                .containsSubsequence(numbers(before.words(0, 9_900)))
                .containsSubsequence(numbers(before.words(15_200, 19_900)))
                .containsSubsequence(numbers(after.words(26_000, 41_000)));
    }

    private static List<Integer> numbers(List<LessonSpeaker.Said> words) {
        return words.stream().map(LessonSpeaker.Said::number).toList();
    }

    private static void assertSilent(short[] samples, int fromMs, int toMs) {
        for (int i = fromMs * 16; i < toMs * 16; i++) {
            assertThat(samples[i]).isZero();
        }
    }
}
