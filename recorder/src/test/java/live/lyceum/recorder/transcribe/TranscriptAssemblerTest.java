package live.lyceum.recorder.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.TranscriptLine;
import org.junit.jupiter.api.Test;

class TranscriptAssemblerTest implements TranscriptAssembler.Output {
    private static final long S = 1_000_000;
    private static final ParticipantId ANN = new ParticipantId("ann");
    private static final ParticipantId LONG = new ParticipantId("b".repeat(64));

    private final TranscriptAssembler assembler = new TranscriptAssembler(this);
    private final SpeakerTranscription.Output ann = assembler.of(ANN);
    private final List<TranscriptLine> partials = new ArrayList<>();
    private final List<TranscriptLine> lines = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();

    @Override
    public void partial(TranscriptLine line) {
        partials.add(line);
    }

    @Override
    public void line(TranscriptLine line) {
        lines.add(line);
    }

    @Override
    public void gap(ParticipantId who, long fromMs, long toMs) {
        gaps.add("%s %d-%d".formatted(who, fromMs, toMs));
    }

    @Test
    void aLineKeepsItsIdFromTheFirstPartialOn() {
        ann.interim(1, S, 2 * S, " to bee ");
        ann.result(1, 0, S, 3 * S, " To be. ", "en");
        TranscriptLine partial = partials.getFirst();
        assertThat(partial.text()).isEqualTo("to bee");
        assertThat(lines)
                .containsExactly(
                        new TranscriptLine(partial.id(), ANN, 1_000, 3_000, "To be.", "en", 0));
    }

    @Test
    void aBetterVersionHasTheIdOfTheLineAndItsPlace() {
        ann.result(1, 0, S, 3 * S, "To be", null);
        ann.result(1, 1, S, 3 * S, "To be or " + "x".repeat(2_000), "en");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1).id()).isEqualTo(lines.get(0).id());
        assertThat(lines.get(1).startMs()).isEqualTo(lines.get(0).startMs());
        assertThat(lines.get(1).text()).isEqualTo("To be or");
        assertThat(lines).extracting(TranscriptLine::revision).containsExactly(0, 1, 1);
    }

    @Test
    void idsAreValidAndTheirOwn() {
        long nowUs = 1_800_000_000_000_000L;
        var ids = new HashSet<String>();
        for (var who : List.of(ann, assembler.of(ANN), assembler.of(LONG))) {
            for (int utterance = 1; utterance <= 3; utterance++) {
                who.result(utterance, 0, nowUs, nowUs + S, "x ".repeat(2_500), null);
            }
        }
        lines.forEach(line -> ids.add(line.id()));
        assertThat(lines).hasSize(3 * 3 * 3);
        assertThat(ids).hasSize(lines.size()).allMatch(Ids::valid);
    }

    @Test
    void anotherProcessGivesTheSameUtteranceTheSameIdAndOthersOtherIds() {
        var other = new TranscriptAssembler(this);
        ann.result(1, 0, S, 2 * S, "one", null);
        other.of(ANN).result(1, 0, S, 2 * S, "one", null);
        other.of(ANN).result(1, 0, 5 * S, 6 * S, "one", null);
        assertThat(lines.get(1).id()).isEqualTo(lines.get(0).id());
        assertThat(lines.get(2).id()).isNotEqualTo(lines.get(0).id());
    }

    @Test
    void aPartialIsToldWhenItsTextIsAnother() {
        ann.interim(1, 0, S, "a");
        ann.interim(1, 0, 2 * S, "a");
        ann.interim(1, 0, 2 * S, "a b");
        ann.interim(2, 2 * S, 3 * S, "a b");
        ann.interim(2, 2 * S, 3 * S, "  ");
        assertThat(partials.stream().map(TranscriptLine::text)).containsExactly("a", "a b", "a b");
    }

    @Test
    void blankTextIsNoLine() {
        ann.result(1, 0, 0, S, " \n", null);
        assertThat(lines).isEmpty();
    }

    @Test
    void aLongTextIsCutAtTheEndsOfWordsWithItsShareOfTheTime() {
        var random = new Random(3);
        var text = new StringBuilder();
        while (text.length() < 7_000) {
            text.append("x".repeat(1 + random.nextInt(12))).append(' ');
        }
        ann.result(1, 0, 0, 70 * S, text.toString(), null);
        assertThat(lines).hasSizeBetween(4, 5).allMatch(line -> line.text().length() <= 2_000);
        assertThat(String.join(" ", lines.stream().map(TranscriptLine::text).toList()))
                .isEqualTo(text.toString().strip());
        assertThat(lines).isSortedAccordingTo(TranscriptAssembler.ORDER);
        assertThat(lines.getLast().endMs()).isEqualTo(70_000);
        assertThat(lines.get(1).startMs())
                .isEqualTo(lines.get(0).endMs())
                .isBetween(15_000L, 25_000L);
    }

    @Test
    void ofATextWithoutEndThereIsNoMoreThanEightLines() {
        ann.result(1, 0, 0, 70 * S, "x ".repeat(500_000), null);
        assertThat(lines).hasSize(8).allMatch(line -> line.text().length() > 1_900);
    }

    @Test
    void aTextWithoutSpacesIsCutAnywhereButWithinACharacter() {
        ann.result(1, 0, 0, S, "x" + "\ud83d\ude42".repeat(1_500), null);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).text()).hasSize(1_999);
        assertThat(lines.get(1).text()).startsWith("\ud83d\ude42");
    }

    @Test
    void piecesAreJoinedAsTheirScriptHasIt() {
        var text = new StringBuilder();
        Words.append(text, "hello");
        Words.append(text, "");
        Words.append(text, "world");
        Words.append(text, "\u4f60\u597d");
        Words.append(text, "\u4e16\u754c");
        assertThat(text.toString()).isEqualTo("hello world \u4f60\u597d\u4e16\u754c");
    }

    @Test
    void linesAreReadAsTheyBeganToBeSaid() {
        SpeakerTranscription.Output ben = assembler.of(LONG);
        ann.result(1, 0, 5 * S, 9 * S, "second", null);
        ben.result(1, 0, S, 20 * S, "first", null);
        assertThat(lines.stream().sorted(TranscriptAssembler.ORDER).map(TranscriptLine::text))
                .containsExactly("first", "second");
    }

    @Test
    void tellsWhatWasMissed() {
        ann.missed(1_000_900, 2_000_100);
        assertThat(gaps).containsExactly("ann 1000-2001");
    }
}
