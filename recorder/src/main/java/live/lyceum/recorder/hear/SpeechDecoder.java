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

    /// RFC 6716 section 3.1: the number of frames. A packet of one, of a byte or none, says
    /// nothing.
    private static final int CODE = 0x03;

    private static final int EMPTY = 2;

    private final SilkLayer silk = new SilkLayer();
    private final short[] scratch = new short[MAX_SAMPLES];
    private OpusDecoder celt = fresh();

    /// Whether the last packet was CELT alone.
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

    /// Decodes a packet.
    ///
    /// @param out holds [#MAX_SAMPLES]
    /// @return how many samples that are; 0 if it is damaged
    public int decode(byte[] packet, short[] out) {
        int samples = samples(packet);
        if (samples == 0) {
            return 0;
        }
        if (packet.length <= EMPTY && (packet[0] & CODE) == 0) {
            return conceal(samples, out);
        }
        return guarded(() -> {
            if (SilkLayer.in(packet)) {
                turnToSilk();
                return silk.decode(packet, out);
            }
            turnToCelt();
            return celt(packet, MAX_SAMPLES, out);
        });
    }

    /// Makes up a packet that is missing, by what the one after it says of it, if it does.
    ///
    /// @param samples it had, a multiple of [#STEP]; `out` holds as many
    /// @return as many; 0 if the decoder failed
    public int recover(byte[] packet, int samples, short[] out) {
        boolean says = !isCelt && packet.length > 0 && SilkLayer.in(packet);
        return says ? guarded(() -> silk.recover(packet, samples, out)) : conceal(samples, out);
    }

    /// Makes up `samples`, a multiple of [#STEP], without a packet; `out` holds as many.
    ///
    /// @return as many, or 0
    public int conceal(int samples, short[] out) {
        return guarded(() -> isCelt ? celt(null, samples, out) : silk.conceal(samples, out));
    }

    /// It begins anew, with a click (RFC 6716 section 4.5.2).
    private void turnToSilk() {
        if (isCelt) {
            silk.reset();
            isCelt = false;
        }
    }

    /// It goes on from what the last packet of SILK had for that (RFC 6716 section 4.5.1), or
    /// begins anew.
    private void turnToCelt() throws OpusException {
        if (!isCelt) {
            celt.resetState();
            byte[] before = silk.redundant();
            if (before != null) {
                celt(before, MAX_SAMPLES, scratch);
            }
            isCelt = true;
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
