package live.lyceum.recorder.backfill;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusPacketInfo;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;

/// Opus to what is recognised, by Concentus, which throws [AssertionError] for some damaged
/// packets.
final class SpeechDecoder {
    /// What the longest packet has: 120 ms.
    static final int MAX_PACKET = 1_920;

    private static final int RATE = SpeechRecognizer.SAMPLE_RATE_HZ;

    private OpusDecoder decoder = fresh();

    private static OpusDecoder fresh() {
        try {
            return new OpusDecoder(RATE, 1);
        } catch (OpusException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// How many samples a packet has; 0 if it is none.
    static int samples(byte[] packet) {
        try {
            int samples =
                    packet.length == 0
                            ? 0
                            : OpusPacketInfo.getNumSamples(packet, 0, packet.length, RATE);
            return samples > MAX_PACKET ? 0 : Math.max(0, samples);
        } catch (RuntimeException | AssertionError damaged) {
            return 0;
        }
    }

    /// Decodes a packet into `out`; how many samples that are, 0 if it is damaged.
    int decode(byte[] packet, short[] out) {
        return run(packet, MAX_PACKET, false, out);
    }

    /// What the packet says of the one before it, which is missing: `samples` of them.
    int recover(byte[] packet, int samples, short[] out) {
        return run(packet, samples, true, out);
    }

    /// Goes on without a packet for `samples`, a multiple of 40 and at most 960.
    int conceal(int samples, short[] out) {
        return run(null, samples, false, out);
    }

    @SuppressWarnings("NullAway") // no packet is how Concentus is told that one is missing
    private int run(byte @Nullable [] packet, int samples, boolean fec, short[] out) {
        try {
            int length = packet == null ? 0 : packet.length;
            return decoder.decode(packet, 0, length, out, 0, samples, fec);
        } catch (OpusException | RuntimeException | AssertionError damaged) {
            // Its state may be anything now.
            decoder = fresh();
            return 0;
        }
    }
}
