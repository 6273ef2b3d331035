package live.lyceum.recorder.gemini;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import live.lyceum.recorder.transcribe.SpeechRecognizer;

/// Samples as a WAV file: RIFF with a `fmt ` and a `data` chunk, mono s16.
final class Wav {
    static final String TYPE = "audio/wav";
    static final int HEADER = 44;

    private static final int FMT_BYTES = 16;
    private static final short PCM = 1;
    private static final short CHANNELS = 1;
    private static final short BITS = 16;

    private Wav() {}

    static byte[] of(short[] samples) {
        int bytes = samples.length * Short.BYTES;
        ByteBuffer to = ByteBuffer.allocate(HEADER + bytes).order(ByteOrder.LITTLE_ENDIAN);
        to.put(ascii("RIFF")).putInt(HEADER - 8 + bytes).put(ascii("WAVE"));
        to.put(ascii("fmt ")).putInt(FMT_BYTES).putShort(PCM).putShort(CHANNELS);
        to.putInt(SpeechRecognizer.SAMPLE_RATE_HZ)
                .putInt(SpeechRecognizer.SAMPLE_RATE_HZ * Short.BYTES);
        to.putShort((short) Short.BYTES).putShort(BITS);
        to.put(ascii("data")).putInt(bytes);
        to.asShortBuffer().put(samples);
        return to.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
