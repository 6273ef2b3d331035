package live.lyceum.media.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioLevelTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, false",
        "127, 127, false",
        "128, 0, true",
        "255, 127, true",
        "158, 30, true"
    })
    void voiceIsTheFirstBitAndTheLevelTheRest(int wire, int level, boolean voice) {
        assertThat(AudioLevel.level((byte) wire)).isEqualTo(level);
        assertThat(AudioLevel.voice((byte) wire)).isEqualTo(voice);
    }
}
