package live.lyceum.recorder.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SoundLineTest {
    private static final int LEVEL = 8_000;

    /// Decodes each packet to 20 ms of a level; what is missing to half of it.
    private static final class Voice implements OpusVoice {
        @Override
        public int samples(byte[] packet) {
            return packet.length == 0 ? 0 : 960;
        }

        @Override
        public int decode(byte[] packet, short[] out) {
            return fill(out, 960, packet[0] == 9 ? 0 : LEVEL);
        }

        @Override
        public int recover(byte[] packet, int samples, short[] out) {
            return fill(out, samples, LEVEL / 2);
        }

        @Override
        public int conceal(int samples, short[] out) {
            return fill(out, samples, LEVEL / 2);
        }

        private static int fill(short[] out, int samples, int level) {
            for (int i = 0; i < samples; i++) {
                out[i] = (short) level;
            }
            return samples;
        }
    }

    private final Mixer mixer = new Mixer(0);
    private final SoundLine line = new SoundLine(new Voice(), mixer, 1);
    private final float[] block = new float[2 * Mixer.BLOCK];

    /// The level in the middle of the block that is taken next.
    private float take() {
        line.until(mixer.taken() + Mixer.BLOCK);
        mixer.take(block);
        return block[Mixer.BLOCK] * 32_768 / LEVEL;
    }

    private static byte[] packet() {
        return new byte[] {1};
    }

    @Test
    void soundStandsAtItsTime() {
        line.packet(100_000, false, packet());
        line.packet(120_000, false, packet());

        // What an encoder looks ahead lies before it: 100 ms are in the middle of the fifth block.
        for (int i = 0; i < 5; i++) {
            line.until(mixer.taken() + Mixer.BLOCK);
            mixer.take(block);
            for (int at = 0; at < Mixer.BLOCK; at++) {
                boolean heard = i * Mixer.BLOCK + at > 4_800 - SoundLine.PRE_SKIP;
                assertThat(block[2 * at] > 0).as("%d of block %d", at, i).isEqualTo(heard);
            }
        }
        assertThat(take()).isEqualTo(1, within(0.01f));
    }

    @Test
    void aSingleLossIsBridgedByWhatTheNextPacketKnows() {
        line.packet(100_000, false, packet());
        line.packet(140_000, true, packet());
        for (int i = 0; i < 5; i++) {
            take();
        }
        assertThat(take()).isEqualTo(1, within(0.01f));
        assertThat(take()).isEqualTo(0.5f, within(0.01f));
        assertThat(take()).isEqualTo(1, within(0.01f));
    }

    @Test
    void aLongLossFadesToSilence() {
        line.packet(0, false, packet());
        take();
        float before = 1;
        for (int i = 0; i < 3; i++) {
            float now = take();
            assertThat(now).isLessThan(before);
            before = now;
        }
        assertThat(take()).isZero();
        assertThat(take()).isZero();
        line.packet(400_000, true, packet());
        while (mixer.taken() < 400 * 48) {
            assertThat(take()).isZero();
        }
        assertThat(take()).isEqualTo(1, within(0.05f));
    }

    /// 500 ppm, far more than any clock: after a minute the sound is where its times say.
    @Test
    void aDriftIsTakenUp() {
        double rate = 1 + 500e-6;
        long lastUs = 0;
        for (int i = 0; i < 3_000; i++) {
            lastUs = Math.round(i * 20_000 * rate) + 6_500;
            boolean mark = i == 2_990;
            line.packet(lastUs, false, new byte[] {(byte) (mark ? 1 : 9)});
            if (mark) {
                break;
            }
            while (mixer.taken() < lastUs * 48 / 1_000 - 9_600) {
                line.until(mixer.taken() + Mixer.BLOCK);
                mixer.take(block);
                assertThat(block[Mixer.BLOCK]).isZero();
            }
        }
        long wanted = lastUs * 48 / 1_000 - SoundLine.PRE_SKIP;
        long found = -1;
        while (found < 0) {
            long at = mixer.taken();
            mixer.take(block);
            for (int i = 0; i < Mixer.BLOCK && found < 0; i++) {
                found = block[2 * i] > 0.1f ? at + i : -1;
            }
        }
        assertThat(Math.abs(found - wanted)).as("samples off").isLessThan(96);
    }

    @Test
    void damagedPacketsAreCountedAndNothingElse() {
        line.packet(0, false, new byte[0]);
        assertThat(line.damaged()).isOne();
        assertThat(take()).isZero();
    }

    @Test
    void whatIsTooLoudIsBent() {
        var random = new Random(1);
        float[] loud = new float[Mixer.BLOCK];
        for (int i = 0; i < loud.length; i++) {
            loud[i] = 4 * random.nextFloat() - 2;
        }
        mixer.add(0, loud, loud.length, 1);
        mixer.take(block);
        for (int i = 0; i < Mixer.BLOCK; i++) {
            assertThat(Math.abs(block[2 * i])).isLessThanOrEqualTo(1);
            if (Math.abs(loud[i]) <= 0.7f) {
                assertThat(block[2 * i]).isEqualTo(loud[i]);
            }
        }
    }
}
