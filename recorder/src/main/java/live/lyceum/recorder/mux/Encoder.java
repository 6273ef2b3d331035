package live.lyceum.recorder.mux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.io.IOException;
import java.util.Map;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.film.Mixer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/// An encoder of the film's picture, of its sound, or of still pictures.
public final class Encoder implements AutoCloseable {
    /// Told what was encoded; `pts` in the encoder's unit of time.
    public interface Output {
        void packet(long pts, boolean key, byte[] data) throws IOException;
    }

    private static final int SOUND_BPS = 96_000;
    private static final int SOUND_EFFORT = 4;

    private final AVCodecContext context;
    private final PacketBuffer packet = new PacketBuffer();
    private @Nullable AVFrame sound;

    private Encoder(String name) throws NativeException {
        AVCodec codec = avcodec_find_encoder_by_name(name);
        if (codec == null || codec.isNull()) {
            throw new NativeException("no encoder " + name, -1);
        }
        context = Native.made(avcodec_alloc_context3(codec), "an encoder");
        context.thread_count(1);
    }

    private Encoder open(Map<String, String> settings) throws NativeException {
        int opened =
                Native.withOptions(
                        settings, options -> avcodec_open2(context, context.codec(), options));
        if (opened < 0) {
            close();
        }
        Native.check(opened, "an encoder");
        return this;
    }

    /// VP8, as fast as it can; its unit of time is a millisecond. Key frames come when asked for.
    public static Encoder vp8(FilmFormat format) throws NativeException {
        var encoder = new Encoder("libvpx");
        AVCodecContext context = encoder.context;
        size(context, format.width(), format.height(), AV_PIX_FMT_YUV420P);
        context.time_base().num(1).den(1_000);
        context.framerate().num(1_000).den(format.frameMs());
        context.bit_rate(format.bitrateBps());
        context.gop_size(100_000);
        context.qmin(6);
        context.qmax(52);
        return encoder.open(
                Map.of(
                        "deadline", "realtime",
                        "cpu-used", "8",
                        "lag-in-frames", "0",
                        "auto-alt-ref", "0",
                        "static-thresh", "1"));
    }

    /// Opus of two channels, 20 ms a packet; its unit of time is a sample.
    public static Encoder opus() throws NativeException {
        var encoder = new Encoder("libopus");
        AVCodecContext context = encoder.context;
        context.sample_rate(Mixer.RATE);
        context.sample_fmt(AV_SAMPLE_FMT_FLT);
        av_channel_layout_default(context.ch_layout(), 2);
        context.time_base().num(1).den(Mixer.RATE);
        context.bit_rate(SOUND_BPS);
        context.compression_level(SOUND_EFFORT);
        encoder.open(Map.of("frame_duration", "20", "application", "audio"));
        AVFrame frame = Native.made(av_frame_alloc(), "a block of sound");
        encoder.sound = frame;
        frame.format(AV_SAMPLE_FMT_FLT);
        frame.nb_samples(Mixer.BLOCK);
        frame.sample_rate(Mixer.RATE);
        av_channel_layout_default(frame.ch_layout(), 2);
        int made = av_frame_get_buffer(frame, 0);
        if (made < 0) {
            encoder.close();
        }
        Native.check(made, "a block of sound");
        return encoder;
    }

    /// JPEG.
    ///
    /// @param quality 2 (best) to 31
    public static Encoder jpeg(int width, int height, int quality) throws NativeException {
        var encoder = new Encoder("mjpeg");
        AVCodecContext context = encoder.context;
        size(context, width, height, AV_PIX_FMT_YUVJ420P);
        context.time_base().num(1).den(1_000);
        context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
        context.global_quality(quality * FF_QP2LAMBDA);
        return encoder.open(Map.of());
    }

    private static void size(AVCodecContext context, int width, int height, int format) {
        context.width(width);
        context.height(height);
        context.pix_fmt(format);
    }

    /// How many samples or milliseconds come out that were never put in.
    public int padding() {
        return context.initial_padding();
    }

    /// Encodes a picture, as a key frame if that is wanted.
    public void picture(Picture picture, long pts, boolean key, Output output) throws IOException {
        AVFrame frame = picture.frame;
        frame.pts(pts);
        frame.pict_type(key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        frame.quality(context.global_quality());
        send(frame, output);
        if (!picture.writable()) {
            throw new IllegalStateException("the encoder still holds the picture");
        }
    }

    /// Encodes a block of [Mixer#BLOCK] samples of two channels, interleaved.
    public void sound(float[] block, long pts, Output output) throws IOException {
        AVFrame frame = sound;
        if (frame == null) {
            throw new IllegalStateException("no encoder of sound");
        }
        Native.check(av_frame_make_writable(frame), "a block of sound");
        new FloatPointer(frame.data(0)).put(block, 0, 2 * Mixer.BLOCK);
        frame.pts(pts);
        send(frame, output);
    }

    /// Brings out what is still inside.
    public void end(Output output) throws IOException {
        send(null, output);
    }

    private void send(@Nullable AVFrame frame, Output output) throws IOException {
        Native.check(avcodec_send_frame(context, frame), "encoding");
        while (true) {
            int got = avcodec_receive_packet(context, packet.packet);
            if (got == AVERROR_EAGAIN() || got == AVERROR_EOF()) {
                return;
            }
            Native.check(got, "encoding");
            long pts = packet.packet.pts();
            boolean key = packet.key();
            byte[] data = packet.bytes();
            packet.clear();
            output.packet(pts, key, data);
        }
    }

    @Override
    public void close() {
        avcodec_free_context(context);
        packet.close();
        if (sound != null) {
            av_frame_free(sound);
            sound = null;
        }
    }
}
