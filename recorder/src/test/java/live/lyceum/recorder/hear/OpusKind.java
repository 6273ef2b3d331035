package live.lyceum.recorder.hear;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusBandwidth;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusFramesize;
import io.github.jaredmdobson.concentus.OpusMode;
import java.util.Arrays;

/// Kinds of packets, of RFC 6716 section 3.1, as an encoder is told to make them.
enum OpusKind {
    SILK_NARROW(OpusMode.MODE_SILK_ONLY, OpusBandwidth.OPUS_BANDWIDTH_NARROWBAND, 1, 20, 1),
    SILK_MEDIUM(OpusMode.MODE_SILK_ONLY, OpusBandwidth.OPUS_BANDWIDTH_MEDIUMBAND, 1, 20, 5),
    SILK_WIDE(OpusMode.MODE_SILK_ONLY, OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND, 1, 20, 9),
    SILK_OF_10_MS(OpusMode.MODE_SILK_ONLY, OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND, 1, 10, 8),
    SILK_OF_40_MS(OpusMode.MODE_SILK_ONLY, OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND, 1, 40, 10),
    SILK_OF_60_MS(OpusMode.MODE_SILK_ONLY, OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND, 1, 60, 11),
    SILK_STEREO(OpusMode.MODE_SILK_ONLY, OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND, 2, 20, 9),
    HYBRID(OpusMode.MODE_HYBRID, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND, 1, 20, 15),
    HYBRID_OF_10_MS(OpusMode.MODE_HYBRID, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND, 1, 10, 14),
    HYBRID_OF_40_MS(OpusMode.MODE_HYBRID, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND, 1, 40, 15),
    HYBRID_OF_60_MS(OpusMode.MODE_HYBRID, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND, 1, 60, 15),
    HYBRID_STEREO(OpusMode.MODE_HYBRID, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND, 2, 20, 15),
    CELT(OpusMode.MODE_CELT_ONLY, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND, 1, 20, 31),
    CELT_OF_5_MS(OpusMode.MODE_CELT_ONLY, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND, 1, 5, 29),
    CELT_STEREO(OpusMode.MODE_CELT_ONLY, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND, 2, 20, 31);

    static final int WIDE_HZ = 48_000;

    private static final int CONFIGURATION_SHIFT = 3;

    private final OpusMode mode;
    private final OpusBandwidth bandwidth;
    private final int channels;
    private final int ms;
    private final int configuration;

    OpusKind(OpusMode mode, OpusBandwidth bandwidth, int channels, int ms, int configuration) {
        this.mode = mode;
        this.bandwidth = bandwidth;
        this.channels = channels;
        this.ms = ms;
        this.configuration = configuration;
    }

    boolean hybrid() {
        return mode == OpusMode.MODE_HYBRID;
    }

    /// Of 16 kHz, in a packet.
    int samples() {
        return SpeechDecoder.RATE_HZ / 1_000 * ms;
    }

    /// Makes packets of one kind after the other.
    static final class Encoder {
        private final OpusEncoder encoder;
        private final int channels;
        private final byte[] bytes = new byte[1_275];

        /// @param lossPercent how much is lost, as it is told; it then says some of it again
        Encoder(int channels, int lossPercent) throws OpusException {
            this.channels = channels;
            encoder = new OpusEncoder(WIDE_HZ, channels, OpusApplication.OPUS_APPLICATION_VOIP);
            encoder.setUseInbandFEC(true);
            encoder.setPacketLossPercent(lossPercent);
        }

        static Encoder of(OpusKind kind) throws OpusException {
            return new Encoder(kind.channels, 10);
        }

        /// The sound from a sample on; of more channels the second is a quarter as loud.
        byte[] packet(OpusKind kind, short[] wide, int from) throws OpusException {
            encoder.setForceMode(kind.mode);
            encoder.setBandwidth(kind.bandwidth);
            encoder.setForceChannels(kind.channels);
            encoder.setBitrate(40_000 * kind.channels);
            encoder.setExpertFrameDuration(
                    OpusFramesize.valueOf("OPUS_FRAMESIZE_" + kind.ms + "_MS"));
            int frame = WIDE_HZ / 1_000 * kind.ms;
            var pcm = new short[frame * channels];
            for (int i = 0; i < pcm.length; i++) {
                short value = wide[from + i / channels];
                pcm[i] = i % channels == 0 ? value : (short) (value / 4);
            }
            int length = encoder.encode(pcm, 0, frame, bytes, 0, bytes.length);
            return Arrays.copyOf(bytes, length);
        }
    }

    /// Whether a packet is of the kind, but for what follows a change of it.
    boolean is(byte[] packet) {
        return (packet[0] & 0xff) >> CONFIGURATION_SHIFT == configuration;
    }
}
