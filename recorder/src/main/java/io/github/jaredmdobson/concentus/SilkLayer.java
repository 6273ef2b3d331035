package io.github.jaredmdobson.concentus;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// The SILK layer of Opus packets, in mono of 16 kHz: all of a SILK packet, and of a hybrid one
/// what is below 8 kHz (RFC 6716 sections 2 and 4.2). [OpusDecoder] computes the CELT layer above
/// that as well, which 16 kHz have no room for; at that rate it overwrites the SILK layer with it.
///
/// It stands in Concentus' package, as the parts it is made of are not public. It throws
/// [RuntimeException] and [AssertionError] for damaged frames, and has to be [reset][#reset] then.
@NullMarked
@SuppressWarnings("auxiliaryclass") // what Concentus returns integers in
public final class SilkLayer {
    /// What [#decode] returns for a packet whose framing is damaged; it has changed nothing.
    public static final int DAMAGED = -1;

    private static final int RATE_HZ = 16_000;
    private static final int PER_MS = RATE_HZ / 1_000;

    /// RFC 6716 section 3.1: configurations from 16 on are CELT alone, and so are first bytes from
    /// here on. They have two bits for the bandwidth, of which 1 is wide, and two for the length of
    /// frames, of which 1 is 5 ms.
    private static final int CELT_ONLY = 0x80;

    private static final int CELT_BANDWIDTH_SHIFT = 5;
    private static final int CELT_OF_5_MS = 0x08;
    private static final int STEREO = 0x04;

    /// RFC 6716 section 3.2.5: 120 ms, of frames of 2.5 ms where it is CELT.
    private static final int MAX_FRAMES = 48;

    /// Frames of at most so many bytes say nothing, as of a sender that does not transmit (DTX).
    private static final int EMPTY = 1;

    /// RFC 6716 section 4.5.1: as many bits have to be left for a redundant frame, in a hybrid
    /// frame so many more.
    private static final int REDUNDANCY_BITS = 17;

    private static final int HYBRID_REDUNDANCY_BITS = 20;

    private final SilkDecoder silk = new SilkDecoder();
    private final DecControlState control = new DecControlState();
    private final EntropyCoder coder = new EntropyCoder();

    /// Of the packet that was parsed last: how long its frames are, in bytes, and where the first
    /// is.
    private final short[] sizes = new short[MAX_FRAMES];

    private int firstAt;

    private final short[] madeUp = new short[20 * PER_MS];

    /// How many samples are made up at once: 20 ms, or 10 where frames have those.
    private int madeUpAtOnce;

    /// Whether anything was decoded since the start.
    private boolean begun;

    private byte @Nullable [] redundant;

    public SilkLayer() {
        control.API_sampleRate = RATE_HZ;
        control.nChannelsAPI = 1;
        reset();
    }

    /// Whether a packet, of a byte at least, has the layer.
    public static boolean in(byte[] packet) {
        return (packet[0] & CELT_ONLY) == 0;
    }

    /// Forgets what was.
    public void reset() {
        DecodeAPI.silk_InitDecoder(silk);
        begun = false;
        redundant = null;
    }

    /// The 5 ms of CELT at the end of the last frame, as a packet, if there are any: a sender that
    /// goes over to CELT adds them, and codes what follows against them (RFC 6716 section 4.5.1).
    public byte @Nullable [] redundant() {
        return redundant;
    }

    /// Decodes a packet that [has][#in] the layer.
    ///
    /// @param out holds 120 ms
    /// @return how many samples that are; or [#DAMAGED]
    public int decode(byte[] packet, short[] out) {
        int frames = parse(packet);
        int each = OpusPacketInfo.getNumSamplesPerFrame(packet, 0, RATE_HZ);
        if (frames < 0 || frames * each > out.length) {
            return DAMAGED;
        }
        int at = firstAt;
        for (int i = 0; i < frames; i++) {
            if (sizes[i] <= EMPTY) {
                conceal(each, out, i * each);
            } else {
                prepare(packet);
                coder.dec_init(packet, at, sizes[i]);
                run(DecoderAPIFlag.FLAG_DECODE_NORMAL, each, out, i * each);
                redundant = redundancy(packet, at, sizes[i]);
            }
            at += sizes[i];
        }
        return frames * each;
    }

    /// Makes up a packet that is missing, by what the one after it says of it again (RFC 6716
    /// section 2.1.7), if that [has][#in] the layer and says so.
    ///
    /// @param samples of 16 kHz it had; `out` holds as many
    /// @return as many
    public int recover(byte[] packet, int samples, short[] out) {
        int frames = parse(packet);
        int told = OpusPacketInfo.getNumSamplesPerFrame(packet, 0, RATE_HZ);
        if (frames <= 0 || sizes[0] <= EMPTY || told > samples) {
            return conceal(samples, out);
        }
        conceal(samples - told, out);
        prepare(packet);
        coder.dec_init(packet, firstAt, sizes[0]);
        run(DecoderAPIFlag.FLAG_DECODE_LBRR, told, out, samples - told);
        redundant = null;
        return samples;
    }

    /// Makes up so many samples of 16 kHz without a packet; `out` holds as many.
    ///
    /// @return as many
    public int conceal(int samples, short[] out) {
        conceal(samples, out, 0);
        return samples;
    }

    /// What is made up for less than 10 ms is the beginning of those.
    private void conceal(int samples, short[] out, int from) {
        redundant = null;
        int end = from + samples;
        if (!begun) {
            java.util.Arrays.fill(out, from, end, (short) 0);
            return;
        }
        for (int at = from; at < end; ) {
            int made = Math.min(madeUpAtOnce, end - at < 20 * PER_MS ? 10 * PER_MS : 20 * PER_MS);
            control.payloadSize_ms = made / PER_MS;
            run(DecoderAPIFlag.FLAG_PACKET_LOST, made, madeUp, 0);
            int taken = Math.min(made, end - at);
            System.arraycopy(madeUp, 0, out, at, taken);
            at += taken;
        }
    }

    /// Finds the frames, for [#sizes] and [#firstAt]; how many, below 0 if the framing is damaged.
    private int parse(byte[] packet) {
        var toc = new BoxedValueByte((byte) 0);
        var first = new BoxedValueInt(0);
        var end = new BoxedValueInt(0);
        int length = packet.length;
        int frames =
                OpusPacketInfo.opus_packet_parse_impl(
                        packet, 0, length, 0, toc, null, 0, sizes, 0, first, end);
        firstAt = first.Val;
        return frames;
    }

    private void prepare(byte[] packet) {
        control.payloadSize_ms = OpusPacketInfo.getNumSamplesPerFrame(packet, 0, RATE_HZ) / PER_MS;
        control.nChannelsInternal = OpusPacketInfo.getNumEncodedChannels(packet, 0);
        control.internalSampleRate =
                switch (OpusPacketInfo.getBandwidth(packet, 0)) {
                    case OPUS_BANDWIDTH_NARROWBAND -> 8_000;
                    case OPUS_BANDWIDTH_MEDIUMBAND -> 12_000;
                    // Also where CELT has what is above it.
                    default -> RATE_HZ;
                };
        madeUpAtOnce = Math.min(20, control.payloadSize_ms) * PER_MS;
        begun = true;
    }

    /// Decodes a frame, or makes one up. SILK does at most 20 ms at once, of which a frame of Opus
    /// has up to three.
    private void run(int flag, int samples, short[] out, int from) {
        var made = new BoxedValueInt(0);
        for (int done = 0; done < samples; done += made.Val) {
            int first = done == 0 ? 1 : 0;
            int failed =
                    DecodeAPI.silk_Decode(
                            silk, control, flag, first, coder, out, from + done, made);
            if (failed != 0 || made.Val <= 0) {
                throw new IllegalStateException("SILK failed with " + failed);
            }
        }
    }

    /// What [#redundant] says, after a frame was decoded. What leads from CELT to here is left: a
    /// recogniser does not mind a click.
    private byte @Nullable [] redundancy(byte[] packet, int at, int size) {
        boolean hybrid = OpusPacketInfo.getEncoderMode(packet, 0) == OpusMode.MODE_HYBRID;
        int needed = REDUNDANCY_BITS + (hybrid ? HYBRID_REDUNDANCY_BITS : 0);
        if (coder.tell() + needed > 8 * size || (hybrid && coder.dec_bit_logp(12) == 0)) {
            return null;
        }
        boolean fromCelt = coder.dec_bit_logp(1) != 0;
        int bytes = hybrid ? (int) coder.dec_uint(256) + 2 : size - ((coder.tell() + 7) >> 3);
        int before = size - bytes;
        if (fromCelt || before * 8 < coder.tell()) {
            return null;
        }
        var frame = new byte[1 + bytes];
        frame[0] = (byte) (toc(packet) | (packet[0] & STEREO));
        System.arraycopy(packet, at + before, frame, 1, bytes);
        return frame;
    }

    private static int toc(byte[] packet) {
        int bandwidth =
                switch (OpusPacketInfo.getBandwidth(packet, 0)) {
                    case OPUS_BANDWIDTH_NARROWBAND -> 0;
                    case OPUS_BANDWIDTH_SUPERWIDEBAND -> 2;
                    case OPUS_BANDWIDTH_FULLBAND -> 3;
                    default -> 1;
                };
        return CELT_ONLY | bandwidth << CELT_BANDWIDTH_SHIFT | CELT_OF_5_MS;
    }
}
