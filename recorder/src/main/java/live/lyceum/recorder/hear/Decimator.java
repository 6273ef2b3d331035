package live.lyceum.recorder.hear;

/// Mono of 48 kHz -> mono of 16 kHz: a low-pass at 7.2 kHz, which delays by 0.5 ms, and every third
/// sample of it. Owned by its decoder.
final class Decimator {
    static final int FACTOR = 3;

    private static final int TAPS = 48;
    private static final double CUTOFF = 7_200.0 / 48_000;
    private static final double[] FILTER = filter();

    /// What the first sample of a run needs of those before it.
    private static final int CARRIED = TAPS - FACTOR;

    /// Those, and then the samples of a run.
    private final double[] samples = new double[CARRIED + SpeechDecoder.MAX_SAMPLES * FACTOR];

    /// A sinc in a Hamming window, of gain 1.
    private static double[] filter() {
        double[] taps = new double[TAPS];
        double sum = 0;
        for (int i = 0; i < TAPS; i++) {
            double x = i - (TAPS - 1) / 2.0;
            double window = 0.54 - 0.46 * Math.cos(2 * Math.PI * i / (TAPS - 1));
            taps[i] = Math.sin(2 * Math.PI * CUTOFF * x) / (Math.PI * x) * window;
            sum += taps[i];
        }
        for (int i = 0; i < TAPS; i++) {
            taps[i] /= sum;
        }
        return taps;
    }

    /// Takes `count` samples, a multiple of 3 and at most those of the longest packet, and writes a
    /// third as many; how many that are.
    int run(short[] from, int count, short[] to) {
        for (int i = 0; i < count; i++) {
            samples[CARRIED + i] = from[i];
        }
        int made = count / FACTOR;
        for (int i = 0; i < made; i++) {
            double sum = 0;
            for (int tap = 0; tap < TAPS; tap++) {
                sum += FILTER[tap] * samples[i * FACTOR + tap];
            }
            to[i] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        System.arraycopy(samples, count, samples, 0, CARRIED);
        return made;
    }
}
