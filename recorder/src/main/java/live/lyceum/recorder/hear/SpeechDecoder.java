package live.lyceum.recorder.hear;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusPacketInfo;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;

/// Opus by Concentus, in what recognisers take: mono of 16 kHz, of mono and stereo alike. Concentus
/// is pure Java. It throws [AssertionError] for some damaged packets, and where it is to decode
/// hybrid packets (RFC 6716 section 3.1) to 16 kHz all is silent; so it decodes to 48 kHz.
public final class SpeechDecoder {
    static final int RATE_HZ = SpeechRecognizer.SAMPLE_RATE_HZ;

    /// Samples of the longest packet, of 120 ms (RFC 6716 section 3.2.5).
    public static final int MAX_SAMPLES = RATE_HZ * 120 / 1_000;

    /// What is made up without a packet is a multiple of this: 2.5 ms.
    static final int STEP = RATE_HZ / 400;

    private static final int DECODED_HZ = RATE_HZ * Decimator.FACTOR;

    private final short[] wide = new short[MAX_SAMPLES * Decimator.FACTOR];
    private final Decimator decimator = new Decimator();
    private OpusDecoder decoder = fresh();

    private static OpusDecoder fresh() {
        try {
            return new OpusDecoder(DECODED_HZ, 1);
        } catch (OpusException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// How many samples a packet has; 0 if it is none.
    public static int samples(byte[] packet) {
        try {
            int samples =
                    packet.length == 0
                            ? 0
                            : OpusPacketInfo.getNumSamples(packet, 0, packet.length, RATE_HZ);
            return samples > MAX_SAMPLES ? 0 : Math.max(0, samples);
        } catch (RuntimeException | AssertionError damaged) {
            return 0;
        }
    }

    /// Decodes a packet into `out`; how many samples that are, 0 if it is damaged.
    public int decode(byte[] packet, short[] out) {
        return run(packet, MAX_SAMPLES, false, out);
    }

    /// What the packet says of the one before it, which is missing and had so many samples.
    public int recover(byte[] packet, int samples, short[] out) {
        return run(packet, samples, true, out);
    }

    /// Goes on without a packet for `samples`, a multiple of [#STEP] and at most 20 ms.
    public int conceal(int samples, short[] out) {
        return run(null, samples, false, out);
    }

    @SuppressWarnings("NullAway") // no packet is how Concentus is told that one is missing
    private int run(byte @Nullable [] packet, int samples, boolean fec, short[] out) {
        try {
            int length = packet == null ? 0 : packet.length;
            int most = samples * Decimator.FACTOR;
            int got = decoder.decode(packet, 0, length, wide, 0, most, fec);
            return got <= 0 ? 0 : decimator.run(wide, got, out);
        } catch (OpusException | RuntimeException | AssertionError damaged) {
            // Its state may be anything now.
            decoder = fresh();
            return 0;
        }
    }
}
