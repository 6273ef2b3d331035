package live.lyceum.recorder.stock;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import live.lyceum.media.wire.codec.Codec;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/// Pictures of one colour by other encoders than ours, of FFmpeg's program.
public final class Reel {
    private static final int IVF_HEADER = 32;
    private static final int IVF_FRAME = 12;

    private Reel() {}

    /// A second at 25 pictures, the first a key frame.
    ///
    /// @param rgb as in CSS
    public static List<byte[]> of(Codec codec, String rgb) throws Exception {
        boolean h264 = codec == Codec.H264;
        byte[] out =
                run(
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "color=c=" + rgb + ":size=160x90:rate=25:duration=1",
                        "-pix_fmt",
                        "yuv420p",
                        "-g",
                        "100",
                        "-c:v",
                        switch (codec) {
                            case H264 -> "libopenh264";
                            case VP9 -> "libvpx-vp9";
                            case AV1 -> "libsvtav1";
                            case VP8, OPUS -> throw new IllegalArgumentException(codec.name());
                        },
                        "-f",
                        h264 ? "h264" : "ivf",
                        "-");
        return h264 ? accessUnits(out) : ivf(out);
    }

    private static byte[] run(String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Loader.load(ffmpeg.class));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        byte[] out = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException("ffmpeg failed: " + command);
        }
        return out;
    }

    private static List<byte[]> ivf(byte[] file) {
        var frames = new ArrayList<byte[]>();
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = IVF_HEADER; at < file.length; ) {
            int size = in.getInt(at);
            frames.add(Arrays.copyOfRange(file, at + IVF_FRAME, at + IVF_FRAME + size));
            at += IVF_FRAME + size;
        }
        return frames;
    }

    /// Each ends with its only slice.
    private static List<byte[]> accessUnits(byte[] stream) {
        var units = new ArrayList<byte[]>();
        var unit = new ByteArrayOutputStream();
        int start = -1;
        for (int i = 0; i <= stream.length; i++) {
            boolean end = i == stream.length;
            if (!end && !startsAt(stream, i)) {
                continue;
            }
            if (start >= 0) {
                unit.write(stream, start, i - start);
                int type = stream[start + 4] & 31;
                if (type == 1 || type == 5) {
                    units.add(unit.toByteArray());
                    unit.reset();
                }
            }
            start = i;
            i += 3;
        }
        return units;
    }

    private static boolean startsAt(byte[] stream, int i) {
        return i + 4 < stream.length
                && stream[i] == 0
                && stream[i + 1] == 0
                && stream[i + 2] == 0
                && stream[i + 3] == 1;
    }
}
