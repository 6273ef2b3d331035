package live.lyceum.recorder.stock;

import java.io.IOException;
import java.io.UncheckedIOException;
import live.lyceum.recorder.film.Mixer;
import live.lyceum.recorder.mux.Encoder;

/// Says a tone that is loud or not, as Opus, for a stream of a lesson.
public final class Mic implements AutoCloseable {
    /// How loud it is, 0 to 1.
    public interface Loudness {
        float at(long us);
    }

    private final Sending to;
    private final double hz;
    private final Loudness loudness;
    private final Encoder encoder;
    private final float[] block = new float[2 * Mixer.BLOCK];
    private long nextUs = -1;

    public Mic(Sending to, double hz, Loudness loudness) {
        this.to = to;
        this.hz = hz;
        this.loudness = loudness;
        try {
            encoder = Encoder.opus();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Speaks from then on.
    public void speak(long fromUs, long untilUs) {
        nextUs = nextUs < fromUs ? fromUs : nextUs;
        for (; nextUs < untilUs; nextUs += 20_000) {
            long atUs = nextUs;
            for (int i = 0; i < Mixer.BLOCK; i++) {
                long us = atUs + i * 1_000_000L / Mixer.RATE;
                float level = loudness.at(us);
                float value = level == 0 ? 0 : (float) (level * Math.sin(2e-6 * Math.PI * hz * us));
                block[2 * i] = value;
                block[2 * i + 1] = value;
            }
            try {
                encoder.sound(block, atUs * 48 / 1_000, (_, _, data) -> to.frame(atUs, data, true));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    @Override
    public void close() {
        encoder.close();
    }
}
