package live.lyceum.recorder.mux;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_is_writable;

import java.nio.ByteBuffer;
import live.lyceum.recorder.paint.Planes;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/// A picture of 4:2:0 in native memory that Java can draw on.
public final class Picture implements AutoCloseable {
    private static final int ALIGN = 32;

    final AVFrame frame;
    private final Planes planes;

    /// @param width even
    /// @param height even
    public Picture(int width, int height) throws NativeException {
        this(width, height, AV_PIX_FMT_YUV420P);
    }

    /// A picture of full range, as JPEG has it.
    public static Picture still(int width, int height) throws NativeException {
        return new Picture(width, height, AV_PIX_FMT_YUVJ420P);
    }

    private Picture(int width, int height, int format) throws NativeException {
        frame = Native.made(av_frame_alloc(), "a picture");
        frame.width(width);
        frame.height(height);
        frame.format(format);
        int made = av_frame_get_buffer(frame, ALIGN);
        if (made < 0) {
            av_frame_free(frame);
        }
        Native.check(made, "a picture");
        planes =
                new Planes(
                        plane(0, height),
                        plane(1, height / 2),
                        plane(2, height / 2),
                        frame.linesize(0),
                        frame.linesize(1),
                        width,
                        height);
    }

    private ByteBuffer plane(int number, int rows) {
        return frame.data(number).capacity((long) frame.linesize(number) * rows).asByteBuffer();
    }

    /// Its bytes, while it is open.
    public Planes planes() {
        return planes;
    }

    /// Makes all of it white.
    void clear() {
        fill(planes.y(), (byte) 255);
        fill(planes.u(), (byte) 128);
        fill(planes.v(), (byte) 128);
    }

    private static void fill(ByteBuffer plane, byte value) {
        for (int i = 0; i < plane.capacity(); i++) {
            plane.put(i, value);
        }
    }

    /// Whether nobody else holds its bytes.
    boolean writable() {
        return av_frame_is_writable(frame) > 0;
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
