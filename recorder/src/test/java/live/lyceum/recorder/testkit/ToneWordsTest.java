package live.lyceum.recorder.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToneWordsTest {
    private static final int RATE = ToneWords.RATE_HZ;
    private static final List<Integer> ALL = IntStream.range(0, 100).boxed().toList();

    @Test
    void everyWordIsHeardWhereItBegins() {
        List<ToneWords.Word> heard = ToneWords.hear(ToneWords.write(ALL, 120, RATE));

        assertThat(heard).extracting(ToneWords.Word::number).isEqualTo(ALL);
        for (int i = 0; i < ALL.size(); i++) {
            assertThat(heard.get(i).offsetMs()).isBetween(i * 420L - 10, i * 420L + 10);
        }
    }

    @Test
    void noiseIsNoWord() {
        assertThat(ToneWords.hear(noise(10 * RATE, 10_000))).isEmpty();
        assertThat(ToneWords.hear(new short[10 * RATE])).isEmpty();
    }

    @Test
    void wordsAreHeardInNoise() {
        short[] samples = noise(100 * RATE, 3_000);
        short[] words = ToneWords.write(ALL, 700, RATE);
        for (int i = 0; i < words.length; i++) {
            samples[i] += words[i];
        }

        assertThat(ToneWords.hear(samples)).extracting(ToneWords.Word::number).isEqualTo(ALL);
    }

    @Test
    void halfAWordIsNone() {
        short[] word = ToneWords.write(List.of(34), 120, RATE);
        for (int i = 180 * RATE / 1_000; i < word.length; i++) {
            word[i] = 0;
        }

        assertThat(ToneWords.hear(word)).isEmpty();
    }

    @Test
    void isWrittenAsText() {
        assertThat(ToneWords.text(ToneWords.hear(ToneWords.write(List.of(7, 41), 120, RATE))))
                .isEqualTo("w07 w41");
    }

    private static short[] noise(int length, int loud) {
        var random = new Random(1);
        var samples = new short[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (short) (random.nextGaussian() * loud / 3);
        }
        return samples;
    }
}
