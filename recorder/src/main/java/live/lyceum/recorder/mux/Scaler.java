package live.lyceum.recorder.mux;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FAST_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/// Brings pictures of any size and format to 4:2:0 of another size.
public final class Scaler implements AutoCloseable {
    private static final int PLANES = 4;

    private final PointerPointer<BytePointer> from = new PointerPointer<>(PLANES);
    private final PointerPointer<BytePointer> to = new PointerPointer<>(PLANES);
    private final IntPointer fromStrides = new IntPointer(PLANES);
    private final IntPointer toStrides = new IntPointer(PLANES);
    private @Nullable SwsContext context;

    /// What is taken of a picture.
    ///
    /// @param left even, as all of them
    public record Crop(int left, int top, int width, int height) {}

    /// Scales what a decoder has; all of `onto` is written.
    public void scale(VideoDecoder source, Crop crop, Picture onto) throws NativeException {
        scale(source.newest, crop, onto);
    }

    /// Scales a picture; all of `onto` is written.
    public void scale(Picture source, Picture onto) throws NativeException {
        scale(source.frame, new Crop(0, 0, source.frame.width(), source.frame.height()), onto);
    }

    private void scale(AVFrame source, Crop crop, Picture onto) throws NativeException {
        AVFrame target = onto.frame;
        boolean smaller = target.width() * 3 < crop.width();
        context =
                sws_getCachedContext(
                        context,
                        crop.width(),
                        crop.height(),
                        source.format(),
                        target.width(),
                        target.height(),
                        target.format(),
                        smaller ? SWS_BILINEAR : SWS_FAST_BILINEAR,
                        null,
                        null,
                        (DoublePointer) null);
        if (context == null || context.isNull()) {
            throw new NativeException("a picture that cannot be scaled", -1);
        }
        for (int i = 0; i < PLANES; i++) {
            from.put(i, planeOf(source, i, crop));
            fromStrides.put(i, source.linesize(i));
            to.put(i, target.data(i));
            toStrides.put(i, target.linesize(i));
        }
        Native.check(
                sws_scale(context, from, fromStrides, 0, crop.height(), to, toStrides), "scaling");
    }

    /// Where a plane's crop begins. Only 4:2:0 is cropped; others come whole.
    private static @Nullable BytePointer planeOf(AVFrame source, int number, Crop crop) {
        BytePointer plane = source.data(number);
        if (plane == null || (crop.left() == 0 && crop.top() == 0)) {
            return plane;
        }
        int half = number == 0 ? 1 : 2;
        long offset = (long) (crop.top() / half) * source.linesize(number) + crop.left() / half;
        return plane.getPointer(offset);
    }

    /// Whether a part of a decoder's picture can be taken.
    public static boolean crops(VideoDecoder source) {
        return source.newest.format() == AV_PIX_FMT_YUV420P;
    }

    @Override
    public void close() {
        if (context != null) {
            sws_freeContext(context);
        }
        from.close();
        to.close();
        fromStrides.close();
        toStrides.close();
    }
}
