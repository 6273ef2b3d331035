package live.lyceum.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import live.lyceum.media.api.ParticipantId;
import org.junit.jupiter.api.Test;

class LoudestVoicesTest {
    private static final long MS = 1_000_000;
    private static final int SPEECH = 25;
    private static final int NOISE = 70;
    private static final ParticipantId A = new ParticipantId("a");
    private static final ParticipantId B = new ParticipantId("b");
    private static final ParticipantId C = new ParticipantId("c");
    private static final List<ParticipantId> ALL = List.of(A, B, C);

    private final LoudestVoices voices = new LoudestVoices();
    private long nowNs = 5_000 * MS;

    @Test
    void everybodyIsHeardWhileThereIsRoom() {
        assertThat(voices.review(ALL, 3, nowNs)).isTrue();
        assertThat(ALL).allMatch(voices::hears);
        assertThat(voices.review(ALL, 3, nowNs)).isFalse();
    }

    @Test
    void whoSpeaksTakesThePlaceOfWhoIsQuiet() {
        talk(2_000, Map.of(A, SPEECH, B, NOISE, C, NOISE));
        assertThat(voices.hears(A)).isTrue();
        talk(2_000, Map.of(A, SPEECH, B, NOISE, C, SPEECH));
        assertThat(List.of(A, C)).allMatch(voices::hears);
        assertThat(voices.hears(B)).isFalse();
    }

    @Test
    void aCoughTakesNobodysTurn() {
        talk(2_000, Map.of(A, SPEECH, B, SPEECH, C, NOISE));
        talk(40, Map.of(A, SPEECH, B, SPEECH, C, 5));
        talk(500, Map.of(A, SPEECH, B, SPEECH, C, NOISE));
        assertThat(List.of(A, B)).allMatch(voices::hears);
    }

    @Test
    void twoOfTheSameLoudnessDoNotChangePlaces() {
        talk(2_000, Map.of(A, SPEECH, B, SPEECH, C, NOISE));
        talk(5_000, Map.of(A, SPEECH, B, SPEECH, C, SPEECH - 3));
        assertThat(List.of(A, B)).allMatch(voices::hears);
    }

    @Test
    void aTurnLastsForASecond() {
        talk(2_000, Map.of(A, SPEECH, B, SPEECH, C, NOISE));
        talk(300, Map.of(A, NOISE, B, SPEECH, C, SPEECH));
        assertThat(voices.hears(C)).isTrue();
        talk(500, Map.of(A, SPEECH - 15, B, SPEECH, C, NOISE));
        assertThat(voices.hears(C)).isTrue();
        talk(1_000, Map.of(A, SPEECH - 15, B, SPEECH, C, NOISE));
        assertThat(voices.hears(A)).isTrue();
    }

    @Test
    void whoSendsNothingAnyMoreMakesRoom() {
        talk(2_000, Map.of(A, SPEECH, B, SPEECH, C, NOISE));
        talk(700, Map.of(B, SPEECH, C, NOISE));
        assertThat(voices.hears(A)).isFalse();
    }

    @Test
    void whoIsGoneIsForgotten() {
        voices.review(ALL, 2, nowNs);
        voices.remove(A);
        assertThat(voices.review(List.of(B, C), 2, nowNs)).isTrue();
        assertThat(List.of(B, C)).allMatch(voices::hears);
        assertThat(voices.hears(A)).isFalse();
    }

    private void talk(int ms, Map<ParticipantId, Integer> levels) {
        for (int t = 0; t < ms; t += 20) {
            nowNs += 20 * MS;
            levels.forEach((who, level) -> voices.onLevel(who, level, nowNs));
            voices.review(ALL, 2, nowNs);
        }
    }
}
