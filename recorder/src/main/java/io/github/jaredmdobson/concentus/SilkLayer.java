package io.github.jaredmdobson.concentus;

import org.jspecify.annotations.NullMarked;

/// The SILK layer of Opus packets, in mono of 16 kHz: all of a SILK packet, and of a hybrid one
/// what is below 8 kHz (RFC 6716 sections 2 and 4.2). [OpusDecoder] computes the CELT layer above
/// that as well, which is not in 16 kHz, and puts it over the SILK layer where it is to decode to
/// 16 kHz.
///
/// It stands in Concentus' package, as the parts it is made of are not public. It throws
/// [RuntimeException] and [AssertionError] for damaged packets, after which it has to be
/// [reset][#reset].
@NullMarked
@SuppressWarnings("auxiliaryclass") // what Concentus returns integers in
public final class SilkLayer {
    private static final int RATE_HZ = 16_000;
    private static final int PER_MS = RATE_HZ / 1_000;

    /// RFC 6716 section 3.1: configurations from 16 on are CELT alone.
    private static final int CELT_ONLY = 0x80;

    /// RFC 6716 section 3.2.5: 120 ms of frames of 2.5 ms.
    private static final int MAX_FRAMES = 48;

    private static final int LONGEST_MADE_UP_MS = 20;

    /// Up to which size a frame says nothing, as of a sender that does not transmit (DTX).
    private static final int EMPTY = 1;

    private final SilkDecoder silk = new SilkDecoder();
    private final DecControlState control = new DecControlState();
    private final EntropyCoder coder = new EntropyCoder();
    private final short[] sizes = new short[MAX_FRAMES];
    private final short[] madeUp = new short[LONGEST_MADE_UP_MS * PER_MS];
    private int firstAt;
    private boolean begun;

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
    }

    /// Decodes a packet that [has][#in] the layer into `out`, which holds 120 ms; how many samples
    /// that are, below 0 if it is damaged.
    public int decode(byte[] packet, short[] out) {
        int frames = frames(packet);
        int each = OpusPacketInfo.getNumSamplesPerFrame(packet, 0, RATE_HZ);
        if (frames < 0 || frames * each > out.length) {
            return -1;
        }
        int at = firstAt;
        for (int i = 0; i < frames; i++) {
            if (sizes[i] <= EMPTY) {
                conceal(each, out, i * each);
            } else {
                prepare(packet);
                coder.dec_init(packet, at, sizes[i]);
                run(DecoderAPIFlag.FLAG_DECODE_NORMAL, each, out, i * each);
            }
            at += sizes[i];
        }
        return frames * each;
    }

    /// What a packet that [has][#in] the layer says again of the one before it (RFC 6716 section
    /// 2.1.7), which is missing and had so many samples.
    public int recover(byte[] packet, int samples, short[] out) {
        int frames = frames(packet);
        int last = OpusPacketInfo.getNumSamplesPerFrame(packet, 0, RATE_HZ);
        if (frames <= 0 || sizes[0] <= EMPTY || last > samples) {
            return conceal(samples, out);
        }
        conceal(samples - last, out);
        prepare(packet);
        coder.dec_init(packet, firstAt, sizes[0]);
        run(DecoderAPIFlag.FLAG_DECODE_LBRR, last, out, samples - last);
        return samples;
    }

    /// Goes on without a packet.
    public int conceal(int samples, short[] out) {
        conceal(samples, out, 0);
        return samples;
    }

    private void conceal(int samples, short[] out, int from) {
        int end = from + samples;
        for (int at = from; at < end; ) {
            // It makes up 10 ms or 20.
            int ms = (end - at) / PER_MS < LONGEST_MADE_UP_MS ? 10 : LONGEST_MADE_UP_MS;
            control.payloadSize_ms = ms;
            java.util.Arrays.fill(madeUp, (short) 0);
            if (begun) {
                run(DecoderAPIFlag.FLAG_PACKET_LOST, ms * PER_MS, madeUp, 0);
            }
            int taken = Math.min(ms * PER_MS, end - at);
            System.arraycopy(madeUp, 0, out, at, taken);
            at += taken;
        }
    }

    /// Finds where the frames are; how many.
    private int frames(byte[] packet) {
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
        begun = true;
    }

    /// SILK has at most 20 ms at once, of which a frame of Opus has up to three.
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
}
