package live.lyceum.recorder.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.TranscriptLine;
import org.junit.jupiter.api.Test;

class BetterTextsTest {
    private static TranscriptLine line(String id, String who, long fromMs, long toMs, String text) {
        return new TranscriptLine(id, new ParticipantId(who), fromMs, toMs, text, "en", 0);
    }

    private static List<String> of(List<TranscriptLine> live, List<TranscriptLine> better) {
        return BetterTexts.of(live, better, List.of()).stream()
                .map(each ->
                        "%s/%d %d-%d %s"
                                .formatted(
                                        each.id(),
                                        each.revision(),
                                        each.startMs(),
                                        each.endMs(),
                                        each.text()))
                .toList();
    }

    private static final TranscriptLine FIRST = line("l1", "ann", 10_000, 14_000, "helo al");
    private static final TranscriptLine SECOND = line("l2", "ann", 15_000, 19_000, "too day");

    @Test
    void aLineGetsTheTextOfItsTime() {
        assertThat(of(List.of(FIRST), List.of(line("b1", "ann", 10_300, 13_500, "Hello all"))))
                .containsExactly("l1/1 10000-14000 Hello all");
    }

    @Test
    void severalTextsOfALineFollowOneAnother() {
        assertThat(
                        of(
                                List.of(FIRST),
                                List.of(
                                        line("b2", "ann", 12_000, 13_500, "all"),
                                        line("b1", "ann", 10_300, 11_500, "Hello"))))
                .containsExactly("l1/1 10000-14000 Hello all");
    }

    @Test
    void aTextOfSeveralLinesIsSharedByTime() {
        assertThat(
                        of(
                                List.of(FIRST, SECOND),
                                List.of(line("b1", "ann", 10_000, 19_000, "Hello all to day"))))
                .containsExactly("l1/1 10000-14000 Hello all", "l2/1 15000-19000 to day");
    }

    @Test
    void textWithoutBlanksIsSharedToo() {
        assertThat(of(List.of(FIRST, SECOND), List.of(line("b1", "ann", 10_000, 19_000, "今日は皆さん"))))
                .containsExactly("l1/1 10000-14000 今日は", "l2/1 15000-19000 皆さん");
    }

    @Test
    void whatNoLineCoversIsNew() {
        assertThat(
                        of(
                                List.of(FIRST),
                                List.of(
                                        line("b1", "ann", 1_000, 2_000, "Before"),
                                        line("b2", "ben", 10_000, 14_000, "Others"),
                                        line("b3", "ann", 10_000, 18_000, "Hello all and more"))))
                .containsExactly(
                        "b1/0 1000-2000 Before",
                        "b2/0 10000-14000 Others",
                        "l1/1 10000-14000 Hello all",
                        "b3/0 14000-18000 and more");
    }

    @Test
    void whatIsNewOnBothSidesOfALineBecomesTwo() {
        assertThat(
                        of(
                                List.of(line("l1", "ann", 10_000, 12_000, "x")),
                                List.of(line("b1", "ann", 6_000, 16_000, "a b c d e"))))
                .containsExactly(
                        "b1/0 6000-10000 a b", "l1/1 10000-12000 c", "b1-1/0 12000-16000 d e");
    }

    /// Else what the better text lacks would be lost.
    @Test
    void aLineThatIsHardlyCoveredStays() {
        assertThat(of(List.of(FIRST), List.of(line("b1", "ann", 13_000, 14_000, "all")))).isEmpty();
        assertThat(of(List.of(FIRST), List.of())).isEmpty();
    }

    @Test
    void theSameTextIsNoBetterOne() {
        assertThat(of(List.of(FIRST), List.of(line("b1", "ann", 10_000, 14_000, "helo al"))))
                .isEmpty();
    }

    /// The rest of the line is in what is left.
    @Test
    void aLineOfWhichAPartIsLeftStaysAsItIs() {
        var better = line("b1", "ann", 10_000, 12_500, "hello");
        var left = new Gap(new ParticipantId("ann"), 12_500, 14_000);
        assertThat(BetterTexts.of(List.of(FIRST), List.of(better), List.of(left))).isEmpty();
        var others = new Gap(new ParticipantId("ben"), 12_500, 14_000);
        assertThat(BetterTexts.of(List.of(FIRST), List.of(better), List.of(others))).hasSize(1);
    }

    @Test
    void aBetterVersionIsBehindThoseBefore() {
        var third = new TranscriptLine("l1", new ParticipantId("ann"), 0, 1_000, "c", null, 2);
        List<TranscriptLine> told =
                BetterTexts.of(
                        List.of(third), List.of(line("b1", "ann", 0, 1_000, "d")), List.of());
        assertThat(told).singleElement().extracting(TranscriptLine::revision).isEqualTo(3);
        assertThat(told).singleElement().extracting(TranscriptLine::language).isEqualTo("en");
    }
}
