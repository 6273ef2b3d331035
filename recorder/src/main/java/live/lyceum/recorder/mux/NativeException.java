package live.lyceum.recorder.mux;

import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A native call that failed, with FFmpeg's code.
public final class NativeException extends IOException {
    private static final int NO_SPACE = -28;
    private static final int TEXT = 128;

    private final int code;

    NativeException(String what, int code) {
        super(what + ": " + text(code));
        this.code = code;
    }

    private static String text(int code) {
        byte[] text = new byte[TEXT];
        av_strerror(code, text, TEXT);
        String whole = new String(text, StandardCharsets.UTF_8);
        int end = whole.indexOf(0);
        return (end < 0 ? whole : whole.substring(0, end)) + " (" + code + ")";
    }

    /// Whether the disk is full.
    public boolean noSpace() {
        return code == NO_SPACE;
    }
}
