package live.lyceum.recorder.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.backfill.PieceCutter.Piece;
import live.lyceum.recorder.backfill.SpokenAudio.Block;
import live.lyceum.recorder.backfill.SpokenAudio.Span;
import org.junit.jupiter.api.Test;

class PieceCutterTest {
    private static final ParticipantId ANN = new ParticipantId("ann");

    private final List<Piece> pieces = new ArrayList<>();

    private void cut(long fromMs, short[] samples, LongPredicate heardAlready) {
        var cutter = new PieceCutter(ANN, heardAlready, pieces::add);
        var span = new Span(ANN, fromMs, fromMs + samples.length / 16);
        for (int at = 0; at < samples.length; at += 16_000) {
            int end = Math.min(samples.length, at + 16_000);
            cutter.add(new Block(span, fromMs + at / 16, Arrays.copyOfRange(samples, at, end)));
        }
        cutter.end();
    }

    /// Silence with sound in it.
    private static short[] sound(int lengthMs, int... fromToMs) {
        var samples = new short[lengthMs * 16];
        for (int i = 0; i < fromToMs.length; i += 2) {
            for (int at = fromToMs[i] * 16; at < fromToMs[i + 1] * 16; at++) {
                samples[at] = (short) (at / 20 % 2 == 0 ? 1_000 : -1_000);
            }
        }
        return samples;
    }

    @Test
    void silenceIsNoPiece() {
        cut(0, sound(100_000), ms -> false);
        cut(0, sound(100_000, 50_000, 50_040), ms -> false);

        assertThat(pieces).isEmpty();
    }

    @Test
    void whatIsSilentAroundSpeechIsLeftOut() {
        cut(7_000, sound(100_010, 20_000, 25_000, 28_000, 29_000, 50_000, 51_000), ms -> false);

        assertThat(pieces).hasSize(2);
        assertThat(pieces.getFirst().fromMs()).isEqualTo(26_700);
        assertThat(pieces.getFirst().toMs()).isEqualTo(36_300);
        assertThat(pieces.getLast().fromMs()).isEqualTo(56_700);
        assertThat(pieces.getLast().toMs()).isEqualTo(58_300);
    }

    @Test
    void whatIsLongIsCutWhereItIsQuietest() {
        cut(0, sound(150_000, 0, 41_000, 41_200, 47_000, 47_150, 150_000), ms -> false);

        assertThat(pieces).hasSize(3);
        assertThat(pieces.getFirst().toMs()).isEqualTo(41_100);
        assertThat(pieces.stream().mapToLong(each -> each.samples().length).sum())
                .isEqualTo(150_000 * 16);
        for (int i = 1; i < pieces.size(); i++) {
            assertThat(pieces.get(i).fromMs()).isEqualTo(pieces.get(i - 1).toMs());
        }
        assertThat(pieces).allMatch(each -> each.samples().length <= 60_000 * 16);
    }

    @Test
    void whatWasHeardAlreadyIsInNoPiece() {
        cut(0, sound(60_000, 10_000, 50_000), ms -> ms < 40_000);

        assertThat(pieces).hasSize(1);
        assertThat(pieces.getFirst().fromMs()).isEqualTo(40_000);
        assertThat(pieces.getFirst().toMs()).isEqualTo(50_300);
        assertThat(pieces.getFirst().samples()[0]).isNotZero();
    }

    @Test
    void whatIsMissingBetweenLinesIsAPieceOfItsOwn() {
        cut(
                0,
                sound(60_000, 0, 60_000),
                ms -> ms < 20_000 || (ms >= 22_000 && ms < 30_000) || ms >= 30_200);

        assertThat(pieces).extracting(Piece::fromMs).containsExactly(20_000L, 30_000L);
        assertThat(pieces).extracting(Piece::toMs).containsExactly(22_000L, 30_200L);
    }

    @Test
    void whatIsTooShortBetweenLinesForAWordIsNone() {
        cut(0, sound(60_000, 0, 60_000), ms -> ms < 30_000 || ms >= 30_180);

        assertThat(pieces).isEmpty();
    }

    @Test
    void gapsThatAreCloseAreOne() {
        var ben = new ParticipantId("ben");
        List<Gap> merged =
                Gap.merged(
                        List.of(
                                new Gap(ANN, 20_000, 21_000),
                                new Gap(ANN, 10_000, 12_000),
                                new Gap(ben, 10_500, 19_000),
                                new Gap(ANN, 14_000, 15_000),
                                new Gap(ANN, 10_000, 11_000)));

        assertThat(merged)
                .containsExactly(
                        new Gap(ANN, 9_700, 15_300),
                        new Gap(ben, 10_200, 19_300),
                        new Gap(ANN, 19_700, 21_300));
    }
}
