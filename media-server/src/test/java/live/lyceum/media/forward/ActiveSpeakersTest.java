package live.lyceum.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import live.lyceum.media.api.ParticipantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActiveSpeakersTest {
    private static final long MS = 1_000_000;
    private static final ParticipantId MINA = new ParticipantId("mina");
    private static final ParticipantId DANIEL = new ParticipantId("daniel");

    private final ActiveSpeakers speakers = new ActiveSpeakers();
    private final long start = 10_000 * MS;

    @Test
    void threeLoudPacketsBeginATurn() {
        assertThat(level(MINA, 20, 0)).isFalse();
        assertThat(level(MINA, 20, 20)).isFalse();
        assertThat(level(MINA, 20, 40)).isTrue();
        assertThat(level(MINA, 20, 60)).isFalse();
        assertThat(speakers.speaking()).containsExactly(MINA);
    }

    @ParameterizedTest
    @ValueSource(ints = {46, 60, 127})
    void aQuietRoomDoesNotSpeak(int level) {
        for (int at = 0; at < 2_000; at += 20) {
            assertThat(level(MINA, level, at)).isFalse();
        }
        assertThat(speakers.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aKnockIsNoTurn() {
        for (int at = 0; at < 2_000; at += 200) {
            level(MINA, 5, at);
            level(MINA, 5, at + 20);
        }
        assertThat(speakers.speaking()).isEmpty();
    }

    @Test
    void aTurnEndsHalfASecondAfterItsLastLoudPacket() {
        speak(MINA, 0);
        level(MINA, 30, 300);
        level(MINA, 90, 320);
        assertThat(speakers.nextDeadlineNs()).isEqualTo(start + 800 * MS);
        assertThat(speakers.onDeadline(start + 799 * MS)).isFalse();
        assertThat(speakers.onDeadline(start + 800 * MS)).isTrue();
        assertThat(speakers.speaking()).isEmpty();
        assertThat(speakers.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void twoMaySpeakAndEachEndsByItself() {
        speak(MINA, 0);
        speak(DANIEL, 200);
        assertThat(speakers.speaking()).containsExactlyInAnyOrder(MINA, DANIEL);
        assertThat(speakers.nextDeadlineNs()).isEqualTo(start + 540 * MS);
        assertThat(speakers.onDeadline(start + 540 * MS)).isTrue();
        assertThat(speakers.speaking()).containsExactly(DANIEL);
        assertThat(speakers.nextDeadlineNs()).isEqualTo(start + 740 * MS);
    }

    @Test
    void whoIsMutedStopsAtOnceAndBeginsAnew() {
        speak(MINA, 0);
        assertThat(speakers.remove(MINA)).isTrue();
        assertThat(speakers.remove(MINA)).isFalse();
        assertThat(speakers.speaking()).isEmpty();
        assertThat(level(MINA, 20, 60)).isFalse();
        assertThat(level(MINA, 20, 80)).isFalse();
        assertThat(level(MINA, 20, 100)).isTrue();
    }

    private void speak(ParticipantId who, long atMs) {
        level(who, 20, atMs);
        level(who, 20, atMs + 20);
        assertThat(level(who, 20, atMs + 40)).isTrue();
    }

    private boolean level(ParticipantId who, int level, long atMs) {
        return speakers.onLevel(who, level, start + atMs * MS);
    }
}
