package live.lyceum.recorder.film;

/// Adds up what is to be heard, as stereo at 48 kHz. Places are samples on the film's clock. Owned
/// by its thread.
public final class Mixer {
    /// Samples of one channel for each second.
    public static final int RATE = 48_000;

    /// What is taken at a time: 20 ms.
    public static final int BLOCK = 960;

    private static final int RING = 1 << 16;
    private static final float KNEE = 0.7f;

    private final float[] ring = new float[2 * RING];
    private long taken;

    /// Begins at a place.
    public Mixer(long place) {
        taken = place;
    }

    /// The place up to which all was taken.
    public long taken() {
        return taken;
    }

    /// Adds sound, of which what is before [#taken] or more than a second ahead is left out.
    ///
    /// @param pcm interleaved
    /// @param channels 1 or 2
    public void add(long place, float[] pcm, int samples, int channels) {
        int from = Math.clamp(taken - place, 0, samples);
        int to = Math.clamp(taken + RING - place, from, samples);
        for (int i = from; i < to; i++) {
            int at = 2 * (int) ((place + i) & (RING - 1));
            float left = pcm[i * channels];
            ring[at] += left;
            ring[at + 1] += channels == 2 ? pcm[i * channels + 1] : left;
        }
    }

    /// Takes the next block, interleaved, -1 to 1: louder than that is bent, not cut.
    public void take(float[] out) {
        for (int i = 0; i < BLOCK; i++) {
            int at = 2 * (int) ((taken + i) & (RING - 1));
            out[2 * i] = soft(ring[at]);
            out[2 * i + 1] = soft(ring[at + 1]);
            ring[at] = 0;
            ring[at + 1] = 0;
        }
        taken += BLOCK;
    }

    private static float soft(float value) {
        float size = Math.abs(value);
        if (size <= KNEE) {
            return value;
        }
        float over = (size - KNEE) / (1 - KNEE);
        return Math.copySign(KNEE + (1 - KNEE) * (float) Math.tanh(over), value);
    }
}
