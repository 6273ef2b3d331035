package live.lyceum.recorder.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Hears [ToneWords] while they are said.
final class GeminiEar {
    private static final int MS = ToneWords.RATE_HZ / 1_000;

    /// Of what is no word, so much is kept: one may have begun in it.
    private static final int KEPT = 2 * ToneWords.WORD_MS * MS;

    private final List<ToneWords.Word> words = new ArrayList<>();
    private short[] samples = new short[0];

    /// What begins here has no part in what was before.
    void clear() {
        words.clear();
        samples = new short[0];
    }

    /// Hears more.
    ///
    /// @param pcm signed 16-bit samples, little-endian
    void hear(byte[] pcm) {
        int before = samples.length;
        samples = Arrays.copyOf(samples, before + pcm.length / 2);
        for (int i = 0; i < pcm.length / 2; i++) {
            samples[before + i] = (short) ((pcm[2 * i] & 0xff) | (pcm[2 * i + 1] << Byte.SIZE));
        }
        List<ToneWords.Word> heard = ToneWords.hear(samples);
        int done = Math.max(0, samples.length - KEPT);
        for (ToneWords.Word each : heard) {
            int end = (int) (each.offsetMs() + ToneWords.WORD_MS) * MS;
            if (end <= samples.length) {
                words.add(each);
                done = Math.max(done, end);
            }
        }
        samples = Arrays.copyOfRange(samples, done, samples.length);
    }

    boolean hasHeard() {
        return !words.isEmpty();
    }

    /// What was heard so far: `w07 w41`.
    String words() {
        return ToneWords.text(words);
    }
}
