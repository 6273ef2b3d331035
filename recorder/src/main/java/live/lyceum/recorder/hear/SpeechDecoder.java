package live.lyceum.recorder.hear;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusPacketInfo;
import io.github.jaredmdobson.concentus.SilkLayer;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;

/// Opus by Concentus, in what recognisers take: mono of 16 kHz, of mono and stereo alike. Concentus
/// is pure Java. It throws [AssertionError] for some damaged packets. Of what browsers send of
/// speech, which is hybrid (RFC 6716 section 3.1), only the lower layer is in 16 kHz and is
/// decoded.
public final class SpeechDecoder {
    static final int RATE_HZ = SpeechRecognizer.SAMPLE_RATE_HZ;

    /// Samples of the longest packet, of 120 ms (RFC 6716 section 3.2.5).
    public static final int MAX_SAMPLES = RATE_HZ * 120 / 1_000;

    /// What is made up without a packet is a multiple of this: 2.5 ms.
    static final int STEP = RATE_HZ / 400;

    private final SilkLayer silk = new SilkLayer();
    private OpusDecoder celt = fresh();

    /// Which of them has the last packet.
    private boolean isCelt;

    private static OpusDecoder fresh() {
        try {
            return new OpusDecoder(RATE_HZ, 1);
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

    /// Decodes a packet, of a byte at least, into `out`; how many samples that are, 0 if it is
    /// damaged.
    public int decode(byte[] packet, short[] out) {
        return guarded(() -> {
            turnTo(!SilkLayer.in(packet));
            return isCelt ? celt(packet, MAX_SAMPLES, out) : silk.decode(packet, out);
        });
    }

    /// What the packet says of the one before it, which is missing and had so many samples.
    public int recover(byte[] packet, int samples, short[] out) {
        boolean says = !isCelt && SilkLayer.in(packet);
        return says ? guarded(() -> silk.recover(packet, samples, out)) : conceal(samples, out);
    }

    /// Goes on without a packet for `samples`, a multiple of [#STEP].
    public int conceal(int samples, short[] out) {
        return guarded(() -> isCelt ? celt(null, samples, out) : silk.conceal(samples, out));
    }

    /// There is no going over from one to the other: what is heard of it is a click.
    private void turnTo(boolean toCelt) {
        if (isCelt != toCelt) {
            silk.reset();
            celt.resetState();
            isCelt = toCelt;
        }
    }

    @SuppressWarnings("NullAway") // no packet is how Concentus is told that one is missing
    private int celt(byte @Nullable [] packet, int samples, short[] out) throws OpusException {
        int length = packet == null ? 0 : packet.length;
        return celt.decode(packet, 0, length, out, 0, samples, false);
    }

    private interface Work {
        int run() throws OpusException;
    }

    private int guarded(Work work) {
        try {
            return Math.max(0, work.run());
        } catch (OpusException | RuntimeException | AssertionError damaged) {
            // Its state may be anything now.
            silk.reset();
            celt = fresh();
            return 0;
        }
    }
}
