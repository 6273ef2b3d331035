package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.io.SpeechLedger.Missed;
import org.junit.jupiter.api.Test;

class CutShortTest {
    private static final ParticipantId ANN = new ParticipantId("ann");
    private static final ParticipantId BEN = new ParticipantId("ben");

    private static TranscriptLine line(ParticipantId who, long fromMs, long toMs) {
        return new TranscriptLine("l_" + fromMs, who, fromMs, toMs, "x", null, 0);
    }

    @Test
    void itIsTheLastLineOfEachBeforeAnEnd() {
        List<TranscriptLine> lines =
                List.of(
                        line(ANN, 4_000, 5_000),
                        line(ANN, 1_000, 2_000),
                        line(BEN, 2_000, 3_000),
                        line(ANN, 10_000, 11_000));

        assertThat(CutShort.of(lines, List.of(10_000L, 20_000L)))
                .containsExactlyInAnyOrder(
                        new Missed(ANN, 4_000, 5_000),
                        new Missed(BEN, 2_000, 3_000),
                        new Missed(ANN, 10_000, 11_000),
                        new Missed(BEN, 2_000, 3_000));
        assertThat(CutShort.of(lines, List.of(500L))).isEmpty();
        assertThat(CutShort.of(lines, List.of())).isEmpty();
    }
}
