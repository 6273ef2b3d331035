package live.lyceum.recorder.hear;

import java.util.Arrays;

/// Mono of 48 kHz -> mono of 16 kHz: a low-pass at 7.2 kHz, which delays by 0.5 ms, and every third
/// sample of it. Owned by its decoder.
final class Decimator {
    static final int FACTOR = 3;

    private static final int TAPS = 48;
    private static final double CUTOFF = 7_200.0 / 48_000;
    private static final float[] FILTER = filter();

    /// What the first sample of a run needs of those before it, of each phase.
    private static final int CARRIED = TAPS / FACTOR - 1;

    /// Every third sample, from the first, second and third: those, and then the ones of a run. So
    /// the compiler can make vectors of the loop over them.
    private final float[][] phases = new float[FACTOR][CARRIED + SpeechDecoder.MAX_SAMPLES];

    private final float[] sums = new float[SpeechDecoder.MAX_SAMPLES];

    /// A sinc in a Hamming window, of gain 1.
    private static float[] filter() {
        double[] taps = new double[TAPS];
        double sum = 0;
        for (int i = 0; i < TAPS; i++) {
            double x = i - (TAPS - 1) / 2.0;
            double window = 0.54 - 0.46 * Math.cos(2 * Math.PI * i / (TAPS - 1));
            taps[i] = Math.sin(2 * Math.PI * CUTOFF * x) / (Math.PI * x) * window;
            sum += taps[i];
        }
        float[] filter = new float[TAPS];
        for (int i = 0; i < TAPS; i++) {
            filter[i] = (float) (taps[i] / sum);
        }
        return filter;
    }

    /// Takes `count` samples, a multiple of 3 and at most those of the longest packet, and writes a
    /// third as many; how many that are.
    int run(short[] from, int count, short[] to) {
        int made = count / FACTOR;
        for (int phase = 0; phase < FACTOR; phase++) {
            float[] every = phases[phase];
            for (int i = 0; i < made; i++) {
                every[CARRIED + i] = from[i * FACTOR + phase];
            }
        }
        Arrays.fill(sums, 0, made, 0);
        for (int tap = 0; tap < TAPS; tap++) {
            add(FILTER[tap], phases[tap % FACTOR], tap / FACTOR, made);
        }
        for (int i = 0; i < made; i++) {
            to[i] = (short) Math.clamp(Math.round(sums[i]), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        for (float[] every : phases) {
            System.arraycopy(every, made, every, 0, CARRIED);
        }
        return made;
    }

    private void add(float weight, float[] every, int from, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += weight * every[from + i];
        }
    }
}
