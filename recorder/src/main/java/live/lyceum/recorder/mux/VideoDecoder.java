package live.lyceum.recorder.mux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/// Decodes one stream of video, and holds its newest picture.
public final class VideoDecoder implements AutoCloseable {
    /// More than a screen of 5K has; a frame may claim 65,535 in both directions.
    private static final long MAX_PIXELS = 16_777_216;

    private final AVCodecContext context;
    private final PacketBuffer packet = new PacketBuffer();
    private final AVFrame next = Native.made(av_frame_alloc(), "a picture");
    final AVFrame newest = Native.made(av_frame_alloc(), "a picture");
    private boolean has;

    /// @param codec as SDP names it
    /// @throws NativeException if it cannot be decoded here
    public VideoDecoder(String codec) throws NativeException {
        this(codec, codecId(codec));
    }

    /// A decoder of JPEGs.
    static VideoDecoder jpeg() throws NativeException {
        return new VideoDecoder("JPEG", AV_CODEC_ID_MJPEG);
    }

    private VideoDecoder(String codec, int id) throws NativeException {
        AVCodec decoder =
                id == AV_CODEC_ID_AV1
                        ? avcodec_find_decoder_by_name("libaom-av1")
                        : avcodec_find_decoder(id);
        if (decoder == null || decoder.isNull()) {
            throw new NativeException("no decoder of " + codec, -1);
        }
        context = Native.made(avcodec_alloc_context3(decoder), "a decoder");
        context.thread_count(1);
        context.max_pixels(MAX_PIXELS);
        context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
        int opened =
                Native.withOptions(Map.of(), options -> avcodec_open2(context, decoder, options));
        if (opened < 0) {
            close();
        }
        Native.check(opened, "a decoder of " + codec);
    }

    /// FFmpeg's number of a codec.
    ///
    /// @throws NativeException if it has none
    static int codecId(String codec) throws NativeException {
        return switch (codec) {
            case "VP8" -> AV_CODEC_ID_VP8;
            case "VP9" -> AV_CODEC_ID_VP9;
            case "H264" -> AV_CODEC_ID_H264;
            case "AV1" -> AV_CODEC_ID_AV1;
            default -> throw new NativeException("an unknown codec, " + codec, -1);
        };
    }

    /// Decodes a frame; whether there is a new picture. What is damaged makes none.
    public boolean decode(byte[] frame, long atUs, boolean key) throws NativeException {
        packet.set(frame, atUs, key);
        int sent = avcodec_send_packet(context, packet.packet);
        packet.clear();
        boolean more = false;
        while (sent >= 0 && avcodec_receive_frame(context, next) >= 0) {
            if (next.width() >= 2 && next.height() >= 2) {
                av_frame_unref(newest);
                av_frame_move_ref(newest, next);
                has = true;
                more = true;
            } else {
                av_frame_unref(next);
            }
        }
        return more;
    }

    /// Whether there is a picture.
    public boolean hasPicture() {
        return has;
    }

    public int width() {
        return newest.width();
    }

    public int height() {
        return newest.height();
    }

    @Override
    public void close() {
        avcodec_free_context(context);
        packet.close();
        av_frame_free(next);
        av_frame_free(newest);
    }
}
