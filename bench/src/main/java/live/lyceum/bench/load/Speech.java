package live.lyceum.bench.load;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import live.lyceum.recorder.testkit.ToneSpeaker;
import live.lyceum.recorder.testkit.ToneWords;

/// A minute of a microphone whose owner talks half of the time: words made of tones, pauses, and
/// noise below both, as packets of Opus. At their end they have room for a [Source#STAMP]: padding,
/// which decoders leave alone.
final class Speech {
    private static final int RATE_HZ = 48_000;
    private static final int FRAME = RATE_HZ / 50;
    private static final int SECONDS = 60;
    private static final int PER_MS = RATE_HZ / 1_000;

    /// -60 dB, as a quiet room has it.
    private static final double NOISE = 33;

    /// RFC 6716 section 3.2: a packet of one frame has code 0, one with padding code 3.
    private static final int CODES = 0x03;

    /// RFC 6716 section 3.2.5: padding, and one frame.
    private static final byte ONE_FRAME_PADDED = 0x41;

    private static final int EXTRA = 2 + Source.STAMP;

    private final List<byte[]> payloads = new ArrayList<>();
    private final byte[] levels = new byte[SECONDS * RATE_HZ / FRAME];

    private Speech(short[] samples) throws OpusException {
        var encoder = new OpusEncoder(RATE_HZ, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        encoder.setBitrate(32_000);
        encoder.setComplexity(5);
        encoder.setUseInbandFEC(true);
        encoder.setPacketLossPercent(5);
        var bytes = new byte[1_275];
        for (int i = 0; i < levels.length; i++) {
            int length = encoder.encode(samples, i * FRAME, FRAME, bytes, 0, bytes.length);
            payloads.add(padded(Arrays.copyOf(bytes, length)));
            levels[i] = level(samples, i * FRAME);
        }
    }

    /// The same each time.
    static Speech make() {
        var random = new Random(1);
        var samples = new short[SECONDS * RATE_HZ];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (random.nextGaussian() * NOISE);
        }
        int last = SECONDS * 1_000 - ToneWords.WORD_MS;
        for (int atMs = 500; atMs < last; atMs += 800 + random.nextInt(6_500)) {
            int words = 3 + random.nextInt(12);
            for (int i = 0; i < words && atMs < last; i++) {
                short[] word = ToneWords.write(random.nextInt(ToneWords.COUNT), RATE_HZ);
                for (int at = 0; at < word.length; at++) {
                    samples[atMs * PER_MS + at] += word[at];
                }
                atMs += ToneWords.WORD_MS + ToneWords.PAUSE_MS + random.nextInt(150);
            }
        }
        try {
            return new Speech(samples);
        } catch (OpusException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] padded(byte[] packet) {
        if ((packet[0] & CODES) != 0) {
            throw new IllegalStateException("a packet of more than one frame");
        }
        var padded = new byte[packet.length + EXTRA];
        padded[0] = (byte) (packet[0] | CODES);
        padded[1] = ONE_FRAME_PADDED;
        padded[2] = Source.STAMP;
        System.arraycopy(packet, 1, padded, 3, packet.length - 1);
        return padded;
    }

    /// RFC 6464 section 3: in -dBov, with a bit for speech.
    private static byte level(short[] samples, int from) {
        int level = ToneSpeaker.level(samples, from, FRAME);
        return (byte) (level < 50 ? 0x80 | level : level);
    }

    int frames() {
        return levels.length;
    }

    byte level(int frame) {
        return levels[frame];
    }

    /// Writes a frame's payload; returns its length.
    int write(int frame, byte[] to, int at) {
        byte[] payload = payloads.get(frame);
        System.arraycopy(payload, 0, to, at, payload.length);
        return payload.length;
    }
}
