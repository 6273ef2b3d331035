package live.lyceum.recorder.mux;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusPacketInfo;
import live.lyceum.recorder.film.OpusVoice;

/// Opus by Concentus, which goes on over lost packets; it throws [AssertionError] for some damaged
/// packets.
public final class ConcentusVoice implements OpusVoice {
    private static final int RATE = 48_000;
    private static final int MAX = 5_760;

    private final int channels;
    private OpusDecoder decoder;

    /// @param channels that are wanted, whatever the stream has
    public ConcentusVoice(int channels) {
        this.channels = channels;
        decoder = fresh(channels);
    }

    private static OpusDecoder fresh(int channels) {
        try {
            return new OpusDecoder(RATE, channels);
        } catch (OpusException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public int samples(byte[] packet) {
        try {
            return packet.length == 0
                    ? 0
                    : OpusPacketInfo.getNumSamples(packet, 0, packet.length, RATE);
        } catch (RuntimeException | AssertionError damaged) {
            return 0;
        }
    }

    @Override
    public int decode(byte[] packet, short[] out) {
        return run(packet, MAX, false, out);
    }

    @Override
    public int recover(byte[] packet, int samples, short[] out) {
        return run(packet, samples, true, out);
    }

    @Override
    public int conceal(int samples, short[] out) {
        return run(null, samples, false, out);
    }

    @SuppressWarnings("NullAway") // no packet is how Concentus is told that one is missing
    private int run(
            byte @org.jspecify.annotations.Nullable [] packet,
            int samples,
            boolean fec,
            short[] out) {
        try {
            int length = packet == null ? 0 : packet.length;
            return decoder.decode(packet, 0, length, out, 0, samples, fec);
        } catch (OpusException | RuntimeException | AssertionError damaged) {
            // Its state may be anything now.
            decoder = fresh(channels);
            return 0;
        }
    }
}
